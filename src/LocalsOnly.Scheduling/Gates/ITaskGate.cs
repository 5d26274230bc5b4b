namespace LocalsOnly.Scheduling;

/// <summary>A condition that is looked at when a task is due, by code and without a model: no tokens are spent where there is nothing to say.</summary>
internal interface ITaskGate
{
    /// <summary>The key under <c>gate:</c> in a task's header: <c>price_moved</c>.</summary>
    string Name { get; }

    /// <summary>An example of its setting, for whoever writes it wrong: <c>price_moved: {symbol: BTC, percent: 3}</c>.</summary>
    string Example { get; }

    /// <summary>Looks a setting over when the file is read.</summary>
    /// <exception cref="FormatException">One clause that says what is wrong and what to write.</exception>
    void Validate(GateSetting setting);

    /// <summary>Whether the task runs.</summary>
    /// <exception cref="Agents.Tools.ToolException">It cannot be told now: the sentence says why. It is asked again until the task is too late.</exception>
    Task<GateVerdict> TestAsync(GateCall call, CancellationToken cancellationToken);
}

/// <summary>What a task's header says of a gate.</summary>
/// <param name="Gate">Which one.</param>
/// <param name="Values">Its keys, lower case, and values as they were written.</param>
internal sealed record GateSetting(string Gate, IReadOnlyDictionary<string, string> Values)
{
    public string? this[string key] => Values.GetValueOrDefault(key);
}

/// <param name="Task">The one that is due.</param>
/// <param name="Due">When it is due (UTC).</param>
/// <param name="Now">What time it is (UTC).</param>
/// <param name="LastSuccess">When it last succeeded, or, before it ever did, when it was first seen (UTC).</param>
internal sealed record GateCall(ScheduledTask Task, GateSetting Setting, DateTimeOffset Due, DateTimeOffset Now, DateTimeOffset LastSuccess);

/// <param name="Open">Whether the task runs.</param>
/// <param name="Why">One clause, with the figures: <c>BTC moved 1.2 %, and 3 % are asked for</c>. It is kept, and told to a persona that runs as data.</param>
internal sealed record GateVerdict(bool Open, string Why);
