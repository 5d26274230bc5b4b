namespace LocalsOnly.Memory;

/// <summary>What is asked of the memory.</summary>
/// <param name="Query">Plain words, any words: nothing in them is syntax.</param>
public sealed record RecallRequest(string Query)
{
    /// <summary>The greatest <see cref="Limit"/>.</summary>
    public const int MostPassages = 1000;

    /// <summary>The most passages, 1 to <see cref="MostPassages"/>.</summary>
    public int Limit { get; init; } = 10;

    /// <summary>
    /// Leave out what only happens to share a word with the question: right for what a reply may rest on. A person who looks through the history wants it all.
    /// </summary>
    public bool OnlyTelling { get; init; } = true;

    /// <summary>Only what these said; null for all.</summary>
    public IReadOnlyList<MessageAuthor>? Authors { get; init; }

    /// <summary>Only what was said at this time or later.</summary>
    public DateTimeOffset? After { get; init; }

    /// <summary>Only what was said before this time.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>Only conversations of the project of this key.</summary>
    public string? Project { get; init; }

    /// <summary>Only the conversation of this key.</summary>
    public string? Conversation { get; init; }

    /// <summary>Only conversations whose title holds these letters.</summary>
    public string? Title { get; init; }

    /// <summary>The person's zone, in which "yesterday" and "in March" are meant; null for the machine's.</summary>
    public TimeZoneInfo? Zone { get; init; }

    /// <summary>What is added for something said just now, falling by half every 90 days. 0 is what measurements say: a question that wants the newest says so.</summary>
    public double Recency { get; init; }

    /// <summary>What is taken away for each better passage of the same conversation. 0 is what measurements say: it helps one question and hurts two.</summary>
    public double Diversity { get; init; }
}

/// <summary>What is remembered on a question.</summary>
/// <param name="Passages">Best first.</param>
/// <param name="Note">What a person should know about it, one sentence: that a part of the memory is away; null when all is well.</param>
public sealed record RecallResult(IReadOnlyList<Passage> Passages, string? Note = null)
{
    /// <summary>
    /// Where something is to be done now: what the person said about how such things are to be done, best first, whether or not it is among the passages. For a
    /// block of its own in a prompt.
    /// </summary>
    public IReadOnlyList<Passage> Standing { get; init; } = [];

    /// <summary>
    /// Where the question asks for an order or a summary: what speaks to it, oldest first and up to two dozen passages whatever the limit, for no ten of them answer it. Empty
    /// for any other question.
    /// </summary>
    public IReadOnlyList<Passage> Listing { get; init; } = [];
}
