namespace LocalsOnly.Scheduling;

/// <summary>A way by which what comes of a task reaches people.</summary>
internal interface IDeliveryTarget
{
    /// <summary>Whether it is the way to a name under <c>channel:</c>. Those that take what is left over come last.</summary>
    bool Takes(string channel);

    /// <summary>Whether a channel can be reached now.</summary>
    Reach Look(string channel, string persona);

    /// <summary>
    /// Delivers, or finds that it was delivered already: a post of the same key is never there twice, whatever died in between.
    /// </summary>
    /// <returns>The proof: ids of messages, the path of a file.</returns>
    /// <exception cref="DeliveryException">It was not delivered.</exception>
    Task<string> DeliverAsync(TaskPost post, CancellationToken cancellationToken);
}

/// <summary>What is delivered.</summary>
/// <param name="Key">The occurrence and the channel; the same in every try.</param>
/// <param name="Persona">Who says it.</param>
/// <param name="Task">Id of the task, or a word for what the house itself has to say.</param>
/// <param name="Channel">As the task's header names it.</param>
/// <param name="Text">In Markdown.</param>
/// <param name="Due">Of the occurrence (UTC).</param>
/// <param name="Zone">The task's, for names with dates.</param>
internal sealed record TaskPost(string Key, string Persona, string Task, string Channel, string Text, DateTimeOffset Due, TimeZoneInfo Zone);

/// <param name="State">How it stands.</param>
/// <param name="Why">A clause, where it is not reachable: <c>there is no channel daily</c>.</param>
internal sealed record Reach(ReachState State, string Why = "")
{
    /// <summary>Others than the owner read there.</summary>
    public bool Shared { get; init; }

    /// <summary>The channel as the memory knows it; null for the owner's own place.</summary>
    public string? Memory { get; init; }
}

/// <summary>Whether something can be delivered to a channel.</summary>
internal enum ReachState
{
    /// <summary>It can.</summary>
    Reachable,

    /// <summary>Not now, or nobody knows yet: the connection is being made.</summary>
    Away,

    /// <summary>There is no such channel.</summary>
    Unknown,

    /// <summary>This way is not set up in this house, so that the page stands in for it.</summary>
    Off,
}

/// <summary>Something was not delivered. The message is one sentence with what to do.</summary>
/// <param name="mayPass">It may work later.</param>
internal sealed class DeliveryException(string message, bool mayPass, Exception? innerException = null) : Exception(message, innerException)
{
    public bool MayPass { get; } = mayPass;
}
