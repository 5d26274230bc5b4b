using LocalsOnly.Agents.Tools;
using Microsoft.Extensions.Logging;

namespace LocalsOnly.Scheduling;

/// <summary>Looks at everything that a task needs before a token is spent: its gates, where it is delivered, a model.</summary>
internal sealed class Preflight(IEnumerable<ITaskGate> gates, DeliveryTargets targets, ModelReadiness models, TimeProvider time, ILogger<Preflight> logger)
{
    // A host that has just begun connects and asks its servers in seconds; to look whether it has costs nothing.
    private static readonly TimeSpan s_house = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, ITaskGate> _gates = gates.ToDictionary(gate => gate.Name, StringComparer.Ordinal);

    public async Task<Cleared> LookAsync(ScheduledTask task, Occurrence occurrence, DateTimeOffset lastSuccess, CancellationToken cancellationToken)
    {
        var because = new List<string>();
        // Whoever runs it by hand wants to see it run.
        foreach (var setting in occurrence.ByHand ? [] : task.Gates)
        {
            if (!_gates.TryGetValue(setting.Gate, out var gate)) return new Cleared(PreflightVerdict.Fail, $"there is no gate {setting.Gate}");
            try
            {
                var verdict = await gate.TestAsync(new GateCall(task, setting, occurrence.Due, time.GetUtcNow(), lastSuccess), cancellationToken);
                if (!verdict.Open) return new Cleared(PreflightVerdict.Skip, TaskSentences.GateClosed(setting.Gate, verdict.Why));
                because.Add(verdict.Why);
            }
            catch (ToolException untold)
            {
                return new Cleared(PreflightVerdict.Wait, $"{setting.Gate} cannot be told: {untold.Message}");
            }
            catch (Exception unforeseen) when (unforeseen is not OperationCanceledException)
            {
                logger.LogError(unforeseen, "The gate {Gate} of {Task} failed for a reason that nobody foresaw", setting.Gate, task.Id);
                return new Cleared(PreflightVerdict.Wait, $"{setting.Gate} failed in a way nobody foresaw ({unforeseen.GetType().Name}); the host's log says how");
            }
        }

        var (memory, shared) = ((string?)null, false);
        foreach (var channel in task.Channels)
        {
            var reach = targets.Look(channel, task.Persona);
            if (reach.State is ReachState.Unknown) return new Cleared(PreflightVerdict.Fail, reach.Why);
            if (reach.State is ReachState.Away) return new Cleared(PreflightVerdict.Wait, reach.Why) { WaitAtLeast = s_house };
            // What goes where others read is made of what may be said there, wherever else it goes.
            if (reach.Memory is not null && !shared) (memory, shared) = (reach.Memory, reach.Shared);
        }

        if (task.Action is null && models.Problem() is { } none) return new Cleared(PreflightVerdict.Wait, none) { WaitAtLeast = s_house };
        return new Cleared(PreflightVerdict.Go, string.Join("\n", because)) { Memory = memory, Shared = shared };
    }
}

/// <param name="Why">What stands in the way; when nothing does, what let it run.</param>
internal sealed record Cleared(PreflightVerdict Verdict, string Why)
{
    /// <summary>How long it is waited at least, where it waits: gates ask others, who are not to be asked all the time.</summary>
    public TimeSpan WaitAtLeast { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The channel whose memory the turn is in; null for the owner's private one.</summary>
    public string? Memory { get; init; }

    /// <summary>Others read what comes of it.</summary>
    public bool Shared { get; init; }
}

internal enum PreflightVerdict
{
    Go,

    /// <summary>It is looked at again soon.</summary>
    Wait,

    /// <summary>There is no reason to run.</summary>
    Skip,

    /// <summary>It cannot run until somebody mends something.</summary>
    Fail,
}
