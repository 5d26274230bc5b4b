namespace LocalsOnly.Memory.Embedding;

/// <summary>Keeps the best of what it is offered in the span it is given, as a heap with the worst of them on top.</summary>
/// <param name="count">How many are in the span already, kept there before by another of these.</param>
internal ref struct BestScores(Span<Scored> kept, int count = 0)
{
    private readonly Span<Scored> _kept = kept;

    public int Count { get; private set; } = count;

    /// <summary>A lower score than this has no chance; an equal one may have.</summary>
    public readonly float Least => Count < _kept.Length ? float.NegativeInfinity : _kept.IsEmpty ? float.PositiveInfinity : _kept[0].Score;

    public void Offer(Scored scored)
    {
        if (Count < _kept.Length)
        {
            Rise(scored);
            return;
        }
        if (_kept.IsEmpty || scored.CompareTo(_kept[0]) >= 0) return;
        Sink(scored);
    }

    /// <summary>Puts what is kept in order, best first, and ends the heap.</summary>
    /// <returns>How many there are.</returns>
    public readonly int Sort()
    {
        _kept[..Count].Sort();
        return Count;
    }

    private void Rise(Scored scored)
    {
        var at = Count++;
        while (at > 0)
        {
            var parent = (at - 1) / 2;
            if (_kept[parent].CompareTo(scored) >= 0) break;
            _kept[at] = _kept[parent];
            at = parent;
        }
        _kept[at] = scored;
    }

    private readonly void Sink(Scored scored)
    {
        var at = 0;
        while (true)
        {
            var child = (2 * at) + 1;
            if (child >= Count) break;
            if (child + 1 < Count && _kept[child + 1].CompareTo(_kept[child]) > 0) child++;
            if (_kept[child].CompareTo(scored) <= 0) break;
            _kept[at] = _kept[child];
            at = child;
        }
        _kept[at] = scored;
    }
}
