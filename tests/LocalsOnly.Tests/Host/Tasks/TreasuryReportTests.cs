using LocalsOnly.Host.Tasks;
using LocalsOnly.Scheduling;
using LocalsOnly.Treasury;

namespace LocalsOnly.Tests.Host.Tasks;

/// <summary>Last month's usage, by persona and by where its figures come from.</summary>
public sealed class TreasuryReportTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly ScheduledTask _task = new("eliza", "treasury-report", new EverySchedule(TimeSpan.FromDays(1)), TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris"), "Report.");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Each_persona_has_a_line_for_each_kind_of_figure()
    {
        // The month begins at 23:00 UTC in Paris, so the first line belongs to October and the last one to December.
        _directory.Write("usage-2026-10.jsonl", Line("2026-10-31T22:59:59Z", "vince", 9, "Measured") + Line("2026-10-31T23:00:00Z", "vince", 1000, "Measured"));
        _directory.Write("usage-2026-11.jsonl",
            Line("2026-11-02T08:00:00Z", "vince", 2000, "Measured") + Line("2026-11-02T09:00:00Z", "vince", 500, "Simulated") + "{half" + "\n" + Line("2026-11-03T08:00:00Z", null, null, "Measured") + Line("2026-11-30T23:00:00Z", "vince", 7, "Measured"));

        Assert.Equal("""
            **Usage in November 2026** (Europe/Paris)

            | Persona | Asked | Tokens read | Tokens written | Minutes | Figures |
            |---|---:|---:|---:|---:|---|
            | vince | 2 | 3,000 | 20 | 1.0 | measured |
            | vince | 1 | 500 | 10 | 0.5 | simulated |
            | no persona | 1 | 0 | 10 | 0.5 | measured |
            | all | 4 | 3,500 | 40 | 2.0 | measured and simulated |

            Tokens are those that the servers told; minutes are timed here, attempts that failed included. What it cost in money and energy is not in this report yet.
            """.ReplaceLineEndings("\n"), await RunAsync());
    }

    [Fact]
    public async Task A_month_without_questions_is_said_to_be_one() =>
        Assert.Equal("**Usage in November 2026** (Europe/Paris)\n\nNothing was asked of any machine.", await RunAsync());

    private Task<string> RunAsync()
    {
        var due = new DateTimeOffset(2026, 12, 1, 8, 0, 0, TimeSpan.Zero);
        return new TreasuryReportAction(new UsageTotals(_directory.Path)).RunAsync(new ActionCall(_task, due, due, due), CancellationToken.None);
    }

    private static string Line(string at, string? persona, int? prompt, string provenance) =>
        $$"""{"at":"{{at}}",{{(persona is null ? "" : $"\"persona\":\"{persona}\",")}}"tier":"Heavy","endpoint":"cluster","model":"m","outcome":"ok",{{(prompt is null ? "" : $"\"prompt_tokens\":{prompt},")}}"completion_tokens":10,"duration":"00:00:30","provenance":"{{provenance}}"}""" + "\n";
}
