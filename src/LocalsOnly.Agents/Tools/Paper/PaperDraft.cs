namespace LocalsOnly.Agents.Tools.Paper;

/// <summary>A line of the journal in the making: what is added is seen at once in <see cref="Book"/>, and is nothing until the line is written.</summary>
internal sealed class PaperDraft(PaperBook book, DateTimeOffset at)
{
    private readonly List<PaperEvent> _events = [];

    public DateTimeOffset At => at;

    /// <summary>The book with all that was added so far.</summary>
    public PaperBook Book { get; private set; } = book.Turn(at);

    /// <summary>What was added, and after <see cref="Seal"/> the breakers too.</summary>
    public IReadOnlyList<PaperEvent> Events => _events;

    public void Add(PaperEvent happened)
    {
        if (!Book.Opened && happened is not AccountOpened) Add(new AccountOpened(PaperRules.OpeningCash));
        _events.Add(happened);
        Book = Book.With(happened);
    }

    /// <summary>The equity as drafted trips a breaker that holds nothing yet.</summary>
    public bool Trips => Passes(PaperBreaker.Daily) || Passes(PaperBreaker.Drawdown);

    /// <summary>Nothing of it is written.</summary>
    public void Discard() => _events.Clear();

    /// <summary>The finished line, with the breakers that it trips; null when nothing happened.</summary>
    public PaperEntry? Seal()
    {
        if (_events.Count == 0) return null;
        Trip(PaperBreaker.Daily);
        Trip(PaperBreaker.Drawdown);
        return new PaperEntry(at, [.. _events]);
    }

    private void Trip(PaperBreaker breaker)
    {
        if (Passes(breaker)) Add(new BreakerTripped(breaker, Book.From(breaker), Book.Equity, Math.Round(Book.Loss(breaker), 6)));
    }

    private bool Passes(PaperBreaker breaker) => Book.Loss(breaker) >= PaperRules.Limit(breaker) && !Book.Tripped.ContainsKey(breaker);
}
