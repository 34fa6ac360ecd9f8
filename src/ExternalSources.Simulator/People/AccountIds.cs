using System;
using System.Buffers.Binary;
using System.Globalization;

namespace ExternalSources.Simulator.People;

/// <summary>
/// Account ids in the formats that Atlassian has used. A keyed permutation hides the person's number in the id,
/// so that lookups of a million ids need no index.
/// </summary>
internal static class AccountIds
{
    private const int HalfBits = 24;
    private const int HalfMask = (1 << HalfBits) - 1;
    private const int NumberBytes = 6;

    public static string Create(int seed, int index, AccountKind kind)
    {
        if (kind == AccountKind.Customer)
        {
            return "qm:" + Draw.Guid(seed, 0, Salt.CloudId) + ":" + Guid(seed, index);
        }

        var form = kind == AccountKind.App ? 0 : Draw.Percent(seed, index, Salt.AccountForm);
        return form switch
        {
            < 30 => "557058:" + Guid(seed, index),
            < 60 => Short(seed, index),
            _ => "712020:" + Guid(seed, index),
        };
    }

    /// <summary>The number that the id decodes to. The caller checks that the person of this number has this id.</summary>
    public static bool TryReadIndex(int seed, string accountId, out int index)
    {
        index = -1;
        var tail = accountId.LastIndexOf(':') + 1;
        var number =
            accountId.Length - tail == 36 ? string.Concat(accountId.AsSpan(tail, 8), accountId.AsSpan(tail + 9, 4))
            : accountId.Length == 24 ? accountId.AsSpan(12)
            : default;
        if (number.IsEmpty || !ulong.TryParse(number, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hidden))
        {
            return false;
        }

        var found = Uncover(seed, hidden);
        if (found > int.MaxValue)
        {
            return false;
        }

        index = (int)found;
        return true;
    }

    /// <summary>The id as it appears in a URL. Only its colon needs escaping.</summary>
    public static string Escape(string accountId) => accountId.Replace(":", "%3A", StringComparison.Ordinal);

    /// <summary>The bytes as a version 4 GUID.</summary>
    public static string GuidText(ReadOnlySpan<byte> bytes)
    {
        Span<byte> copy = stackalloc byte[16];
        bytes.CopyTo(copy);
        copy[6] = (byte)((copy[6] & 0x0F) | 0x40);
        copy[8] = (byte)((copy[8] & 0x3F) | 0x80);
        return new Guid(copy, bigEndian: true).ToString();
    }

    /// <summary>A GUID that hides the number.</summary>
    public static string Guid(int seed, int index)
    {
        Span<byte> bytes = stackalloc byte[16];
        WriteNumber(bytes, seed, index);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Draw.Bits(seed, index, Salt.AccountTail));
        bytes[6] = bytes[15];
        bytes[7] = bytes[14];
        return GuidText(bytes);
    }

    private static string Short(int seed, int index)
    {
        Span<byte> bytes = stackalloc byte[12];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, Draw.Bits(seed, index, Salt.AccountTail));
        bytes[0] = (byte)(0x55 + (bytes[0] % 11));
        WriteNumber(bytes[NumberBytes..], seed, index);
        return Convert.ToHexStringLower(bytes);
    }

    private static void WriteNumber(Span<byte> bytes, int seed, int index)
    {
        var hidden = Cover(seed, (ulong)index);
        for (var at = NumberBytes - 1; at >= 0; at--)
        {
            bytes[at] = (byte)hidden;
            hidden >>= 8;
        }
    }

    private static ulong Cover(int seed, ulong number)
    {
        var left = (int)(number >> HalfBits);
        var right = (int)number & HalfMask;
        for (var round = 0; round < 4; round++)
        {
            (left, right) = (right, left ^ Round(seed, round, right));
        }

        return ((ulong)left << HalfBits) | (uint)right;
    }

    private static ulong Uncover(int seed, ulong hidden)
    {
        var left = (int)(hidden >> HalfBits);
        var right = (int)hidden & HalfMask;
        for (var round = 3; round >= 0; round--)
        {
            (left, right) = (right ^ Round(seed, round, left), left);
        }

        return ((ulong)left << HalfBits) | (uint)right;
    }

    private static int Round(int seed, int round, int half) => (int)Draw.Bits(unchecked(seed ^ (round * 0x01000193)), half, Salt.AccountRound) & HalfMask;
}
