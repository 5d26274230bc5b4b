namespace LocalsOnly.Memory.Embedding.Http;

/// <summary>Which model at which server, and how it is asked.</summary>
/// <param name="Server">Address of the server, with or without <c>/v1</c> at its end.</param>
/// <param name="Model">Name of the model, as the server calls it.</param>
public sealed record HttpEmbeddingsOptions(Uri Server, string Model)
{
    /// <summary>Length of the vectors that are stored already; another one is refused. Null when nothing is stored.</summary>
    public int? Dimensions { get; init; }

    /// <summary>Most texts in one request.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Most characters of a text that are sent, the rest is cut: a model reads 512 tokens or more, and many a server refuses longer texts.</summary>
    public int MostCharacters { get; init; } = 2000;

    /// <summary>Asks for vectors in base64, which is a third of the bytes; a server that does not know it answers with numbers all the same.</summary>
    public bool Base64 { get; init; }

    /// <summary>How often a request is sent at most, when the server answers that it is overloaded (429 or 503).</summary>
    public int Attempts { get; init; } = 4;

    /// <summary>Delay before the second attempt, doubled before each further one; the server's own <c>Retry-After</c> goes before it.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest delay, whatever the server asks for.</summary>
    public TimeSpan MostDelay { get; init; } = TimeSpan.FromSeconds(30);
}
