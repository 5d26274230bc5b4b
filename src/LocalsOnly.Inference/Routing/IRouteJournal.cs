namespace LocalsOnly.Inference.Routing;

/// <summary>
/// Keeps routing decisions and what became of them, append-only. Implementations never throw and never make the turn wait.
/// </summary>
internal interface IRouteJournal
{
    /// <summary>Id of the newest decision; null before there is one.</summary>
    string? Newest { get; }

    void Decided(in JournalDecision decision);

    void Outcome(JournalOutcome outcome);

    /// <summary>Whether a decision of that id is among the latest that were kept.</summary>
    bool Knows(string id);

    /// <summary>The latest scores, oldest first, those of earlier runs included.</summary>
    IReadOnlyList<float> RecentScores(int most);
}
