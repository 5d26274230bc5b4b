namespace LocalsOnly.Agents.Tools.DeFi;

/// <summary>What a person keeps somewhere, as they wrote it down.</summary>
internal enum PositionKind
{
    /// <summary>Tokens in their own wallet.</summary>
    Wallet,

    /// <summary>Tokens lent or put into a vault.</summary>
    Deposit,

    /// <summary>A loan against collateral.</summary>
    Loan,

    /// <summary>A share of a pool of two tokens.</summary>
    Lp,
}

/// <summary>One position of the file.</summary>
/// <param name="Line">Where it begins in the file.</param>
/// <param name="Name">As the person calls it.</param>
/// <param name="Kind">Which of the four.</param>
/// <param name="Chain">Where it is.</param>
/// <param name="Token">Symbol; empty for a loan and for a pool share.</param>
/// <param name="Amount">In the token; 0 for a loan and for a pool share.</param>
internal sealed record Position(int Line, string Name, PositionKind Kind, Chain Chain, string Token, decimal Amount)
{
    /// <summary>USD per token as the person wrote it.</summary>
    public decimal? Price { get; init; }

    /// <summary>Protocol, as the person calls it.</summary>
    public string? Protocol { get; init; }

    /// <summary>Id of the pool in DefiLlama's list.</summary>
    public string? Pool { get; init; }

    /// <summary>For a loan.</summary>
    public Loan? Loan { get; init; }

    /// <summary>For a pool share: price of the one token in the other at entry.</summary>
    public decimal? EntryRatio { get; init; }

    /// <summary>For a pool share: the same price now.</summary>
    public decimal? Ratio { get; init; }

    /// <summary>For a pool share: USD that the two tokens would be worth now, had they been held.</summary>
    public decimal? HeldValue { get; init; }
}

/// <summary>The file as it was read.</summary>
/// <param name="Path">Of the file.</param>
/// <param name="Written">When it was last changed (UTC); null when there is none.</param>
/// <param name="Positions">What could be read, in the file's order.</param>
/// <param name="Problems">A sentence for each that could not, with line and field.</param>
internal sealed record PositionList(string Path, DateTimeOffset? Written, IReadOnlyList<Position> Positions, IReadOnlyList<string> Problems)
{
    /// <summary>How much of a token lies in the wallet on a chain; null when the file says nothing of it.</summary>
    public decimal? Balance(Chain chain, string token)
    {
        var meant = Positions.Where(each => each.Kind == PositionKind.Wallet && each.Chain == chain && each.Token.Equals(token, StringComparison.OrdinalIgnoreCase)).ToList();
        return meant.Count == 0 ? null : meant.Sum(each => each.Amount);
    }
}
