namespace LocalsOnly.Agents.Tools.Options.Book;

/// <summary>An option that was sold.</summary>
/// <param name="Line">Line of the book that opened it.</param>
/// <param name="Opening">What that line says.</param>
internal sealed record Position(int Line, BookEntry Opening)
{
    /// <summary>The line that ended it; null while it is open.</summary>
    public BookEntry? Ending { get; init; }

    /// <summary>What it is called by: <c>p</c> and the number of its line.</summary>
    public string Id => FormattableString.Invariant($"p{Line}");

    public string Asset => Opening.Asset!;

    public OptionKind Kind => Opening.Kind!.Value;

    public decimal Strike => Opening.Strike;

    public decimal Quantity => Opening.Quantity;

    /// <summary>Received, for all of it.</summary>
    public decimal Premium => Opening.Amount * Quantity;

    /// <summary>Cash that a put ties up.</summary>
    public decimal Cash => Kind == OptionKind.Put ? Strike * Quantity : 0;

    /// <summary>Coins that a call ties up.</summary>
    public decimal Coins => Kind == OptionKind.Call ? Quantity : 0;

    public DateTimeOffset Settlement => SettlementCalendar.On(Opening.Expiry!.Value);

    /// <summary>Asset, kind, strike and day of settlement.</summary>
    public string Name => $"{Id} {Asset} {Kind.Word()} {Figures.Plain(Strike)} for {Figures.Date(Opening.Expiry!.Value)}";
}

/// <summary>The coins of one asset and what the wheel has earned on them.</summary>
/// <param name="Asset">Coin.</param>
internal sealed record Holding(string Asset)
{
    /// <summary>Coins held.</summary>
    public decimal Quantity { get; init; }

    /// <summary>Of these, under calls.</summary>
    public decimal Locked { get; init; }

    /// <summary>What all that are held have cost.</summary>
    public decimal Cost { get; init; }

    /// <summary>
    /// Premiums less debits of the round: it begins when the last coins leave, with the premiums of what is still open, and ends when the next ones do. When a part of the
    /// coins leaves, its part goes with it.
    /// </summary>
    public decimal RoundPremium { get; init; }

    /// <summary>Sales at the strike less cost, without premiums, in all rounds so far.</summary>
    public decimal SaleResult { get; init; }

    public decimal Free => Quantity - Locked;

    /// <summary>Cost per coin less the premiums of the round; null without coins.</summary>
    public decimal? Basis => Quantity > 0 ? (Cost - RoundPremium) / Quantity : null;

    /// <summary>Takes coins out at their mean cost.</summary>
    public Holding Without(decimal quantity) => quantity == Quantity
        ? this with { Quantity = 0, Cost = 0, RoundPremium = 0 }
        : this with { Quantity = Quantity - quantity, Cost = Cost - CostOf(quantity), RoundPremium = RoundPremium - (RoundPremium * quantity / Quantity) };

    /// <summary>Mean cost of some of the coins.</summary>
    public decimal CostOf(decimal quantity) => quantity == Quantity ? Cost : Cost * quantity / Quantity;
}
