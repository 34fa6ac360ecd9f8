using System;

namespace ExternalSources.Simulator.People;

/// <summary>Random values without a sequence. A value depends on the seed, the person, and the purpose, never on earlier draws.</summary>
internal static class Draw
{
    public static ulong Bits(int seed, int index, Salt salt)
    {
        var mixed = Mix((ulong)(uint)seed + 0x9E3779B97F4A7C15UL);
        mixed = Mix(mixed ^ ((ulong)(uint)index << 16) ^ (ulong)salt);
        return Mix(mixed + 0x9E3779B97F4A7C15UL);
    }

    /// <summary>A number from 0 to 99.</summary>
    public static int Percent(int seed, int index, Salt salt) => Below(100, seed, index, salt);

    /// <summary>A number from 0 to <paramref name="limit"/> - 1.</summary>
    public static int Below(int limit, int seed, int index, Salt salt) => (int)(((Bits(seed, index, salt) >> 32) * (ulong)limit) >> 32);

    public static T Of<T>(ReadOnlySpan<T> choices, int seed, int index, Salt salt) => choices[Below(choices.Length, seed, index, salt)];

    public static string Guid(int seed, int index, Salt salt)
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, Bits(seed, index, salt));
        BitConverter.TryWriteBytes(bytes[8..], Bits(~seed, index, salt));
        return AccountIds.GuidText(bytes);
    }

    // The finalizer of splitmix64: every input bit affects every output bit.
    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }
}
