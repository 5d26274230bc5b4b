namespace LocalsOnly.Agents.Tools.Options;

/// <summary>How far from spot a strike is.</summary>
internal enum StrikeBand
{
    /// <summary>In the money.</summary>
    InTheMoney,

    /// <summary>Out of the money by less than 3 %.</summary>
    AtTheMoney,

    /// <summary>3 to 8 % out of the money.</summary>
    Aggressive,

    /// <summary>8 to 15 % out of the money.</summary>
    Standard,

    /// <summary>15 to 20 % out of the money.</summary>
    Conservative,

    /// <summary>More than 20 % out of the money.</summary>
    Far,
}

/// <summary>How much movement the market expects.</summary>
internal enum VolatilityRegime
{
    /// <summary>Implied volatility below 50 %.</summary>
    Quiet,

    /// <summary>From 50 to 80 %.</summary>
    Ordinary,

    /// <summary>From 80 to 120 %.</summary>
    Tense,

    /// <summary>Above 120 %.</summary>
    Panic,
}

/// <summary>
/// The bands by which strikes and volatility are spoken of. A lower edge belongs to its band: 8 % is standard and 15 % conservative; 20 % is still conservative, 80 % of
/// volatility is tense and 120 % still is.
/// </summary>
internal static class Bands
{
    /// <summary>Nearest distance, in percent of spot, at which a sale is looked at; times the width of the coin.</summary>
    public const double NearestPercent = 3;

    /// <summary>Percent out of the money: how far spot has to go to reach the strike, in percent of spot. Negative in the money.</summary>
    public static double PercentOut(OptionKind kind, double spot, double strike) => (kind == OptionKind.Call ? strike - spot : spot - strike) / spot * 100;

    /// <inheritdoc cref="PercentOut(OptionKind, double, double)"/>
    public static decimal PercentOut(OptionKind kind, decimal spot, decimal strike) => (kind == OptionKind.Call ? strike - spot : spot - strike) / spot * 100;

    /// <summary>The band of a distance.</summary>
    /// <param name="percentOut">See <see cref="PercentOut(OptionKind, decimal, decimal)"/>; decimal, so that a strike that is exactly 15 % away is.</param>
    /// <param name="width">Of the coin.</param>
    public static StrikeBand Of(decimal percentOut, double width) => (percentOut / (decimal)width) switch
    {
        < 0 => StrikeBand.InTheMoney,
        < (decimal)NearestPercent => StrikeBand.AtTheMoney,
        < 8 => StrikeBand.Aggressive,
        < 15 => StrikeBand.Standard,
        <= 20 => StrikeBand.Conservative,
        _ => StrikeBand.Far,
    };

    /// <summary>The regime of a volatility.</summary>
    /// <param name="percent">A year, in percent.</param>
    public static VolatilityRegime Regime(double percent) => percent switch
    {
        < 50 => VolatilityRegime.Quiet,
        < 80 => VolatilityRegime.Ordinary,
        <= 120 => VolatilityRegime.Tense,
        _ => VolatilityRegime.Panic,
    };

    public static string Word(this StrikeBand band) => band switch
    {
        StrikeBand.InTheMoney => "in the money",
        StrikeBand.AtTheMoney => "at the money",
        StrikeBand.Aggressive => "aggressive",
        StrikeBand.Standard => "standard",
        StrikeBand.Conservative => "conservative",
        _ => "far",
    };

    public static string Word(this VolatilityRegime regime) => regime switch
    {
        VolatilityRegime.Quiet => "quiet (below 50 %)",
        VolatilityRegime.Ordinary => "ordinary (50 to 80 %)",
        VolatilityRegime.Tense => "tense (80 to 120 %)",
        _ => "panic (above 120 %)",
    };

    public static string Word(this OptionKind kind) => kind == OptionKind.Call ? "call" : "put";
}
