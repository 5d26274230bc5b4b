namespace LocalsOnly.Scheduling;

/// <summary>What a task runs in place of a model: the paper book marked, a report written, a snapshot made.</summary>
internal interface ITaskAction
{
    /// <summary>The value of <c>action:</c> in a task's header: <c>paper_mark</c>.</summary>
    string Name { get; }

    /// <summary>A run that was broken off half-way may be run again without doing anything twice.</summary>
    bool IsRepeatable => true;

    /// <summary>Does it.</summary>
    /// <returns>What is to be told, in Markdown; empty when nothing is.</returns>
    /// <exception cref="Agents.Tools.ToolException">It could not be done; the sentence says why and what to do.</exception>
    Task<string> RunAsync(ActionCall call, CancellationToken cancellationToken);
}

/// <param name="Task">The one that runs.</param>
/// <param name="Due">When it was due (UTC).</param>
/// <param name="Now">What time it is (UTC).</param>
/// <param name="LastSuccess">When it last succeeded, or, before it ever did, when it was first seen (UTC).</param>
internal sealed record ActionCall(ScheduledTask Task, DateTimeOffset Due, DateTimeOffset Now, DateTimeOffset LastSuccess);
