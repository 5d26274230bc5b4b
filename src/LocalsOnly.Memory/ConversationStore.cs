using LocalsOnly.Memory.Archive;
using LocalsOnly.Memory.Corpus;
using LocalsOnly.Memory.Index;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Memory;

/// <summary>The archive and the index as one store: what is written goes into the first, what is asked comes from the second.</summary>
internal sealed class ConversationStore(
    IOptions<DataOptions> options, ArchiveReader archive, IndexDatabase database, Originals originals, Indexer indexer, TimeProvider time) : IConversationStore, IArchiveInspection
{
    public async Task<IConversationWriter> OpenWriterAsync(CancellationToken cancellationToken = default) =>
        await OpenWriterAsync(Audience.Everyone, cancellationToken);

    /// <summary>Opens a writer whose conversations only a part of the house may see.</summary>
    public Task<ConversationWriter> OpenWriterAsync(Audience audience, CancellationToken cancellationToken = default) => Task.Run(() =>
    {
        var directory = options.Value.Nas;
        // Before anything is created: on an unmounted share this would begin a second archive beside the true one.
        indexer.CatchUp(cancellationToken);
        var writer = ArchiveWriter.Open(directory);
        try
        {
            // Again, now that nobody else can append: what the last writer stored decides what is new.
            indexer.CatchUp(cancellationToken);
            return new ConversationWriter(writer, database, originals, indexer, audience, time);
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }, cancellationToken);

    public Task<int> CatchUpAsync(CancellationToken cancellationToken = default) => Task.Run(() => indexer.CatchUp(cancellationToken), cancellationToken);

    public Task<ArchiveHealth> InspectAsync(CancellationToken cancellationToken = default) => Task.Run(() =>
    {
        try
        {
            return Inspect(cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new MemoryStoreException(
                $"The archive directory {archive.Directory} cannot be read ({fault.Message.TrimEnd('.')}): mount it or allow reading there, or set Data:Nas to another directory.",
                fault);
        }
    }, cancellationToken);

    private ArchiveHealth Inspect(CancellationToken cancellationToken)
    {
        var segments = Segments.List(archive.Directory);
        var keys = new HashSet<(string, string)>();
        var faults = new List<string>();
        var lines = 0;
        foreach (var item in archive.ReadFrom(ArchivePosition.Start))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (item.Entry is { } entry)
            {
                lines++;
                keys.Add((entry.Owner, entry.Conversation.Key));
            }
            else
            {
                faults.Add($"{Path.GetFileName(Segments.PathOf(archive.Directory, item.At.Segment))}: the line at byte {item.At.Offset} {item.Fault}");
            }
        }
        return new ArchiveHealth(segments.Count, segments.Sum(segment => new FileInfo(Segments.PathOf(archive.Directory, segment)).Length), lines, keys.Count, faults);
    }
}

/// <summary>Whose a stored conversation is, and who may see it.</summary>
internal sealed record Audience(string Owner, string? Persona = null, string? Channel = null)
{
    public static Audience Everyone { get; } = new(MemoryScope.DefaultOwner);
}
