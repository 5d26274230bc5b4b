namespace LocalsOnly.Inference.Flow;

/// <summary>
/// The waiters of one class, divided fairly between personas by start-time fair queuing (Goyal, Vin, Cheng 1996) with equal weights and
/// requests of equal cost: every admission moves its persona's line one on in virtual time, the line that is furthest behind is next,
/// and a line that was empty starts at the present virtual time, so that idling earns no credit.
/// </summary>
internal sealed class FairClass
{
    private static readonly Comparer<PersonaLine> FurthestBehind = Comparer<PersonaLine>.Create((a, b) =>
        a.Start != b.Start ? a.Start.CompareTo(b.Start) : a.Number.CompareTo(b.Number));

    private readonly Dictionary<string, PersonaLine> _lines = [];
    private readonly SortedSet<PersonaLine> _waiting = new(FurthestBehind);
    private long _now;
    private long _numbers;
    private int _mostLines = 64;

    /// <summary>Waiters in all lines.</summary>
    public int Count { get; private set; }

    /// <summary>Puts a waiter at the end of its persona's line. O(log personas).</summary>
    public void Add(AdmissionWaiter waiter)
    {
        var line = LineOf(waiter.Ticket.Persona);
        line.Waiters.AddLast(waiter.InLine);
        waiter.Line = line;
        Count++;
        if (line.Waiters.Count > 1)
            return;
        line.Start = Math.Max(line.Start, _now);
        _waiting.Add(line);
    }

    /// <summary>Takes a waiter out, wherever it stands, without its having been admitted. O(log personas).</summary>
    public void Remove(AdmissionWaiter waiter)
    {
        var line = waiter.Line!;
        line.Waiters.Remove(waiter.InLine);
        waiter.Line = null;
        Count--;
        if (line.Waiters.Count == 0)
            _waiting.Remove(line);
    }

    /// <summary>The next to be admitted; null when nobody waits.</summary>
    public AdmissionWaiter? Next => _waiting.Min?.Waiters.First!.Value;

    /// <summary>Takes out the next to be admitted; null when nobody waits. O(log personas).</summary>
    public AdmissionWaiter? Take()
    {
        if (_waiting.Min is not { } line)
            return null;
        var waiter = line.Waiters.First!.Value;
        _waiting.Remove(line);
        line.Waiters.RemoveFirst();
        waiter.Line = null;
        Count--;
        Advance(line);
        if (line.Waiters.Count > 0)
            _waiting.Add(line);
        return waiter;
    }

    /// <summary>Counts an admission that did not have to wait, though others of the persona may.</summary>
    public void Passed(string? persona)
    {
        var line = LineOf(persona);
        var waits = _waiting.Remove(line);
        Advance(line);
        if (waits)
            _waiting.Add(line);
    }

    /// <summary>Most waiters of the class that come before a new one of this persona: as many of each other persona as of itself, and one.</summary>
    public int Ahead(string? persona)
    {
        var own = _lines.TryGetValue(persona ?? "", out var line) ? line.Waiters.Count : 0;
        var others = own > 0 ? _waiting.Count - 1 : _waiting.Count;
        return (int)Math.Min(Count, own + ((own + 1L) * others));
    }

    private void Advance(PersonaLine line)
    {
        var start = Math.Max(line.Start, _now);
        (_now, line.Start) = (start, start + 1);
    }

    private PersonaLine LineOf(string? persona)
    {
        if (_lines.TryGetValue(persona ?? "", out var known))
            return known;
        if (_lines.Count >= _mostLines)
            ForgetTheIdle();
        return _lines[persona ?? ""] = new PersonaLine(_numbers++);
    }

    /// <summary>An idle line is at most one admission ahead of the present, which is little to forget.</summary>
    private void ForgetTheIdle()
    {
        foreach (var (persona, line) in _lines)
        {
            if (line.Waiters.Count == 0)
                _lines.Remove(persona);
        }

        _mostLines = Math.Max(64, 2 * _lines.Count);
    }
}
