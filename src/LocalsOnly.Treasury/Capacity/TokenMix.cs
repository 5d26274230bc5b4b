namespace LocalsOnly.Treasury.Capacity;

/// <summary>What a month's tokens are made of, when no ledger says: an assumption, and labelled as one wherever it is shown.</summary>
/// <param name="UncachedShare">Share of prompt tokens that are read.</param>
/// <param name="CachedShare">Share of prompt tokens that the prefix cache has.</param>
/// <param name="OutputShare">Share of tokens that are written.</param>
/// <param name="TokensPerRequest">Tokens of a mean request, all three together.</param>
public sealed record TokenMix(double UncachedShare, double CachedShare, double OutputShare, double TokensPerRequest)
{
    /// <summary>Days of the month that all monthly figures mean.</summary>
    public const int DaysPerMonth = 30;

    /// <summary>Seconds of that month.</summary>
    public const double SecondsPerMonth = DaysPerMonth * 86_400.0;

    /// <summary>Agents that send a growing conversation again and again: most of the prompt is what was sent before.</summary>
    public static TokenMix Agents { get; } = new(0.10, 0.87, 0.03, 20_000);

    /// <exception cref="CapacityException">Shares are negative or do not add up to 1, or a request has no room for three tokens.</exception>
    public TokenMix Checked()
    {
        if (UncachedShare < 0 || CachedShare < 0 || OutputShare < 0 || Math.Abs(UncachedShare + CachedShare + OutputShare - 1) > 1e-6)
            throw new CapacityException("The shares of uncached, cached and output tokens must be 0 or more and add up to 100 %, such as 10/87/3.");
        return TokensPerRequest is >= 10 and <= 10_000_000 ? this : throw new CapacityException("A request needs from 10 to 10,000,000 tokens on average.");
    }
}
