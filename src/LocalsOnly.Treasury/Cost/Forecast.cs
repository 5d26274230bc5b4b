using LocalsOnly.Treasury.Ledger;

namespace LocalsOnly.Treasury.Cost;

/// <summary>How a month will end if it goes on as it went: the mean day for each day that is left, and 80 % of what can be expected around it.</summary>
/// <param name="Tokens">Of the whole month.</param>
/// <param name="Cost">The bill of the whole month.</param>
internal sealed record Forecast(Range Tokens, Range Cost)
{
    /// <summary>Quantile of the normal distribution that leaves out a tenth on each side.</summary>
    private const double Tenth = 1.2816;

    private const int FewestDays = 3;

    /// <summary>Null when the month is over, or too young to tell: less than three days.</summary>
    /// <param name="bill">So far.</param>
    public static Forecast? Of(IReadOnlyList<UsageRow> rows, Bill bill, DateTimeOffset from, DateTimeOffset now, DateTimeOffset end)
    {
        if (now >= end || now - from < TimeSpan.FromDays(FewestDays)) return null;
        var days = (int)(now - from).TotalDays;
        var left = (decimal)(end - now).TotalDays;
        var perDay = new double[days];
        foreach (var row in rows)
            if ((int)(row.Slot - from).TotalDays is >= 0 and var day && day < days) perDay[day] += row.Sum.Tokens;
        var mean = perDay.Average();
        var deviation = Math.Sqrt(perDay.Sum(day => (day - mean) * (day - mean)) / Math.Max(1, days - 1));
        var soFar = rows.Total().Tokens;
        var spread = (decimal)(Tenth * deviation * Math.Sqrt((double)left));
        var more = (decimal)mean * left;
        var tokens = new Range(soFar + Math.Max(0, more - spread), soFar + more, soFar + more + spread);
        var standing = bill.Standing / (decimal)(now - from).TotalDays * left;
        var perToken = soFar > 0 ? bill.Marginal / soFar : 0;
        return new Forecast(tokens, new Range(Whole(tokens.Low), Whole(tokens.Middle), Whole(tokens.High)));

        decimal Whole(decimal? all) => Cents.Round(bill.Standing + standing + (all!.Value * perToken));
    }
}
