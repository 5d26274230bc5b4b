namespace LocalsOnly.Memory.Postings;

/// <summary>The vocabulary that what is read now is counted with. Threads that share one make one segment together.</summary>
internal sealed class CurrentVocabulary
{
    private volatile Vocabulary _vocabulary = new();

    /// <summary>It, or a new one when it is full.</summary>
    public Vocabulary Take()
    {
        var current = _vocabulary;
        if (!current.IsFull) return current;
        Interlocked.CompareExchange(ref _vocabulary, new Vocabulary(), current);
        return _vocabulary;
    }
}
