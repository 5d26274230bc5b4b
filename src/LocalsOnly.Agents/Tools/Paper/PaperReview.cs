using System.Collections.Immutable;
using static LocalsOnly.Agents.Tools.Paper.PaperText;

namespace LocalsOnly.Agents.Tools.Paper;

/// <summary>What the closed positions say, and where they are too few to say anything.</summary>
internal static class PaperReview
{
    /// <summary>Closed positions from which a setup's figures are more than an anecdote.</summary>
    private const int FewTrades = 10;

    public static string Show(PaperBook book)
    {
        List<string> lines = [$"Paper review at {At(book.At)}: imaginary money."];
        if (book.Trades.Count == 0)
        {
            lines.Add($"No paper position is closed yet, so there is nothing to review; {book.Positions.Count} open.");
            return string.Join('\n', lines);
        }

        lines.Add($"all: {Figures(book.Trades)}");
        lines.Add($"net profit of closed positions: {Usd(book.Trades.Sum(trade => trade.Net))}");
        lines.Add($"largest drawdown: {Percent(book.DeepestDrawdown)} of the equity");
        lines.Add(Sharpe(book) is { } ratio
            ? $"Sharpe ratio: {Plain(Math.Round(ratio, 2))} (daily returns × √365, {Returns(book).Count} days, no risk-free rate)"
            : $"Sharpe ratio: too few days ({Returns(book).Count} of {PaperRules.SharpeDays} with a return that varies)");
        foreach (var setup in book.Trades.GroupBy(trade => trade.Setup).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal))
            lines.Add($"setup {setup.Key}: {Figures([.. setup])}");
        foreach (var end in book.Trades.GroupBy(trade => trade.End).OrderBy(group => group.Key))
            lines.Add($"ended by {(end.Key switch { PaperExit.Stop => "stop", PaperExit.Target => "last target", _ => "hand" })}: {end.Count()}");
        return string.Join('\n', lines);
    }

    /// <summary>Mean of the daily returns over their standard deviation (n − 1), times √365: W. F. Sharpe (1994), without a risk-free rate. Null when days are too few.</summary>
    public static decimal? Sharpe(PaperBook book)
    {
        var returns = Returns(book);
        if (returns.Count < PaperRules.SharpeDays) return null;
        var mean = returns.Average();
        var variance = returns.Sum(one => (one - mean) * (one - mean)) / (returns.Count - 1);
        return variance <= 0 ? null : mean / Root(variance) * Root(365m);
    }

    /// <summary>Returns of the UTC days that have ended, the first from the opening on; a day without a line had none.</summary>
    private static List<decimal> Returns(PaperBook book)
    {
        List<decimal> returns = [];
        var (day, equity) = (book.Days is [var first, ..] ? first.Day.AddDays(-1) : default, book.Start);
        foreach (var next in book.Days)
        {
            for (day = day.AddDays(1); day < next.Day; day = day.AddDays(1)) returns.Add(0m);
            if (equity > 0) returns.Add((next.Equity - equity) / equity);
            equity = next.Equity;
        }

        return returns;
    }

    private static string Figures(ImmutableList<PaperTrade> trades)
    {
        var wins = trades.Count(trade => trade.Net > 0);
        var hold = TimeSpan.FromTicks((long)trades.Average(trade => (trade.ClosedAt - trade.OpenedAt).Ticks));
        var few = trades.Count < FewTrades ? " (too few to judge)" : "";
        return $"{trades.Count} closed, win rate {Percent((decimal)wins / trades.Count)}, expectancy {R(trades.Average(trade => trade.R))}, mean hold {Age(hold)}{few}";
    }

    /// <summary>Square root by Newton's method.</summary>
    private static decimal Root(decimal of)
    {
        var root = (decimal)Math.Sqrt((double)of);
        for (var i = 0; i < 3 && root > 0; i++) root = (root + (of / root)) / 2m;
        return root;
    }
}
