namespace LocalsOnly.Scheduling;

/// <summary>One time that a task was due. It is named by the task and the instant, and runs at most once.</summary>
/// <param name="Task">Id of the task.</param>
/// <param name="Due">When it was due (UTC). Of a run by hand: when it was asked for.</param>
internal sealed record Occurrence(string Task, DateTimeOffset Due, OccurrenceState State)
{
    /// <summary>Somebody asked for it; the clock did not.</summary>
    public bool ByHand { get; init; }

    /// <summary>It began, or was to begin, later than it should have: the host was away.</summary>
    public bool Late { get; init; }

    /// <summary>Tries that have begun.</summary>
    public int Tries { get; init; }

    /// <summary>Not to be tried before.</summary>
    public DateTimeOffset NotBefore { get; init; }

    /// <summary>When lateness is counted from: its due time, or the end of the task that it comes after.</summary>
    public DateTimeOffset Ready { get; init; }

    public DateTimeOffset? Began { get; init; }

    public DateTimeOffset? Ended { get; init; }

    /// <summary>Why it is in this state, one sentence; null where nothing is to be said.</summary>
    public string? Reason { get; init; }

    /// <summary>What came of it; null until it succeeded.</summary>
    public string? Output { get; init; }

    /// <summary>Id of the turn, for <c>locals why</c>; null when there was none.</summary>
    public string? Turn { get; init; }
}

/// <summary>How an occurrence stands. The last four are final.</summary>
internal enum OccurrenceState
{
    /// <summary>It is to run and has not begun: nothing has happened yet.</summary>
    Claimed,

    /// <summary>It runs; found in this state at a start, nobody knows how far it came.</summary>
    Running,

    Succeeded,
    Failed,

    /// <summary>The host died while it ran. It is not run again by itself.</summary>
    Unknown,

    /// <summary>It did not run, and will not.</summary>
    Skipped,
}

/// <summary>What became of one delivery of an occurrence.</summary>
/// <param name="Channel">As the task's header names it.</param>
/// <param name="Proof">Ids of messages, a path; null before it is delivered.</param>
/// <param name="Reason">Why it is not, or not yet; null otherwise.</param>
/// <param name="NextTry">When it is tried next, while it is pending.</param>
internal sealed record TaskDelivery(string Task, DateTimeOffset Due, string Channel, DeliveryState State, string? Proof, string? Reason, int Tries, DateTimeOffset NextTry);

/// <summary>How a delivery stands.</summary>
internal enum DeliveryState
{
    /// <summary>It is to be delivered.</summary>
    Pending,

    /// <summary>There is a proof.</summary>
    Delivered,

    /// <summary>It could not be, and is tried again only when somebody asks for it.</summary>
    Failed,

    /// <summary>The same was delivered there before, so it was not said again.</summary>
    Same,
}

/// <summary>What is kept of a task besides its occurrences.</summary>
/// <param name="FirstSeen">Nothing before it was ever due.</param>
/// <param name="Cursor">All that was due up to here is decided.</param>
internal sealed record TaskStanding(string Task, DateTimeOffset FirstSeen, DateTimeOffset Cursor, bool Paused, DateTimeOffset? Alerted);
