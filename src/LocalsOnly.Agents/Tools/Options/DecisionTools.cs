using System.ComponentModel;
using LocalsOnly.Agents.Tools.Options.Book;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Agents.Tools.Options;

/// <summary>Whether to sell, whether to close, and when to decide.</summary>
internal sealed class DecisionTools(BookKeeper keeper) : IToolset
{
    public bool ArePrivate => true;

    public IReadOnlyList<Tool> Tools => field ??=
    [
        new(AIFunctionFactory.Create(Decide, new AIFunctionFactoryOptions
        {
            Name = "option_decision",
            Description = "The verdict on selling a weekly option: Size, Skip or Watch with one invalidation, and the figures behind it. Leave out what was not read; "
                + "a missing reading gives Watch. Cash, coins and basis come from the book of the desk unless given. Quote the last two lines as they stand.",
        })),
        new(AIFunctionFactory.Create(Check, new AIFunctionFactoryOptions
        {
            Name = "option_close_check",
            Description = "What to do with a sold option before it settles: hold, watch, roll or close now, with the verdict and one invalidation. "
                + "Name a position of the book, or give kind and strike. Leave out what was not read. Quote the last two lines as they stand.",
        })),
        new(AIFunctionFactory.Create(Calendar, new AIFunctionFactoryOptions
        {
            Name = "option_calendar",
            Description = "When weekly options settle, from when they can be exercised, when to decide, and how much time is left.",
        })),
    ];

    private string Decide(
        AIFunctionArguments arguments,
        [Description("HYPE, SOL, WBTC or ETH")] string asset,
        [Description("put, or call for a covered call")] string kind,
        [Description("Price of the coin now, as read in this turn")] decimal? spot = null,
        [Description("Strike")] decimal? strike = null,
        [Description("Premium offered, per unit")] decimal? premium = null,
        [Description("Implied volatility in percent a year: 80 for 80 %")] double? implied_volatility = null,
        [Description("Days to expiry; left out: to the next weekly settlement")] double? days = null,
        [Description("Coins the person wants to sell the option on; left out: as many as the rules allow")] decimal? quantity = null,
        [Description("Realised volatility of the last month in percent a year")] double? realised_volatility = null,
        [Description("Where funding of the perpetual stands in its last 90 days, 0 to 100")] double? funding_percentile = null,
        [Description("A dated event falls before the settlement")] bool event_before_settlement = false,
        [Description("Put: the highest price at which the person would gladly hold the coin")] decimal? hold_price = null,
        [Description("Call: cost per coin after premiums, when the person says so; left out: what the book says")] decimal? cost_basis = null,
        [Description("Put: USDT0 set aside, when the person says so; left out: what the book says")] decimal? set_aside = null,
        [Description("Call: coins held, when the person says so; left out: what the book says")] decimal? coins_held = null)
    {
        var turn = ToolTurn.Of(arguments);
        var coin = Underlying.Named(asset);
        var side = Given.Kind(kind);
        var book = keeper.Read();
        var holding = book.Of(coin.Symbol);
        var isCall = side == OptionKind.Call;
        var readings = new SaleReadings(coin, side, Given.Left(days, turn))
        {
            Spot = Given.Amount(spot, "spot"),
            Strike = Given.Amount(strike, "strike"),
            Premium = Given.Amount(premium, "premium"),
            ImpliedVolatility = Given.Volatility(implied_volatility, "implied_volatility"),
            RealisedVolatility = Given.Volatility(realised_volatility, "realised_volatility"),
            FundingPercentile = Given.Between(funding_percentile, 0, 100, "funding_percentile"),
            Event = event_before_settlement,
            HoldPrice = Given.Amount(hold_price, "hold_price"),
            Basis = Given.Amount(cost_basis, "cost_basis") ?? holding.Basis,
            Quantity = Given.Amount(quantity, "quantity"),
            SetAside = isCall
                ? Given.Amount(coins_held, "coins_held") ?? (holding.Quantity > 0 ? holding.Quantity : null)
                : Given.Amount(set_aside, "set_aside") ?? (book.SetAside > 0 ? book.SetAside : null),
            AtWork = isCall ? holding.Locked : book.AtWork,
        };
        return Sourced(turn, SaleDecision.Of(readings));
    }

    private string Check(
        AIFunctionArguments arguments,
        [Description("Position of the book, like p3; left out: kind and strike are given")] string? position = null,
        [Description("call or put")] string? kind = null,
        [Description("Strike")] decimal? strike = null,
        [Description("Price of the coin now, as read in this turn")] decimal? spot = null,
        [Description("What buying back costs now, per unit")] decimal? debit = null,
        [Description("Premium received, per unit; left out: what the book says")] decimal? premium = null,
        [Description("Premium offered for next week at the same strike or farther out, per unit")] decimal? next_premium = null,
        [Description("Implied volatility in percent a year: 80 for 80 %")] double? implied_volatility = null,
        [Description("By how much the collateral is short, in USDT0")] decimal collateral_shortfall = 0,
        [Description("Whether the person would welcome assignment at the strike")] bool? assignment_welcome = null,
        [Description("Hours to settlement; left out: by the calendar")] double? hours_left = null)
    {
        var turn = ToolTurn.Of(arguments);
        var open = string.IsNullOrWhiteSpace(position) ? null : Opened(position);
        var left = Given.Between(hours_left, 0, 24 * 365, "hours_left") is { } hours
            ? TimeSpan.FromHours(hours)
            : (open?.Settlement ?? SettlementCalendar.After(turn.Now)) - turn.Now;
        var side = open?.Kind ?? Given.Kind(kind);
        var its = open?.Strike ?? Given.Amount(strike ?? throw new ToolException("Give strike, or name a position of the book like p3."), "strike");
        var readings = new CloseReadings(open?.Name ?? $"{side.Word()}, strike {Figures.Plain(its)}", side, its, left)
        {
            Spot = Given.Amount(spot, "spot"),
            Debit = debit is { } cost ? Given.AmountOrNone(cost, "debit") : null,
            Premium = Given.Amount(premium, "premium") ?? (open is { Opening.Amount: > 0 } ? open.Opening.Amount : null),
            NextPremium = Given.Amount(next_premium, "next_premium"),
            ImpliedVolatility = Given.Volatility(implied_volatility, "implied_volatility"),
            Shortfall = Given.AmountOrNone(collateral_shortfall, "collateral_shortfall"),
            AssignmentWelcome = assignment_welcome,
        };
        return Sourced(turn, CloseCheck.Of(readings).Ruling);
    }

    private static string Calendar(AIFunctionArguments arguments)
    {
        var turn = ToolTurn.Of(arguments);
        var week = SettlementCalendar.At(turn.Now, turn.Zone);
        return string.Join('\n',
            $"source: computed here from the rules of the venue (Friday 08:00 UTC), {Figures.Utc(week.Now)}",
            $"now {Figures.Local(week.Now, turn.Zone)}",
            $"next settlement {Figures.UtcDay(week.Settlement)}, {Figures.Local(week.Settlement, turn.Zone)}",
            $"left {Figures.Hours(week.Left)} ({Figures.Digits(week.Left.TotalDays, 3)} days)",
            $"what is in the money can be exercised {(week.Now >= week.ExerciseFrom ? "now, since" : "from")} "
                + $"{Figures.UtcDay(week.ExerciseFrom)}, {Figures.Local(week.ExerciseFrom, turn.Zone)}",
            week.DecisionIsDue
                ? $"the decision is due now, since {Figures.Local(week.Decision, turn.Zone)}"
                : $"the decision is due {Figures.Local(week.Decision, turn.Zone)}, in {Figures.Hours(week.Decision - week.Now)}",
            $"next decision {Figures.Local(week.NextDecision, turn.Zone)}");
    }

    private Position Opened(string name)
    {
        var book = keeper.Read();
        var its = book.Positions.FirstOrDefault(position => position.Id.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase))
            ?? throw new ToolException(book.Open.Any()
                ? $"There is no position of that name; open are {string.Join(", ", book.Open.Select(open => open.Id))}."
                : "There is no position of that name; none is open, so give kind and strike.");
        return its.Ending is null ? its : throw new ToolException($"{its.Name} is not open any more; name one that is.");
    }

    private static string Sourced(ToolTurn turn, Ruling ruling) =>
        $"source: computed here {Figures.Utc(turn.Now)} from the figures given and the book of the desk\n{ruling}";
}
