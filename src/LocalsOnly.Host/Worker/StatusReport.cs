using LocalsOnly.Agents;
using LocalsOnly.Host.Api;
using LocalsOnly.Host.Configuration;
using LocalsOnly.Inference;
using LocalsOnly.Memory;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LocalsOnly.Host.Worker;

/// <summary>Puts together what <c>locals status</c> and the page show.</summary>
internal sealed class StatusReport(
    HouseConfiguration configuration,
    ComponentRegistry components,
    HealthCheckService health,
    IEndpointDirectory endpoints,
    IPersonaStore personas,
    IMemory memory,
    TimeProvider time)
{
    public DateTimeOffset StartedAt { get; } = time.GetUtcNow();

    public IReadOnlyList<string> Suggestions { get; set; } = [];

    /// <param name="refresh">Look at the endpoints now instead of reporting what was last seen.</param>
    public async Task<StatusWire> CollectAsync(bool refresh, CancellationToken cancellationToken)
    {
        var looking = refresh ? endpoints.RefreshAsync(cancellationToken) : Task.FromResult(endpoints.Endpoints);
        var checks = await health.CheckHealthAsync(cancellationToken);
        var (counts, memoryProblem) = await CountAsync(cancellationToken);
        var seen = await looking;
        var details = new Dictionary<string, string>
        {
            ["memory"] = $"{counts.Conversations} conversations, {counts.Messages} messages",
            ["agents"] = $"{personas.All.Count} personas",
            ["inference"] = seen.Count == 0 ? "no model server found: recall only" : $"{seen.Count(endpoint => endpoint.State == EndpointState.Ready)} of {seen.Count} endpoints ready",
        };
        return new StatusWire(
            House.Version,
            Running: true,
            StartedAt,
            configuration.Demo,
            configuration.DataDirectory,
            [.. Components(checks, memoryProblem, details)],
            [.. EndpointWire.All(endpoints, seen, time.GetUtcNow())],
            [.. Personas()],
            new MemoryWire(counts.Conversations, counts.Messages, counts.BySource, counts.Redactions),
            Suggestions);
    }

    private IEnumerable<ComponentWire> Components(HealthReport checks, string? memoryProblem, Dictionary<string, string> details)
    {
        var names = components.All.Select(component => component.Name).Union(checks.Entries.Keys).Append("memory").Append("agents").Distinct().Order(StringComparer.Ordinal);
        foreach (var name in names)
        {
            var component = components.Find(name);
            if (component is { State: ComponentState.Failed or ComponentState.Stopped or ComponentState.Starting }) yield return ComponentWire.From(component);
            else if (name == "memory" && memoryProblem is not null) yield return new ComponentWire(name, "failed", memoryProblem);
            else if (name == "agents" && personas.Problems is { Count: > 0 } problems)
                yield return new ComponentWire(name, personas.All.Count > 0 ? "degraded" : "failed", string.Join(" ", problems.Select(Sentence)));
            else if (checks.Entries.TryGetValue(name, out var check)) yield return new ComponentWire(name, State(check), check.Description ?? "");
            else yield return new ComponentWire(name, component?.State.ToString().ToLowerInvariant() ?? "ok", details.GetValueOrDefault(name) ?? component?.Detail ?? "");
        }
    }

    private IEnumerable<PersonaWire> Personas()
    {
        var problems = personas.Problems;
        foreach (var persona in personas.All)
            yield return PersonaWire.From(persona, problems.FirstOrDefault(problem => problem.Id == persona.Id) is { } problem ? Sentence(problem) : null);
    }

    private async Task<(MemoryCounts Counts, string? Problem)> CountAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await memory.CountAsync(new MemoryScope(MemoryScope.DefaultOwner), cancellationToken), null);
        }
        catch (MemoryStoreException broken)
        {
            return (new MemoryCounts(0, 0, new Dictionary<string, int>()), broken.Message);
        }
    }

    private static string Sentence(PersonaProblem problem) => problem.Sentence + (problem.LastGoodKept ? " The last good version goes on answering." : "");

    private static string State(HealthReportEntry check) => check.Status switch
    {
        HealthStatus.Healthy => check.Data.ContainsKey("off") ? "off" : "running",
        HealthStatus.Degraded => "degraded",
        _ => "failed",
    };
}
