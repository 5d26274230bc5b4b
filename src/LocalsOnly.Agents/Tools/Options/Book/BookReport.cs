namespace LocalsOnly.Agents.Tools.Options.Book;

/// <summary>The book in lines that a model can quote.</summary>
internal static class BookReport
{
    /// <summary>Weeks and past positions that are listed; sums are of all.</summary>
    public const int MostWeeks = 12;

    /// <summary>Everything, as of a moment.</summary>
    public static string Of(WheelBook book, DateTimeOffset now, string? asset, IReadOnlyList<BookEntry>? lines = null)
    {
        var report = new List<string> { $"source: the book of the options desk, read {Figures.Utc(now)}; amounts in USDT0, measured from what was written down" };
        if (book.Positions.Count == 0 && book.Holdings.Count == 0 && book.Cash == 0)
        {
            report.Add("nothing is written down yet: no cash, no coins, no position");
        }
        else
        {
            Cash(book, report);
            report.AddRange(book.Holdings.Where(holding => asset is null || holding.Asset == asset).SelectMany(Coins));
            var open = book.Open.Where(position => asset is null || position.Asset == asset).ToList();
            if (open.Count == 0) report.Add("no position is open");
            report.AddRange(open.Select(position => Open(position, now)));
            if (asset is null) Premiums(book, report);
        }

        if (lines is not null) report.AddRange(Last(lines));
        return string.Join('\n', report);
    }

    /// <summary>Cash free and locked.</summary>
    public static void Cash(WheelBook book, List<string> report)
    {
        report.Add($"cash {Figures.Money(book.Cash)}");
        report.Add($"cash locked by puts {Figures.Money(book.CashLocked)}");
        report.Add($"cash free {Figures.Money(book.CashFree)}");
    }

    /// <summary>What is held of a coin, and its basis.</summary>
    public static IEnumerable<string> Coins(Holding holding)
    {
        if (holding.Quantity > 0)
        {
            yield return $"{holding.Asset} held {Figures.Plain(holding.Quantity)}, under calls {Figures.Plain(holding.Locked)}, free {Figures.Plain(holding.Free)}";
            yield return $"{holding.Asset} cost {Figures.Money(holding.Cost / holding.Quantity)} per coin, "
                + $"cost basis {Figures.Money(holding.Basis!.Value)} per coin after premiums of the round";
        }

        if (holding.RoundPremium != 0) yield return $"{holding.Asset} premiums of the round {Figures.Money(holding.RoundPremium)}";
        if (holding.SaleResult != 0) yield return $"{holding.Asset} result of sales at the strike {Figures.Money(holding.SaleResult)}, without premiums";
    }

    private static string Open(Position position, DateTimeOffset now)
    {
        var ties = position.Kind == OptionKind.Put ? $"{Figures.Money(position.Cash)} cash locked" : $"{Figures.Plain(position.Coins)} {position.Asset} locked";
        var left = position.Settlement - now;
        var time = left > TimeSpan.Zero ? $"{Figures.Hours(left)} to settlement" : "its settlement is past: write down how it ended with option_settle";
        return $"open {position.Name}: quantity {Figures.Plain(position.Quantity)}, premium {Figures.Money(position.Premium)}, {ties}, {time}";
    }

    private static void Premiums(WheelBook book, List<string> report)
    {
        report.Add($"premium realised {Figures.Money(book.RealisedPremium)} in total");
        report.Add($"premium of open positions {Figures.Money(book.OpenPremium)}, not yet realised");
        var weeks = book.Weeks;
        if (weeks.Count > MostWeeks) report.Add($"the last {MostWeeks} of {weeks.Count} weeks with premium:");
        report.AddRange(weeks.Skip(Math.Max(0, weeks.Count - MostWeeks))
            .Select(week => $"week to Friday {Figures.Date(week.Friday)}: premium {Figures.Money(week.Premium)}"));
    }

    private static IEnumerable<string> Last(IReadOnlyList<BookEntry> lines)
    {
        const int Most = 10;
        var reversed = WheelBook.Reversed(lines);
        yield return lines.Count > Most ? $"the last {Most} of {lines.Count} lines:" : "the lines:";
        for (var line = Math.Max(1, lines.Count - Most + 1); line <= lines.Count; line++)
            yield return $"line {line}, written {Figures.Utc(lines[line - 1].At)}: {Say(lines[line - 1])}{(reversed.Contains(line) ? " (reversed)" : "")}";
    }

    private static string Say(BookEntry entry) => entry.Move switch
    {
        BookMove.Cash => $"cash {Figures.Money(entry.Amount)}",
        BookMove.Coins => $"{Figures.Plain(entry.Quantity)} {entry.Asset} at {Figures.Plain(entry.Amount)}",
        BookMove.Open => $"sold {Figures.Plain(entry.Quantity)} {entry.Asset} {entry.Kind?.Word()} {Figures.Plain(entry.Strike)} for {Figures.Plain(entry.Amount)} per unit",
        BookMove.Close => $"bought back p{entry.Line} for {Figures.Plain(entry.Amount)} per unit",
        BookMove.Reverse => $"line {entry.Line} reversed",
        _ => $"p{entry.Line} {(entry.Move == BookMove.Expired ? "expired" : entry.Move == BookMove.Assigned ? "assigned" : "called away")}",
    };
}
