using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Scheduling;

/// <summary>Whether tasks are due, what is wrong with their files, and which of them fail.</summary>
internal sealed class SchedulingHealth(ITaskStore tasks, OccurrenceStore occurrences, IOptions<SchedulingOptions> options, TimeProvider time) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(Check());

    private HealthCheckResult Check()
    {
        var (all, problems) = (tasks.All, tasks.Problems);
        if (all.Count == 0 && problems.Count == 0) return Off("off: no task files");
        if (!options.Value.Enabled) return Off("off: Scheduling:Enabled is false");
        var standings = occurrences.Standings();
        var failing = all.Where(task => occurrences.FailedInARow(task.Id) >= options.Value.AlertAfter).Select(task => task.Id).ToList();
        var now = time.GetUtcNow();
        var due = all.Where(task => !task.Off && standings.GetValueOrDefault(task.Id)?.Paused != true).ToList();
        var next = due.Select(task => (task.Id, At: task.Next(now))).Where(task => task.At is not null).OrderBy(task => task.At).FirstOrDefault();
        var said = string.Create(CultureInfo.InvariantCulture, $"{due.Count} of {all.Count} tasks are due by the clock{(next.At is { } at ? $", {next.Id} next in {Durations.About(at - now)}" : "")}");
        return problems.Count > 0 ? HealthCheckResult.Degraded($"{problems[0].Sentence}{(problems.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $" And {problems.Count - 1} more; locals tasks list shows them.") : "")}")
            : failing.Count > 0 ? HealthCheckResult.Degraded($"{string.Join(", ", failing)} failed {options.Value.AlertAfter} times or more in a row; locals tasks history says why")
            : HealthCheckResult.Healthy(said);
    }

    private static HealthCheckResult Off(string why) => HealthCheckResult.Healthy(why, new Dictionary<string, object> { ["off"] = true });
}
