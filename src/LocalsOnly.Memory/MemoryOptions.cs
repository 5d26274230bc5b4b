namespace LocalsOnly.Memory;

/// <summary>How what is remembered is found. Section <c>Memory</c> of the configuration; all of it may be left out.</summary>
public sealed class MemoryOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Memory";

    /// <summary>Folder of what the personas know, one folder each and <c>shared</c>; nothing is read when it is not set or not there.</summary>
    public string Knowledge { get; set; } = "";

    /// <summary>Where vectors come from; off when neither a server nor a folder is named.</summary>
    public EmbeddingOptions Embedding { get; set; } = new();

    /// <summary>A Qdrant server in the house that mirrors the index; off without an address.</summary>
    public QdrantOptions Qdrant { get; set; } = new();
}

/// <summary>A Qdrant server in the house.</summary>
public sealed class QdrantOptions
{
    /// <summary><see cref="Protocol"/> for REST, which every build speaks.</summary>
    public const string Rest = "Rest";

    /// <summary>Its address, e.g. <c>http://127.0.0.1:6333</c>; for gRPC usually port 6334.</summary>
    public Uri? Url { get; set; }

    /// <summary><see cref="Rest"/>, or <c>Grpc</c> where the build speaks it.</summary>
    public string Protocol { get; set; } = Rest;

    /// <summary>Its key, where it asks for one; better in the environment than in a file.</summary>
    public string? ApiKey { get; set; }

    /// <summary>The collection, which is made when there is none.</summary>
    public string Collection { get; set; } = "localsonly";

    /// <summary>How much its ranking counts beside the local one, 0 to 1.</summary>
    public double Weight { get; set; } = 0.2;
}

/// <summary>Where vectors come from.</summary>
public sealed class EmbeddingOptions
{
    /// <summary>Address of a server with <c>/v1/embeddings</c> in the house (Ollama, LM Studio, llama.cpp, vLLM), e.g. <c>http://127.0.0.1:11434</c>.</summary>
    public Uri? Server { get; set; }

    /// <summary>Name of the model on that server.</summary>
    public string? Model { get; set; }

    /// <summary>A folder with static embeddings in the layout of Model2Vec, in place of a server.</summary>
    public string? Folder { get; set; }

    /// <summary>How much likeness of meaning counts beside words, 0 to 1. 0 is off: turn it on when <c>locals memory eval</c> says that it wins.</summary>
    public double Weight { get; set; }

    /// <summary>Milliseconds that a question waits for its vector; after that words alone must do.</summary>
    public int DeadlineMilliseconds { get; set; } = 800;
}
