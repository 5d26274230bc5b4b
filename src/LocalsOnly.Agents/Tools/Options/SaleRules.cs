namespace LocalsOnly.Agents.Tools.Options;

/// <summary>The thresholds of a sale. Each stands here once; <c>docs/decisions/0013-funding-and-strikes.md</c> says why.</summary>
internal static class SaleRules
{
    /// <summary>Share of what is set aside that may work, in a quiet or ordinary market; the rest is reserve.</summary>
    public const decimal WheelShare = 0.70m;

    /// <summary>The same between 80 and 120 % of implied volatility.</summary>
    public const decimal WheelShareTense = 0.65m;

    /// <summary>The same above 120 %.</summary>
    public const decimal WheelSharePanic = 0.60m;

    /// <summary>Above this risk-neutral chance of assignment an option is not sold for its premium.</summary>
    public const double MostAssignment = 0.40;

    /// <summary>Percentile of funding in its last 90 days from which on longs are crowded.</summary>
    public const double CrowdedFunding = 90;

    /// <summary>Part of the usual quantity of calls that is sold when longs are crowded. The strike stays.</summary>
    public const decimal CrowdedPart = 0.5m;

    /// <summary>With no more time than this an option in the money can be exercised at once, and nothing new is sold.</summary>
    public static readonly TimeSpan TooLate = SettlementCalendar.EarlyExercise;

    /// <summary>A quantity that is proposed is rounded down to whole parts of this size.</summary>
    public const decimal QuantityStep = 0.0001m;

    /// <summary>A position is looked at again when spot is this near to its strike, in percent of spot.</summary>
    public const decimal NearPercent = 0.8m;

    /// <summary>The share of what is set aside that may work.</summary>
    public static decimal Share(VolatilityRegime regime) => regime switch
    {
        VolatilityRegime.Tense => WheelShareTense,
        VolatilityRegime.Panic => WheelSharePanic,
        _ => WheelShare,
    };

    /// <summary>Least premium, a year over collateral, for which a distance is sold: the nearer, the more.</summary>
    public static double LeastYearly(StrikeBand band) => band switch
    {
        StrikeBand.Aggressive => 0.40,
        StrikeBand.Standard => 0.25,
        _ => 0.15,
    };

    /// <summary>The spot at which it is <see cref="NearPercent"/> away from a strike, on the side where the option is out of the money.</summary>
    public static decimal NearSpot(OptionKind kind, decimal strike) =>
        kind == OptionKind.Put ? strike / (1 - (NearPercent / 100)) : strike / (1 + (NearPercent / 100));
}
