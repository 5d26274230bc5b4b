using System.Buffers.Binary;
using System.Numerics;

namespace LocalsOnly.Agents.Tools.DeFi;

/// <summary>
/// Keccak-256 as Ethereum uses it: the sponge of FIPS 202 (rate 136 bytes) with the padding 0x01 of the original submission, not the 0x06 of SHA-3. A checksum of
/// addresses here and nothing else: it is a hash, no key goes into it.
/// </summary>
internal static class Keccak
{
    private const int Rate = 136;
    private const int Rounds = 24;

    private static readonly ulong[] s_constants = RoundConstants();
    private static readonly int[] s_rotations = Rotations();

    /// <summary>32 bytes.</summary>
    public static byte[] Hash(ReadOnlySpan<byte> data)
    {
        Span<ulong> state = stackalloc ulong[25];
        Span<byte> block = stackalloc byte[Rate];
        while (data.Length >= Rate)
        {
            Absorb(state, data[..Rate]);
            data = data[Rate..];
        }

        block.Clear();
        data.CopyTo(block);
        block[data.Length] = 0x01;
        block[Rate - 1] |= 0x80;
        Absorb(state, block);
        var hash = new byte[32];
        for (var i = 0; i < 4; i++) BinaryPrimitives.WriteUInt64LittleEndian(hash.AsSpan(8 * i), state[i]);
        return hash;
    }

    private static void Absorb(Span<ulong> state, ReadOnlySpan<byte> block)
    {
        for (var i = 0; i < Rate / 8; i++) state[i] ^= BinaryPrimitives.ReadUInt64LittleEndian(block[(8 * i)..]);
        Permute(state);
    }

    // Theta, rho, pi, chi and iota of FIPS 202 section 3.2; the lane (x, y) is state[x + 5 y].
    private static void Permute(Span<ulong> state)
    {
        Span<ulong> parity = stackalloc ulong[5];
        Span<ulong> moved = stackalloc ulong[25];
        for (var round = 0; round < Rounds; round++)
        {
            for (var x = 0; x < 5; x++) parity[x] = state[x] ^ state[x + 5] ^ state[x + 10] ^ state[x + 15] ^ state[x + 20];
            for (var lane = 0; lane < 25; lane++)
            {
                var (x, y) = (lane % 5, lane / 5);
                var mixed = state[lane] ^ parity[(x + 4) % 5] ^ BitOperations.RotateLeft(parity[(x + 1) % 5], 1);
                moved[y + (5 * ((2 * x + 3 * y) % 5))] = BitOperations.RotateLeft(mixed, s_rotations[lane]);
            }

            for (var lane = 0; lane < 25; lane++)
            {
                var (x, row) = (lane % 5, lane / 5 * 5);
                state[lane] = moved[lane] ^ (~moved[row + ((x + 1) % 5)] & moved[row + ((x + 2) % 5)]);
            }

            state[0] ^= s_constants[round];
        }
    }

    // FIPS 202 section 3.2.2: the offset of the lane that is reached at step t is (t + 1)(t + 2)/2.
    private static int[] Rotations()
    {
        var offsets = new int[25];
        var (x, y) = (1, 0);
        for (var t = 0; t < 24; t++)
        {
            offsets[x + (5 * y)] = (t + 1) * (t + 2) / 2 % 64;
            (x, y) = (y, ((2 * x) + (3 * y)) % 5);
        }

        return offsets;
    }

    // FIPS 202 section 3.2.5: bits from the register x^8 + x^6 + x^5 + x^4 + 1.
    private static ulong[] RoundConstants()
    {
        var constants = new ulong[Rounds];
        var register = 1;
        for (var round = 0; round < Rounds; round++)
            for (var j = 0; j <= 6; j++)
            {
                if ((register & 1) != 0) constants[round] |= 1UL << ((1 << j) - 1);
                register <<= 1;
                if ((register & 0x100) != 0) register ^= 0x171;
            }

        return constants;
    }
}
