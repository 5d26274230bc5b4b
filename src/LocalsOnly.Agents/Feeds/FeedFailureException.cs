namespace LocalsOnly.Agents.Feeds;

/// <summary>A feed did not give what was asked for. The message is a clause that goes on a sentence about the feed: "it did not answer within 8 s".</summary>
internal sealed class FeedFailureException(string clause, Exception? innerException = null) : Exception(clause, innerException)
{
    /// <summary>Whether it says something about the feed, or about what was asked of it only.</summary>
    public bool IsOfTheRequest { get; init; }

    /// <summary>The feed has said that it does not want to be asked now.</summary>
    public bool IsToldToWait { get; init; }

    /// <summary>For how long, when it has said so.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
