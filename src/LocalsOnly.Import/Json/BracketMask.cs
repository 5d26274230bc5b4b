using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LocalsOnly.Import.Json;

/// <summary>
/// Finds the brackets of JSON that are outside of strings, 64 bytes at a time (G. Langdale and D. Lemire, "Parsing gigabytes of JSON per second", 2019). Quotes,
/// which are the most of what structures JSON, are dealt with as bits and never one by one. Begins outside of strings, and goes from block to block.
/// </summary>
internal struct BracketMask
{
    /// <summary>Most bytes of a block; fewer are slower.</summary>
    public const int BlockBytes = 64;

    private const ulong OddBits = 0xAAAA_AAAA_AAAA_AAAA;

    // What the block before left behind: all ones within a string; one after a backslash.
    private ulong _inString;
    private ulong _escaped;

    /// <summary>A bit for each byte of the block that is a bracket, curly or square, and in no string.</summary>
    /// <param name="block">1 to 64 bytes, which follow those of the call before.</param>
    public ulong Next(ReadOnlySpan<byte> block)
    {
        if (block.Length < BlockBytes || !Vector128.IsHardwareAccelerated) return NextOfFew(block);
        var bytes = Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(block));
        var backslashes = Bits(bytes, (byte)'\\');
        var escapedNext = 0UL;
        var escaped = backslashes == 0 ? _escaped : Escaped(backslashes, out escapedNext);
        var inString = PrefixXor(Bits(bytes, (byte)'"') & ~escaped) ^ _inString;
        // Outside of strings a backslash escapes nothing.
        if ((backslashes & ~inString) != 0) return NextOfFew(block);
        _escaped = escapedNext;
        _inString = (ulong)((long)inString >> 63);
        // In ASCII the curly brackets are the square ones with this bit set.
        var folded = bytes | Vector512.Create((byte)0x20);
        return (Bits(folded, (byte)'{') | Bits(folded, (byte)'}')) & ~inString;
    }

    private ulong NextOfFew(ReadOnlySpan<byte> block)
    {
        var brackets = 0UL;
        for (var i = 0; i < block.Length; i++)
        {
            var b = block[i];
            if (_escaped != 0) _escaped = 0;
            else if (b == '"') _inString = ~_inString;
            else if (_inString != 0) _escaped = b == '\\' ? 1UL : 0;
            else if (b is (byte)'{' or (byte)'}' or (byte)'[' or (byte)']') brackets |= 1UL << i;
        }
        return brackets;
    }

    private static ulong Bits(Vector512<byte> bytes, byte wanted) => Vector512.Equals(bytes, Vector512.Create(wanted)).ExtractMostSignificantBits();

    // The bytes behind a run of backslashes whose length is odd; of the run itself every second.
    private readonly ulong Escaped(ulong backslashes, out ulong next)
    {
        var escaping = backslashes & ~_escaped;
        var odd = (((escaping << 1) | OddBits) - escaping) ^ OddBits;
        next = (odd & backslashes) >> 63;
        return odd ^ (backslashes | _escaped);
    }

    // Each bit becomes the parity of itself and all below it: ones from an opening quote to before the closing one.
    private static ulong PrefixXor(ulong bits)
    {
        for (var shift = 1; shift < BlockBytes; shift <<= 1) bits ^= bits << shift;
        return bits;
    }
}
