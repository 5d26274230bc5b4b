namespace LocalsOnly.Scheduling;

/// <summary>All tasks, as every surface lists them.</summary>
/// <param name="Enabled">Whether tasks are due at all in this house.</param>
/// <param name="Zone">The house's, in which a calendar's days are.</param>
/// <param name="Problems">Of files that cannot be used as they stand, whole sentences.</param>
internal sealed record TaskListing(bool Enabled, string Zone, IReadOnlyList<TaskLine> Tasks, IReadOnlyList<string> Problems);

/// <summary>One task in a list.</summary>
/// <param name="When">In words, with the zone.</param>
/// <param name="Standing"><c>due</c>, <c>paused</c>, <c>off</c> or <c>draft</c>.</param>
/// <param name="Next">When it is due next; null when it is not, or nobody knows: it comes after another.</param>
/// <param name="NextText">The same on the task's own clock.</param>
/// <param name="Last">How it went the last time; null when it never ran.</param>
/// <param name="FailedInARow">How many of its newest runs have not succeeded, or were not delivered.</param>
/// <param name="Problem">What is wrong with its file, one sentence; null when all is well.</param>
internal sealed record TaskLine(
    string Id, string Title, string When, IReadOnlyList<string> Channels, string Standing, DateTimeOffset? Next, string? NextText, TaskRun? Last, int FailedInARow, string? Problem);

/// <summary>One task, whole.</summary>
/// <param name="Facts">What its header says, in words.</param>
/// <param name="Next">The next times, on the task's own clock.</param>
/// <param name="Runs">The last ones, the newest first.</param>
internal sealed record TaskPage(TaskLine Task, IReadOnlyList<TaskFact> Facts, string Prompt, IReadOnlyList<string> Next, IReadOnlyList<TaskRun> Runs);

internal sealed record TaskFact(string Name, string Text);

/// <summary>One time that a task was due, and what became of it.</summary>
/// <param name="DueText">On the task's own clock.</param>
/// <param name="State">One word: <c>waiting</c>, <c>running</c>, <c>succeeded</c>, <c>failed</c>, <c>unknown</c>, <c>skipped</c>.</param>
/// <param name="Words">The same for a person, with what became of its delivery: <c>ran, not delivered to dm</c>.</param>
/// <param name="IsBad">Somebody should look at it.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Output">What came of it, in Markdown.</param>
/// <param name="Turn">Id for <c>locals why</c>.</param>
internal sealed record TaskRun(
    string Task, DateTimeOffset Due, string DueText, string State, string Words, bool IsBad, bool ByHand, bool Late, int Tries, DateTimeOffset? Began, DateTimeOffset? Ended, double? Seconds,
    string? Reason, string? Output, string? Turn, IReadOnlyList<TaskReceipt> Deliveries);

/// <summary>What became of one delivery.</summary>
/// <param name="State"><c>pending</c>, <c>delivered</c>, <c>failed</c> or <c>same</c>.</param>
/// <param name="Proof">Ids of messages, a path; null before it is delivered.</param>
internal sealed record TaskReceipt(string Channel, string State, string? Proof, string? Reason, int Tries);

/// <summary>A time, or several of one task on one day, in a calendar.</summary>
/// <param name="Day">In the house's zone: <c>2026-11-26</c>.</param>
/// <param name="Clock">The same: <c>08:00</c>.</param>
/// <param name="Until">Of the last one, where they are several.</param>
/// <param name="Times">How many.</param>
/// <param name="Words">How often, where they are several; what it comes after, where it comes after another.</param>
internal sealed record CalendarLine(string Task, string Title, string Day, string Clock, DateTimeOffset At, string? Until, int Times, string? Words, bool Paused);
