using LocalsOnly.Memory;

namespace LocalsOnly.Host.CommandLine;

/// <summary>A server that the memory talks to, because the configuration names it.</summary>
/// <param name="Key">Of the address in the configuration.</param>
/// <param name="Url">Where it is.</param>
/// <param name="Purpose">What it is asked for, as the list of addresses says it.</param>
/// <param name="Sent">What goes there, up to the word "to".</param>
/// <param name="Probe">What it answers when it runs.</param>
internal sealed record MemoryEndpoint(string Key, Uri Url, string Purpose, string Sent, string Probe)
{
    /// <summary>All that are configured.</summary>
    public static IEnumerable<MemoryEndpoint> Of(MemoryOptions memory, KernelMemoryOptions kernel)
    {
        if (memory.Embedding.Server is { } embedding)
            yield return new MemoryEndpoint("Memory:Embedding:Server", embedding, "embeddings", "what is remembered and what is asked goes, to be made into vectors,", "v1/models");
        if (memory.Qdrant.Url is { } qdrant)
            yield return new MemoryEndpoint("Memory:Qdrant:Url", qdrant, "memory (Qdrant)", kernel is { Enabled: true, Store: KernelMemoryStore.Qdrant }
                ? "what is remembered goes, word for word and with its keys,"
                : "the words of what is remembered go, as numbers and with its keys,", "healthz");
    }
}
