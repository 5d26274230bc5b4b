using System.Text.Json;
using LocalsOnly.Inference;
using LocalsOnly.Treasury;
using LocalsOnly.Treasury.Ledger;
using LocalsOnly.Treasury.Report;

namespace LocalsOnly.Tests.Treasury;

public sealed class ReportTests
{
    [Fact]
    public void A_whole_month_adds_up_in_every_form()
    {
        using var house = new TreasuryHouse(MonthOfUse.First.AddDays(40), MonthOfUse.Options);
        var events = MonthOfUse.Events(30);
        house.Add(events);
        var report = house.Desk.Report("2026-11");

        Assert.Equal(events.Length, report.Usage.Attempts);
        Assert.Equal(events.Sum(usage => usage.Tokens.Total), report.Usage.Tokens);
        Assert.Equal(report.Usage, report.Days.Select(day => day.Usage).Aggregate((a, b) => a + b));
        Assert.Equal(report.Bill.Total, report.Personas.Sum(share => share.Cost));
        Assert.Equal(report.Bill.Total, report.Tasks.Sum(share => share.Cost));
        Assert.All(report.Lenses, lens => Assert.Equal(report.Bill.Total, lens.Cost + lens.Idle));
        Assert.Equal([Provenance.Estimated, Provenance.Estimated, Provenance.Simulated], report.Lenses.Select(lens => lens.Provenance));
        Assert.Equal(events.Where(usage => usage.Abandoned).Sum(usage => usage.Tokens.Total), report.Abandoned.Tokens);
        Assert.Equal(report.Usage.Tokens - report.Abandoned.Tokens, report.Comparison.Usage.Tokens);
        Assert.Equal(["cluster", "mini"], report.Plans.Select(plan => plan.Endpoint).Order());
        Assert.All(report.Plans, plan => Assert.True(plan.FromLedger));
        Assert.Null(report.Forecast);

        var markdown = ReportMarkdown.Write(report);
        Assert.Contains("# Treasury, November 2026", markdown, StringComparison.Ordinal);
        Assert.Contains("| vince |", markdown, StringComparison.Ordinal);
        Assert.Contains("## What cluster could serve", markdown, StringComparison.Ordinal);
        var page = ReportPage.Document(report);
        Assert.Equal(5, page.Split("<svg").Length - 1);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain(" style=", page, StringComparison.Ordinal);
        var json = JsonDocument.Parse(JsonSerializer.Serialize(report, TreasuryJson.Indented.TreasuryReport)).RootElement;
        Assert.Equal(report.Bill.Total, json.GetProperty("bill").GetProperty("total").GetDecimal());
        Assert.Equal("batching", json.GetProperty("caveats")[0].GetProperty("kind").GetString());
    }

    [Fact]
    public void A_month_that_runs_is_forecast_and_its_bill_ends_now()
    {
        using var house = new TreasuryHouse(MonthOfUse.First.AddDays(15), MonthOfUse.Options);
        house.Add(MonthOfUse.Events(15));
        var report = house.Desk.Report();
        Assert.Equal((MonthOfUse.First.AddDays(15), MonthOfUse.First.AddMonths(1)), (report.To, report.End));
        var forecast = report.Forecast!;
        Assert.InRange(forecast.Tokens.Middle!.Value / report.Usage.Tokens, 1.9m, 2.1m);
        Assert.True(forecast.Tokens.Low < forecast.Tokens.Middle && forecast.Tokens.Middle < forecast.Tokens.High);
        Assert.InRange(forecast.Cost.Middle!.Value / report.Bill.Total, 1.9m, 2.1m);
        Assert.True(report.From > MonthOfUse.First, "the ledger begins with its first attempt");
    }

    [Fact]
    public void What_is_not_set_is_said_and_not_made_up()
    {
        using var house = new TreasuryHouse(MonthOfUse.First.AddDays(40));
        house.Add(MonthOfUse.Events(3));
        var report = house.Desk.Report("2026-11");
        Assert.Equal(0, report.Bill.Total);
        Assert.Contains(report.Notes, note => note.Contains("Treasury:Electricity:PricePerKwh", StringComparison.Ordinal));
        Assert.Contains(report.Notes, note => note.Contains("Treasury:Assets", StringComparison.Ordinal));
        Assert.Contains(report.Notes, note => note.Contains("Treasury:Nodes", StringComparison.Ordinal));
        Assert.Contains(report.Notes, note => note.Contains("is not known", StringComparison.Ordinal));
        Assert.True(report.Comparison.Official.Cost > 0);
        var said = ReportMarkdown.Write(report);
        Assert.Contains("whether it saves anything cannot be told", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Home costs less from", said, StringComparison.Ordinal);
        Assert.DoesNotContain("home saved", said, StringComparison.Ordinal);
        ReportPage.Document(report);
    }

    [Theory]
    [InlineData("November", "is no month")]
    [InlineData("2026-13", "is no month")]
    [InlineData("2027-01", "has not begun")]
    public void A_month_that_is_none_is_one_sentence(string month, string said)
    {
        using var house = new TreasuryHouse(MonthOfUse.First);
        Assert.Contains(said, Assert.Throws<TreasuryException>(() => house.Desk.Report(month)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_from_elsewhere_cannot_become_markup()
    {
        using var house = new TreasuryHouse(MonthOfUse.First.AddDays(40));
        house.Add("2026-11-02T08:00:00Z", "vince", 2000, usage => usage with { Model = "<img src=x onerror=alert(1)>|x", Endpoint = "<script>alert(2)</script>", Persona = "\"><b>" });
        var page = ReportPage.Document(house.Desk.Report("2026-11"));
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void An_export_holds_every_attempt_and_a_spreadsheet_takes_none_of_it_for_a_formula()
    {
        using var house = new TreasuryHouse(MonthOfUse.First.AddDays(40));
        house.Add("2026-11-02T08:00:00Z", "=cmd", 2000, usage => usage with { Session = "a, \"b\"" });
        house.Add(MonthOfUse.Events(2));
        var events = house.Book.Events(DateTimeOffset.MinValue, DateTimeOffset.MaxValue).ToList();
        using var csv = new StringWriter();
        Assert.Equal(events.Count, LedgerExport.WriteCsv(events, csv));
        var lines = csv.ToString().Split('\n');
        Assert.Equal(LedgerExport.CsvHeader, lines[0]);
        Assert.Equal(events.Count + 2, lines.Length);
        Assert.Contains(lines, line => line.Contains("'=cmd,\"a, \"\"b\"\"\"", StringComparison.Ordinal));
        using var json = new StringWriter();
        LedgerExport.WriteJson(events, json);
        var back = json.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize(line, ExportJson.Default.UsageEvent)!).ToList();
        Assert.Equal(events, back);
    }
}
