namespace LocalsOnly.Agents.Tools.Options;

/// <summary>What to do with an open position.</summary>
internal enum CloseAction
{
    /// <summary>Leave it.</summary>
    Hold,

    /// <summary>Look again.</summary>
    Watch,

    /// <summary>Buy it back and sell a later one.</summary>
    Roll,

    /// <summary>Buy it back.</summary>
    CloseNow,
}

/// <summary>What is known of an open position; what is null was not read.</summary>
/// <param name="Name">What it is called in the answer.</param>
/// <param name="Kind">Call or put, sold.</param>
/// <param name="Strike">Its strike.</param>
/// <param name="Left">Time to its settlement.</param>
internal sealed record CloseReadings(string Name, OptionKind Kind, decimal Strike, TimeSpan Left)
{
    public decimal? Spot { get; init; }

    /// <summary>What buying it back costs now, per unit.</summary>
    public decimal? Debit { get; init; }

    /// <summary>What was received for it, per unit.</summary>
    public decimal? Premium { get; init; }

    /// <summary>What is offered for next week's option at the same strike or farther out, per unit.</summary>
    public decimal? NextPremium { get; init; }

    /// <summary>A year, as a fraction.</summary>
    public double? ImpliedVolatility { get; init; }

    /// <summary>By how much the collateral is short.</summary>
    public decimal Shortfall { get; init; }

    /// <summary>Whether assignment is welcome: the coin is wanted at the strike (put), or let go at it (call).</summary>
    public bool? AssignmentWelcome { get; init; }
}

/// <summary>Whether a position is closed before its settlement: the first rule that applies decides.</summary>
internal static class CloseCheck
{
    /// <summary>Within this time of the settlement a position near its strike is decided and no longer watched.</summary>
    public static readonly TimeSpan DecisionTime = TimeSpan.FromHours(48);

    /// <summary>Once no more than this part of the premium is left to earn, with more than a third of a week to go, the rest is not worth its risk.</summary>
    public const decimal LeftToEarn = 0.2m;

    /// <summary>A third of a week.</summary>
    public static readonly TimeSpan ThirdOfWeek = TimeSpan.FromHours(56);

    /// <summary>A strike that is fewer expected moves away than this is not yet safe.</summary>
    public const double SafeMoves = 1.5;

    /// <summary>What to do, and the same as a verdict: hold and roll keep an exposure that is worth having, closing ends one that is not.</summary>
    public static (CloseAction Action, Ruling Ruling) Of(CloseReadings given)
    {
        var figures = new List<string> { $"position: {given.Name}, {Figures.Hours(given.Left)} to settlement" };
        var (action, reason, invalidation) = Rule(given, figures);
        var verdict = action switch
        {
            CloseAction.CloseNow => Verdict.Skip,
            CloseAction.Watch => Verdict.Watch,
            _ => Verdict.Size,
        };
        figures.Add($"action: {Word(action)}");
        return (action, new Ruling(verdict, reason, invalidation) { Figures = figures });
    }

    public static string Word(CloseAction action) => action switch
    {
        CloseAction.CloseNow => "close now",
        CloseAction.Roll => "roll",
        CloseAction.Watch => "watch",
        _ => "hold",
    };

    private static (CloseAction Action, string Reason, string Invalidation) Rule(CloseReadings given, List<string> figures)
    {
        if (given.Debit is { } cost) figures.Add($"debit to close {Figures.Plain(cost)} per unit, as given");
        if (given.Premium is { } received) figures.Add($"premium received {Figures.Plain(received)} per unit");
        if (given.Shortfall > 0)
        {
            return (CloseAction.CloseNow, $"the collateral is short by {Figures.Money(given.Shortfall)}", $"collateral of {Figures.Money(given.Shortfall)} is added");
        }

        if (given.Left <= TimeSpan.Zero) return (CloseAction.Watch, "the settlement is past, so there is nothing to close", "how it settled is written down");
        if (given.Spot is not { } spot) return (CloseAction.Watch, "a reading is missing: spot", "a live spot is read");

        var percent = Bands.PercentOut(given.Kind, spot, given.Strike);
        figures.Add($"spot {Figures.Plain(spot)}, as given");
        figures.Add(percent >= 0
            ? $"distance to strike {Figures.Digits((double)percent, 3)} % of spot, out of the money"
            : $"distance to strike {Figures.Digits((double)-percent, 3)} % of spot, in the money");
        if (percent > SaleRules.NearPercent) return Away(given, percent, figures);
        return given.Left > DecisionTime
            ? (
                CloseAction.Watch,
                $"spot is within {Figures.Plain(SaleRules.NearPercent)} % of the strike or beyond it, with more than 48 hours left",
                "48 hours are left to settlement")
            : Near(given, percent);
    }

    private static (CloseAction, string, string) Away(CloseReadings given, decimal percent, List<string> figures)
    {
        if (given is { Debit: { } debit, Premium: { } premium } && debit <= LeftToEarn * premium && given.Left > ThirdOfWeek)
        {
            return (
                CloseAction.CloseNow,
                $"{Figures.Percent(1 - (debit / premium))} of the premium is earned with more than 56 hours left",
                $"the debit is above {Figures.Plain(LeftToEarn * premium)} per unit");
        }

        var near = Near(given.Kind, given.Strike);
        if (given.ImpliedVolatility is not { } volatility) return (CloseAction.Hold, $"spot is more than {Figures.Plain(SaleRules.NearPercent)} % from the strike", near);
        var moves = (double)percent / 100 / (volatility * Math.Sqrt(given.Left.TotalDays / EuropeanOption.DaysPerYear));
        figures.Add($"distance in expected moves {Figures.Digits(moves, 3)} (implied volatility {Figures.Percent(volatility)})");
        return moves < SafeMoves && given.Left <= DecisionTime
            ? (CloseAction.Watch, $"the strike is fewer than {Figures.Digits(SafeMoves)} expected moves away in the last 48 hours", near)
            : (
                CloseAction.Hold,
                moves < SafeMoves ? "there is time left, and spot is not near the strike" : $"the strike is at least {Figures.Digits(SafeMoves)} expected moves away",
                near);
    }

    private static (CloseAction, string, string) Near(CloseReadings given, decimal percent)
    {
        var where = percent < 0 ? "in the money" : $"within {Figures.Plain(SaleRules.NearPercent)} % of the strike";
        if (given.AssignmentWelcome is not { } welcome)
        {
            return (
                CloseAction.Watch,
                $"a reading is missing: whether assignment at {Figures.Plain(given.Strike)} is welcome",
                $"it is said whether assignment at {Figures.Plain(given.Strike)} is welcome");
        }

        if (welcome) return (CloseAction.Hold, $"it is {where}, and assignment is welcome", $"assignment at {Figures.Plain(given.Strike)} is no longer welcome");
        if (given.Debit is not { } debit) return (CloseAction.Watch, "a reading is missing: the debit to close", "the debit to close is read");
        return given.NextPremium > debit
            ? (
                CloseAction.Roll,
                $"it is {where}, assignment is not welcome, and next week pays {Figures.Plain(given.NextPremium.Value - debit)} per unit more than closing costs",
                $"next week's premium is at or below {Figures.Plain(debit)} per unit")
            : (
                CloseAction.CloseNow,
                $"it is {where}, and assignment is not welcome",
                $"spot is {(given.Kind == OptionKind.Put ? "above" : "below")} {Figures.Digits((double)SaleRules.NearSpot(given.Kind, given.Strike))}");
    }

    private static string Near(OptionKind kind, decimal strike) =>
        $"spot is {(kind == OptionKind.Put ? "at or below" : "at or above")} {Figures.Digits((double)SaleRules.NearSpot(kind, strike))}";
}
