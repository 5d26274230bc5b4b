using System.Globalization;
using LocalsOnly.Agents.Feeds;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Agents.Tools.Market;

/// <summary>The fear and greed index.</summary>
internal sealed class SentimentTool(IFeedReader feeds)
{
    /// <summary>A day's value and one more may be missing before the source is said to have stopped.</summary>
    private static readonly TimeSpan s_old = TimeSpan.FromHours(48);

    private static readonly TimeSpan s_fresh = TimeSpan.FromMinutes(10);

    private static readonly string[] s_names = ["Extreme Fear", "Fear", "Neutral", "Greed", "Extreme Greed"];

    public Tool Tool => new(AIFunctionFactory.Create(ReportAsync, new AIFunctionFactoryOptions
    {
        Name = "market_sentiment",
        Description = "The crypto fear and greed index of alternative.me, 0 to 100, for the last seven days.",
    }))
    {
        Effect = ToolEffect.Outward,
        Deadline = MarketDesk.Deadline,
    };

    /// <summary>{"name":"Fear and Greed Index","data":[{"value":"23","value_classification":"Extreme Fear","timestamp":"1780358400"},…]}: the newest first.</summary>
    /// <exception cref="ToolException">It cannot be read.</exception>
    public async Task<string> ReportAsync(CancellationToken cancellationToken)
    {
        var document = await feeds.GetAsync(FeedCatalog.Alternative, "/fng/?limit=7", s_fresh, cancellationToken);
        var days = document.Root.Member("data").Items()
            .Select(entry => (Value: entry.Number("value"), At: entry.Seconds("timestamp"), Name: entry.Text("value_classification")))
            .Where(day => day is { Value: >= 0 and <= 100, At: not null })
            .OrderByDescending(day => day.At)
            .ToList();
        if (days.Count == 0) throw Wire.Unknown(FeedCatalog.Alternative, "value of the index");
        List<string> lines =
        [
            $"Fear and greed index, 0 is extreme fear, 100 extreme greed; {Figures.Source(FeedCatalog.Alternative, document.At, document.Stale)}",
            .. days.Select(day => string.Create(CultureInfo.InvariantCulture, $"{day.At:yyyy-MM-dd} {Figures.Plain(day.Value!.Value)}")
                + (s_names.Contains(day.Name, StringComparer.OrdinalIgnoreCase) ? $" {day.Name}" : "")),
            $"mean of these {days.Count} days {Figures.Rounded(days.Average(day => day.Value!.Value), 1)}",
        ];
        if (document.At - days[0].At > s_old) lines.Add("STALE: the source has given no newer value than that.");
        return string.Join('\n', lines);
    }
}
