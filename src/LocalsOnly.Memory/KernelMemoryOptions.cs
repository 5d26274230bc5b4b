using System.ComponentModel.DataAnnotations;

namespace LocalsOnly.Memory;

/// <summary>Kernel Memory over what the house has. Section <c>KernelMemory</c> of the configuration; only the SemanticKernel edition can turn it on.</summary>
public sealed class KernelMemoryOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "KernelMemory";

    /// <summary>Whether there is a Kernel Memory.</summary>
    public bool Enabled { get; set; }

    /// <summary>
    /// Where the files of imported documents are kept, in one database; <c>kernel-memory</c> inside <see cref="DataOptions.Local"/> when not set. Any folder outside
    /// <see cref="DataOptions.Local"/> is taken for a share: one host writes at a time.
    /// </summary>
    public string Folder { get; set; } = "";

    /// <summary>Where records are kept and searched.</summary>
    public KernelMemoryStore Store { get; set; }

    /// <summary>The most passages that a search gives when it does not say, and that an answer rests on.</summary>
    [Range(1, RecallRequest.MostPassages)]
    public int Passages { get; set; } = 10;

    /// <summary>The most tokens of a prompt with the passages in it and of its answer together.</summary>
    [Range(1024, 1_000_000)]
    public int PromptTokens { get; set; } = 8192;

    /// <summary>The most tokens of an answer.</summary>
    [Range(16, 100_000)]
    public int AnswerTokens { get; set; } = 600;
}

/// <summary>Where Kernel Memory keeps and searches its records.</summary>
public enum KernelMemoryStore
{
    /// <summary>In the house: conversations are those of the house's own memory, not copied; other documents are in a database of their own.</summary>
    House,

    /// <summary>In the Qdrant server of <c>Memory:Qdrant:Url</c>, by Kernel Memory's own connector: conversations are copied there, word for word.</summary>
    Qdrant,
}
