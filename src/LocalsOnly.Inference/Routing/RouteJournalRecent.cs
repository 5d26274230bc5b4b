namespace LocalsOnly.Inference.Routing;

/// <summary>The latest decisions' ids and scores, in memory. A journal of its own when there is no file to write.</summary>
internal sealed class RouteJournalRecent : IRouteJournal
{
    private const int Kept = 1000;

    private readonly Lock _gate = new();
    private readonly Queue<(string Id, float? Score)> _latest = new(Kept);
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private string? _newest;

    public string? Newest
    {
        get
        {
            lock (_gate) return _newest;
        }
    }

    public void Decided(in JournalDecision decision) => Add(decision.Id, decision.Reading?.Score);

    public void Add(string id, float? score)
    {
        lock (_gate)
        {
            if (_latest.Count == Kept) _ids.Remove(_latest.Dequeue().Id);
            _latest.Enqueue((id, score));
            _ids.Add(id);
            _newest = id;
        }
    }

    public void Outcome(JournalOutcome outcome)
    {
        // Nothing reads outcomes but a re-fit, and that needs a file.
    }

    public bool Knows(string id)
    {
        lock (_gate) return _ids.Contains(id);
    }

    public IReadOnlyList<float> RecentScores(int most)
    {
        lock (_gate)
        {
            var scores = _latest.Where(entry => entry.Score is not null).Select(entry => entry.Score!.Value).ToArray();
            return scores.Length <= most ? scores : scores[^most..];
        }
    }
}
