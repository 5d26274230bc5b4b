using System.Globalization;
using System.Text;
using LocalsOnly.Agents.Tools;
using LocalsOnly.Inference;
using LocalsOnly.Scheduling;
using LocalsOnly.Treasury;

namespace LocalsOnly.Host.Tasks;

/// <summary><c>treasury_report</c>: what was asked of the machines in the calendar month before the one of the occurrence, in the task's zone, by persona.</summary>
internal sealed class TreasuryReportAction(UsageTotals usage) : ITaskAction
{
    public string Name => "treasury_report";

    public Task<string> RunAsync(ActionCall call, CancellationToken cancellationToken) => Task.Run(() => Report(call), cancellationToken);

    private string Report(ActionCall call)
    {
        var local = TimeZoneInfo.ConvertTime(call.Due, call.Task.Zone);
        var next = new DateTime(local.Year, local.Month, 1);
        var first = next.AddMonths(-1);
        IReadOnlyList<(Provenance Provenance, UsageTotal Total)> lines;
        try
        {
            lines = usage.Between(Instants.Of(first, call.Task.Zone), Instants.Of(next, call.Task.Zone));
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            throw new ToolException($"The usage ledger cannot be read ({broken.Message.TrimEnd('.')}).", broken);
        }

        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"**Usage in {first:MMMM yyyy}** ({call.Task.Zone.Id})\n\n");
        if (lines.Count == 0) return text.Append("Nothing was asked of any machine.").ToString();
        text.Append("| Persona | Asked | Tokens read | Tokens written | Minutes | Figures |\n|---|---:|---:|---:|---:|---|\n");
        foreach (var (provenance, total) in lines) Append(text, total.Persona ?? "no persona", total, provenance.ToString().ToLowerInvariant());
        if (lines.Count > 1)
        {
            var all = lines.Select(line => line.Total).ToList();
            var sum = new UsageTotal(null, all.Sum(one => one.Attempts), all.Sum(one => one.PromptTokens), all.Sum(one => one.CompletionTokens), TimeSpan.FromTicks(all.Sum(one => one.Busy.Ticks)), false);
            Append(text, "all", sum, string.Join(" and ", lines.Select(line => line.Provenance).Distinct().Order().Select(one => one.ToString().ToLowerInvariant())));
        }

        return text.Append("\nTokens are those that the servers told; minutes are timed here, attempts that failed included. What it cost in money and energy is not in this report yet.").ToString();
    }

    private static void Append(StringBuilder text, string who, UsageTotal total, string figures) => text.Append(
        CultureInfo.InvariantCulture, $"| {who} | {total.Attempts:N0} | {total.PromptTokens:N0} | {total.CompletionTokens:N0} | {total.Busy.TotalMinutes:N1} | {figures} |\n");
}
