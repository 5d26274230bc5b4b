using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using LocalsOnly.Treasury.Cost;
using Markdig;

namespace LocalsOnly.Treasury.Report;

/// <summary>A report as a page with plots: a part for the host's own page, or a document that stands alone and can be printed or sent.</summary>
internal static class ReportPage
{
    private const int Steps = 40;
    private static readonly MarkdownPipeline s_markdown = new MarkdownPipelineBuilder().UsePipeTables().DisableHtml().Build();

    /// <summary>The style sheet of both.</summary>
    public static string Css { get; } = Read("report.css");

    /// <summary>The body alone. It holds no script and no inline style, so that the strictest policy lets it through.</summary>
    public static string Part(TreasuryReport report)
    {
        // The words are those of the Markdown report: one report, two forms. The plots stand before the tables that hold their figures.
        var html = new StringBuilder(Markdown.ToHtml(ReportMarkdown.Write(report), s_markdown)).Replace(" style=\"text-align: right;\"", " class=\"figure\"").Replace("<table>", "<div class=\"table\"><table>").Replace("</table>", "</table></div>");
        if (report.IsEmpty) return html.ToString();
        Before(html, "<h2>The bill", Days(report));
        Before(html, "<h2>The same tokens elsewhere", Costs(report));
        if (report.IsBillKnown) Before(html, "<h2>Break-even", BreakEvenCurve(report));
        foreach (var plan in report.Plans) Before(html, $"<h2>What {HtmlEncoder.Default.Encode(plan.Endpoint)} could serve", Frontier(plan));
        return html.ToString();
    }

    /// <summary>A document of its own.</summary>
    public static string Document(TreasuryReport report) =>
        $"<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{HtmlEncoder.Default.Encode($"Treasury {report.Month}")}</title><style>\n{Css}</style></head><body class=\"report\">\n{Part(report)}</body></html>\n";

    private static string Days(TreasuryReport report)
    {
        var zone = report.Zone;
        var (first, last) = (DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(report.From, zone).Date), DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(report.To.AddTicks(-1), zone).Date));
        var days = Enumerable.Range(0, last.DayNumber - first.DayNumber + 1).Select(first.AddDays).ToList();
        var byDay = report.Days.ToDictionary(day => (day.Day, day.Persona), day => (double)day.Usage.Tokens);
        return Svg.StackedBars(
            "Tokens by day and persona", [.. days.Select(day => day.ToString("d MMM", CultureInfo.InvariantCulture))],
            [.. report.Personas.Select(persona => (persona.Name.Length > 0 ? persona.Name : "no persona", (IReadOnlyList<double>)[.. days.Select(day => byDay.GetValueOrDefault((day, persona.Name)))]))]);
    }

    private static string Costs(TreasuryReport report)
    {
        var comparison = report.Comparison;
        var bars = report.Lenses.Select(lens => (Label: lens.Name.Replace("fully loaded at ", "", StringComparison.Ordinal), lens.Cost, lens.Idle))
            .Append((Label: comparison.Official.Price.Id, comparison.Official.Cost, Idle: 0m)).Append((Label: "the cheapest", comparison.Cheapest.Cost, Idle: 0m)).ToList();
        return Svg.StackedBars(
            $"Three ways to lay the bill on the tokens, and two APIs ({report.Currency})", [.. bars.Select(bar => bar.Label)],
            [("on the tokens", [.. bars.Select(bar => (double)bar.Cost)]), ("idle", [.. bars.Select(bar => (double)bar.Idle)])]);
    }

    private static string Frontier(EndpointCapacity plan) => Svg.Lines(
        $"{plan.Endpoint}: tokens per second over streams at once", "streams",
        [("all tokens", [.. plan.Plan.Frontier.Select(point => ((double)point.Streams, point.TokensPerSecond))]), ("asked for", [(0, plan.Plan.OfferedTokensPerSecond), (plan.Plan.Frontier[^1].Streams, plan.Plan.OfferedTokensPerSecond)])]);

    /// <summary>Cost of a month over its tokens, at home and at the API, up to twice the month's own or the break-even.</summary>
    private static string BreakEvenCurve(TreasuryReport report)
    {
        var comparison = report.Comparison;
        if (comparison.Usage.Tokens == 0) return "";
        var (standing, perToken, api) = (
            (double)(comparison.Home.Standing / comparison.Months), (double)(comparison.Home.Marginal / comparison.Usage.Tokens), (double)(comparison.Official.Cost / comparison.Usage.Tokens));
        var own = comparison.Usage.Tokens / (double)comparison.Months;
        var meets = (double?)report.BreakEven.TokensPerMonth.Middle;
        var greatest = 2 * (meets is { } even && even < 50 * own ? Math.Max(own, even) : own);
        var xs = Enumerable.Range(0, Steps + 1).Select(i => greatest * i / Steps).ToList();
        return Svg.Lines(
            $"A month's cost over its tokens ({report.Currency}), in this month's own mix", "tokens",
            [
                ("home", [.. xs.Select(x => (x, standing + (perToken * x)))]), (comparison.Official.Price.Id, [.. xs.Select(x => (x, api * x))]),
                ("this month", [(own, 0), (own, Math.Max(standing + (perToken * own), api * own))]),
            ]);
    }

    private static void Before(StringBuilder html, string heading, string plot)
    {
        if (html.ToString().IndexOf(heading, StringComparison.Ordinal) is >= 0 and var at) html.Insert(at, plot);
        else html.Append(plot);
    }

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(ReportPage).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
