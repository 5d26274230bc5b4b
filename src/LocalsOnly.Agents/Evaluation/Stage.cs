using System.Collections.Concurrent;
using LocalsOnly.Agents.Tools;
using LocalsOnly.Inference;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Agents.Evaluation;

/// <summary>The scenario that is played now, and what happens in it: what the memory, the tools, the clock and the model of an eval look at. One at a time.</summary>
internal sealed class Stage
{
    private readonly ConcurrentQueue<string> _ran = new();
    private readonly ConcurrentQueue<string> _asked = new();
    private readonly ConcurrentDictionary<string, int> _results = new(StringComparer.Ordinal);
    private long _prompt;
    private long _completion;
    private int _counted;

    public Scenario? Scenario { get; private set; }

    public GivenFacts Given => Scenario?.Given ?? GivenFacts.Nothing;

    /// <summary>Where every request goes; null: wherever the router decides.</summary>
    public EvaluationPin Pin { get; set; } = new(null, null);

    /// <summary>The messages of the persona's last request in this turn.</summary>
    public IReadOnlyList<ChatMessage> Prompt { get; private set; } = [];

    /// <summary>Tokens of all requests of the scenario, those of colleagues too; null when no server counted.</summary>
    public (long? Prompt, long? Completion) Tokens => _counted == 0 ? (null, null) : (_prompt, _completion);

    public void Begin(Scenario scenario)
    {
        Scenario = scenario;
        _results.Clear();
        (_prompt, _completion, _counted) = (0, 0, 0);
        BeginTurn();
    }

    public void BeginTurn()
    {
        _ran.Clear();
        _asked.Clear();
        Prompt = [];
    }

    public (IReadOnlyList<string> Ran, IReadOnlyList<string> Asked) EndTurn() => ([.. _ran], [.. _asked.Distinct()]);

    /// <summary>A call reached its tool. What a colleague calls is the colleague's doing.</summary>
    public void Reached(ToolTurn turn, string tool)
    {
        if (turn.AskedBy is null) _ran.Enqueue(tool);
    }

    public void Asked(string colleague) => _asked.Enqueue(colleague);

    public void Asking(IReadOnlyList<ChatMessage> prompt) => Prompt = prompt;

    public void Used(UsageDetails usage)
    {
        Interlocked.Add(ref _prompt, usage.InputTokenCount ?? 0);
        Interlocked.Add(ref _completion, usage.OutputTokenCount ?? 0);
        Interlocked.Increment(ref _counted);
    }

    /// <summary>The next result that the scenario has for a tool; null when it has none.</summary>
    public GivenResult? ResultOf(string tool)
    {
        if (!Given.Tools.TryGetValue(tool, out var results)) return null;
        var call = _results.AddOrUpdate(tool, 0, (_, before) => before + 1);
        return results[Math.Min(call, results.Count - 1)];
    }
}

/// <summary>Who is to answer, by name; nothing stands in for it.</summary>
/// <param name="Endpoint">Name of the endpoint; null for any.</param>
/// <param name="Tier">The tier; null for the one that each question belongs to.</param>
internal sealed record EvaluationPin(string? Endpoint, Tier? Tier);
