using System;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;

namespace ExternalSources.Simulator.Http;

/// <summary>An opaque position in a list. It is valid only for the list that it was created for.</summary>
internal static class Cursor
{
    private const int Length = 12;

    public static string Create(int position, string list)
    {
        Span<byte> bytes = stackalloc byte[Length];
        BinaryPrimitives.WriteInt32BigEndian(bytes, position);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[4..], Seal(position, list));
        return Base64Url.EncodeToString(bytes);
    }

    public static bool TryRead(string cursor, string list, out int position)
    {
        position = 0;
        Span<byte> bytes = stackalloc byte[Length];
        if (cursor.Length != Length * 4 / 3 || !Base64Url.TryDecodeFromChars(cursor, bytes, out var length) || length != Length)
        {
            return false;
        }

        position = BinaryPrimitives.ReadInt32BigEndian(bytes);
        return position >= 0 && BinaryPrimitives.ReadUInt64BigEndian(bytes[4..]) == Seal(position, list);
    }

    // FNV-1a detects mistakes. It does not protect against forgery.
    private static ulong Seal(int position, string list)
    {
        var hash = 14695981039346656037UL ^ (uint)position;
        foreach (var value in Encoding.UTF8.GetBytes(list))
        {
            hash = (hash ^ value) * 1099511628211UL;
        }

        return hash;
    }
}
