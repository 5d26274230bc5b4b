namespace LocalsOnly.Memory.Qdrant;

/// <summary>What kept Qdrant from doing what it was asked.</summary>
internal enum QdrantFault
{
    /// <summary>No connection, or it broke off.</summary>
    Unreachable,

    /// <summary>No answer in time.</summary>
    Timeout,

    /// <summary>It has too much to do (429, 503).</summary>
    Busy,

    /// <summary>The api key is missing, wrong or may not do this (401, 403).</summary>
    KeyRefused,

    /// <summary>The collection is not there (404).</summary>
    Missing,

    /// <summary>The collection is not one of ours, or was made for other vectors.</summary>
    OtherShape,

    /// <summary>It turned the request down (other 4xx).</summary>
    Rejected,

    /// <summary>It failed inside (5xx).</summary>
    Failed,

    /// <summary>It is older than what is used here.</summary>
    TooOld,

    /// <summary>Something else answers at that address.</summary>
    NotQdrant,
}

/// <summary>Qdrant did not do what it was asked. The message is one sentence for a person, with what to do.</summary>
internal sealed class QdrantException(QdrantFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    public QdrantFault Fault { get; } = fault;

    /// <summary>How long the server asks to be left alone; null when it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The same request may succeed later without anyone doing anything.</summary>
    public bool IsTransient => Fault is QdrantFault.Unreachable or QdrantFault.Timeout or QdrantFault.Busy;
}
