using System.ComponentModel;
using LocalsOnly.Agents.Tools.Options.Book;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Agents.Tools.Options;

/// <summary>The book of the wheel: what is held, what was sold, how it ended. It records what the person did elsewhere; nothing is traded here.</summary>
internal sealed class BookTools(BookKeeper keeper) : IToolset
{
    public bool ArePrivate => true;

    public IReadOnlyList<Tool> Tools => field ??=
    [
        new(AIFunctionFactory.Create(Positions, new AIFunctionFactoryOptions
        {
            Name = "option_positions",
            Description = "The book of the options desk: cash and coins free and locked, open positions, cost basis, and realised premium by week and in total.",
        })),
        Writing(Open, "option_open", "Writes down an option that the person has sold.", WriteWords.Open),
        Writing(Close, "option_close", "Writes down that the person has bought back an option, whole, with its debit.", WriteWords.Close),
        Writing(Settle, "option_settle", "Writes down how an option ended: expired, assigned (put) or called away (call).", WriteWords.Settle),
        Writing(Collateral, "option_collateral", "Writes down cash or coins that the person has set aside for the wheel, or taken out.", WriteWords.Collateral),
        Writing(Reverse, "option_reverse", "Makes a wrong line of the book count as never written. Afterwards write the right one.", WriteWords.Reverse),
    ];

    private static Tool Writing(Delegate method, string name, string description, IReadOnlyList<string> words) =>
        new(AIFunctionFactory.Create(method, new AIFunctionFactoryOptions { Name = name, Description = description })) { Effect = ToolEffect.Write, AskedBy = words };

    private string Positions(
        AIFunctionArguments arguments,
        [Description("Only this coin: HYPE, SOL, WBTC or ETH")] string? asset = null,
        [Description("Also list the last lines of the book with their numbers, for a correction")] bool lines = false)
    {
        var only = string.IsNullOrWhiteSpace(asset) ? null : Underlying.Named(asset).Symbol;
        return BookReport.Of(keeper.Read(), ToolTurn.Of(arguments).Now, only, lines ? keeper.Lines() : null);
    }

    private string Open(
        AIFunctionArguments arguments,
        [Description("HYPE, SOL, WBTC or ETH")] string asset,
        [Description("put, or call for a covered call")] string kind,
        [Description("Strike")] decimal strike,
        [Description("Coins the option is on")] decimal quantity,
        [Description("Premium received, USDT0 per coin")] decimal premium,
        [Description("Friday of settlement as yyyy-MM-dd; left out: the first one after the sale")] string? expiry = null,
        [Description("Day of the sale as yyyy-MM-dd, when it was not today")] string? on = null)
    {
        var turn = ToolTurn.Of(arguments);
        var day = Past(on, turn);
        var first = SettlementCalendar.After(day is { } earlier ? SettlementCalendar.On(earlier).AddHours(-SettlementCalendar.SettlementHour) : turn.Now);
        var friday = Given.Date(expiry, "expiry") ?? DateOnly.FromDateTime(first.UtcDateTime);
        if (friday.DayOfWeek != DayOfWeek.Friday || SettlementCalendar.On(friday) < first)
            throw new ToolException($"Give expiry as a Friday not before {Figures.Date(DateOnly.FromDateTime(first.UtcDateTime))}.");
        var entry = new BookEntry(BookMove.Open, turn.Now)
        {
            On = day,
            Asset = Underlying.Named(asset).Symbol,
            Kind = Given.Kind(kind),
            Strike = Given.Amount(strike, "strike"),
            Quantity = Given.Amount(quantity, "quantity"),
            Amount = Given.AmountOrNone(premium, "premium"),
            Expiry = friday,
        };
        if (entry.Amount >= entry.Strike) throw new ToolException("Give premium per coin, below the strike.");
        var (line, _, after) = keeper.Write(_ => entry);
        var position = after.Positions.Last();
        return Written(after, line, $"{position.Name}, quantity {Figures.Plain(position.Quantity)}, premium {Figures.Money(position.Premium)} USDT0", position.Asset);
    }

    private string Close(
        AIFunctionArguments arguments,
        [Description("Position of the book, like p3")] string position,
        [Description("What buying back cost, USDT0 per coin")] decimal debit,
        [Description("Day of it as yyyy-MM-dd, when it was not today")] string? on = null)
    {
        var turn = ToolTurn.Of(arguments);
        var cost = Given.AmountOrNone(debit, "debit");
        var day = Past(on, turn);
        var number = Line(position);
        var (line, before, after) = keeper.Write(book =>
        {
            if (Find(book, number) is { Ending: null } its)
            {
                if (day is null ? turn.Now >= its.Settlement : day > its.Opening.Expiry)
                    throw new ToolException($"{its.Name} has settled; write down how with option_settle, or give the earlier day on which it was bought back.");
                var opened = its.Opening.On ?? Today(its.Opening.At, turn.Zone);
                if (day < opened) throw new ToolException($"{its.Name} was sold on {Figures.Date(opened)}; give a day not before that.");
            }

            return new BookEntry(BookMove.Close, turn.Now) { On = day, Line = number, Amount = cost };
        });
        var closed = Find(after, number)!;
        return Written(
            after,
            line,
            $"{closed.Name} bought back for {Figures.Money(cost * closed.Quantity)} USDT0; {Earned(before, after)}",
            closed.Asset);
    }

    private string Settle(
        AIFunctionArguments arguments,
        [Description("Position of the book, like p3")] string position,
        [Description("expired, assigned or called")] string outcome)
    {
        var turn = ToolTurn.Of(arguments);
        var number = Line(position);
        var move = (outcome ?? "").Trim().ToUpperInvariant() switch
        {
            "EXPIRED" => BookMove.Expired,
            "ASSIGNED" => BookMove.Assigned,
            "CALLED" or "CALLED AWAY" => BookMove.Called,
            _ => throw new ToolException("Give outcome as expired, assigned (a put) or called (a call)."),
        };
        var (line, before, after) = keeper.Write(book =>
        {
            if (Find(book, number) is { Ending: null } its)
            {
                var earliest = move == BookMove.Expired ? its.Settlement : its.Settlement - SettlementCalendar.EarlyExercise;
                if (turn.Now < earliest)
                    throw new ToolException($"{its.Name} can have {(move == BookMove.Expired ? "expired" : "been exercised")} only from {Figures.Utc(earliest)} on.");
            }

            return new BookEntry(move, turn.Now) { Line = number };
        });
        var ended = Find(after, number)!;
        return Written(
            after,
            line,
            $"{ended.Name} {(move == BookMove.Expired ? "expired" : move == BookMove.Assigned ? "assigned" : "called away")}; {Earned(before, after)}",
            ended.Asset);
    }

    private string Collateral(
        AIFunctionArguments arguments,
        [Description("USDT0 for cash, or HYPE, SOL, WBTC or ETH")] string asset,
        [Description("How much; negative for what is taken out")] decimal quantity,
        [Description("Coins: what each has cost, in USDT0; not for cash, nor for what is taken out")] decimal? cost_per_coin = null)
    {
        var turn = ToolTurn.Of(arguments);
        var amount = quantity < 0 ? -Given.Amount(-quantity, "quantity") : Given.Amount(quantity, "quantity");
        var isCash = (asset ?? "").Trim().ToUpperInvariant() is "USDT0" or "USDT" or "CASH";
        if (isCash)
        {
            var (cashLine, _, cashAfter) = keeper.Write(_ => new BookEntry(BookMove.Cash, turn.Now) { Amount = amount });
            return Written(cashAfter, cashLine, $"cash {Figures.Money(amount)} USDT0", null);
        }

        var coin = Underlying.Named(asset!).Symbol;
        if (amount > 0 && cost_per_coin is null) throw new ToolException($"Give cost_per_coin: what each {coin} has cost, or its price on the day it was set aside.");
        var cost = amount > 0 ? Given.Amount(cost_per_coin!.Value, "cost_per_coin") : 0;
        var (line, _, after) = keeper.Write(_ => new BookEntry(BookMove.Coins, turn.Now) { Asset = coin, Quantity = amount, Amount = cost });
        return Written(after, line, $"{Figures.Plain(amount)} {coin}", coin);
    }

    private string Reverse(AIFunctionArguments arguments, [Description("Number of the line that is wrong, from option_positions with lines")] int line)
    {
        var turn = ToolTurn.Of(arguments);
        var (written, _, after) = keeper.Write(_ => new BookEntry(BookMove.Reverse, turn.Now) { Line = line });
        return Written(after, written, $"line {line} counts as never written", null);
    }

    private static string Written(WheelBook after, int line, string what, string? asset)
    {
        var report = new List<string> { $"written as line {line}: {what}" };
        BookReport.Cash(after, report);
        if (asset is not null) report.AddRange(BookReport.Coins(after.Of(asset)));
        return string.Join('\n', report);
    }

    private static string Earned(WheelBook before, WheelBook after) => $"realised premium {Figures.Money(after.RealisedPremium - before.RealisedPremium)} USDT0";

    private static Position? Find(WheelBook book, int line) => book.Positions.FirstOrDefault(position => position.Line == line);

    private static int Line(string position) =>
        (position ?? "").Trim() is { Length: >= 2 and <= 9 } name && name[0] is 'p' or 'P' && int.TryParse(name.AsSpan(1), out var line) && line > 0
            ? line
            : throw new ToolException("Give position as option_positions names it, like p3.");

    private static DateOnly? Past(string? on, ToolTurn turn)
    {
        var day = Given.Date(on, "on");
        var today = Today(turn.Now, turn.Zone);
        if (day > today) throw new ToolException($"Give on as a day up to today, {Figures.Date(today)}.");
        return day == today ? null : day;
    }

    private static DateOnly Today(DateTimeOffset now, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
}
