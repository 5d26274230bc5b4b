namespace LocalsOnly.Memory;

/// <summary>Reads the whole archive and checks every line, for <c>locals doctor</c>. Takes as long as reading the files takes.</summary>
public interface IArchiveInspection
{
    /// <summary>Checks every checksum.</summary>
    /// <exception cref="MemoryStoreException">The archive cannot be read.</exception>
    Task<ArchiveHealth> InspectAsync(CancellationToken cancellationToken = default);
}

/// <summary>What is in the archive, and what of it is damaged.</summary>
/// <param name="Segments">Files.</param>
/// <param name="Bytes">Size of all of them.</param>
/// <param name="Lines">Lines that read well.</param>
/// <param name="Conversations">Different conversations among them.</param>
/// <param name="Faults">Where damage is, and what kind; empty for a sound archive. Holds no conversation text.</param>
public sealed record ArchiveHealth(int Segments, long Bytes, int Lines, int Conversations, IReadOnlyList<string> Faults);
