namespace LocalsOnly.Inference.Routing;

/// <summary>Short names for decisions: the second and a count, in an alphabet that nobody misreads aloud.</summary>
internal static class DecisionId
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int CountBits = 20;
    private const int Length = 11;

    private static uint s_count = (uint)Random.Shared.Next(1 << CountBits);

    /// <summary>11 characters that sort by second; no two of one process are the same within a million decisions.</summary>
    public static string Next(DateTimeOffset at)
    {
        var count = Interlocked.Increment(ref s_count) & ((1u << CountBits) - 1);
        var number = ((ulong)at.ToUnixTimeSeconds() << CountBits) | count;
        return string.Create(Length, number, static (characters, value) =>
        {
            for (var i = characters.Length - 1; i >= 0; i--, value >>= 5)
                characters[i] = Alphabet[(int)(value & 31)];
        });
    }
}
