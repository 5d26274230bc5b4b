namespace LocalsOnly.Memory;

/// <summary>Brings what is remembered into Kernel Memory. Registered only in a build that has it.</summary>
public interface IKernelMemoryImport
{
    /// <summary>
    /// Brings Kernel Memory up to what is remembered, and takes out what is not any more. It may be stopped anywhere: the next run ends where this one would have.
    /// Where the house's own memory answers for conversations there is nothing to copy, and the report counts what it answers for.
    /// </summary>
    /// <exception cref="MemoryStoreException">Kernel Memory is off, or its store cannot be reached or written; the message says what to do.</exception>
    Task<KernelMemoryReport> RunAsync(IProgress<KernelMemoryProgress>? progress = null, CancellationToken cancellationToken = default);
}

/// <summary>How Kernel Memory is after an import.</summary>
/// <param name="Store">Where its records are.</param>
/// <param name="Index">Name of its index of conversations.</param>
/// <param name="Conversations">All that are in it.</param>
/// <param name="Written">Copied in this run, new or changed.</param>
/// <param name="Removed">Taken out in this run.</param>
/// <param name="Records">Records that were written in this run.</param>
public sealed record KernelMemoryReport(KernelMemoryStore Store, string Index, int Conversations, int Written, int Removed, int Records);

/// <summary>How far an import is.</summary>
/// <param name="Done">Conversations looked at.</param>
/// <param name="Total">Conversations there are.</param>
/// <param name="Written">Of those looked at, copied.</param>
public sealed record KernelMemoryProgress(int Done, int Total, int Written);
