namespace LocalsOnly.Memory.Embedding;

/// <summary>What went wrong between a text and its stored vector.</summary>
public enum EmbeddingFault
{
    /// <summary>Nothing answers at the server's address, or not in time.</summary>
    ServerAway,

    /// <summary>The server stayed overloaded (429 or 503) through all attempts.</summary>
    ServerBusy,

    /// <summary>The server does not know the model, or makes no embeddings at all.</summary>
    ModelUnknown,

    /// <summary>The server refuses these very texts, or failed on them.</summary>
    Refused,

    /// <summary>What came back is not the protocol.</summary>
    Protocol,

    /// <summary>More or fewer vectors came back than texts were sent.</summary>
    WrongCount,

    /// <summary>A vector holds something that is no finite number.</summary>
    NotANumber,

    /// <summary>The vectors have another length, or another model's name, than those that are stored.</summary>
    Mismatch,

    /// <summary>A model's files are missing, cut off or of a kind that is not read here.</summary>
    ModelFiles,

    /// <summary>The file of vectors cannot be used.</summary>
    VectorFile,
}

/// <summary>A text could not be embedded, or a vector not be kept.</summary>
/// <param name="fault">The kind, which decides what is retried.</param>
/// <param name="message">One sentence for a person: what, and what to do; never text that was to be embedded.</param>
public sealed class EmbeddingException(EmbeddingFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    public EmbeddingFault Fault { get; } = fault;
}
