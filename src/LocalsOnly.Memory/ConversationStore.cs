using LocalsOnly.Memory.Archive;
using LocalsOnly.Memory.Index;
using LocalsOnly.Memory.Keeping;
using LocalsOnly.Memory.Redaction;
using LocalsOnly.Memory.Storing;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Memory;

/// <summary>The archive and the index as one store: what is written goes into the first, what is asked comes from the second.</summary>
internal sealed class ConversationStore(IOptions<DataOptions> options, ArchiveReader archive, IndexDatabase database, Indexer indexer, IndexLeftovers leftovers, Removal removal, Redactor redactor, TimeProvider time)
    : IConversationStore, IArchiveInspection
{
    /// <summary>What the archive does to the disk; tests put in its place what fails.</summary>
    internal ArchiveFiles Files { get; set; } = ArchiveFiles.Disk;

    /// <summary>From which size a segment of the archive is followed by a new one, in bytes; tests take a smaller one.</summary>
    internal long SegmentBytes { get; set; } = ArchiveWriter.FullBytes;

    public async Task<IConversationWriter> OpenWriterAsync(IReadOnlyList<string> inputs, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return await OpenWriterAsync(Audience.Everyone, inputs, cancellationToken);
    }

    public Task<IConversationWriter> OpenWriterAsync(CancellationToken cancellationToken = default) => OpenWriterAsync([], cancellationToken);

    /// <summary>Opens a writer of what is said here: no import, and none to be undone.</summary>
    public Task<ConversationWriter> OpenSayingWriterAsync(Audience audience, CancellationToken cancellationToken = default) => OpenWriterAsync(audience, null, cancellationToken);

    /// <summary>Opens a writer whose conversations only a part of the house may see.</summary>
    public Task<ConversationWriter> OpenWriterAsync(Audience audience, IReadOnlyList<string>? inputs, CancellationToken cancellationToken = default) => Task.Run(() =>
    {
        var writer = OpenArchive(cancellationToken);
        try
        {
            return new ConversationWriter(writer, archive, database, indexer, redactor, audience, inputs, time);
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }, cancellationToken);

    /// <summary>Takes the archive's lock, with an index that holds all of it.</summary>
    /// <exception cref="MemoryStoreException">The archive cannot be written, or another writer has it.</exception>
    public ArchiveWriter OpenArchive(CancellationToken cancellationToken)
    {
        // Before anything is created: on an unmounted share this would begin a second archive beside the true one.
        indexer.CatchUp(cancellationToken);
        var writer = ArchiveWriter.Open(options.Value.Nas, SegmentBytes, Files);
        try
        {
            // Again, now that nobody else can append: what the last writer stored decides what is new.
            indexer.CatchUp(cancellationToken);
            leftovers.DeleteOld();
            removal.FinishDue(writer);
            return writer;
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    public Task<StoreOutcome> ForeseeAsync(string conversationKey, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(conversationKey);
        const string owner = MemoryScope.DefaultOwner;
        return Task.Run(
            () => indexer.Ask(
                connection => Observations.IsForgotten(connection, owner, conversationKey) ? StoreOutcome.Forgotten
                    : Observations.IsKnown(connection, owner, conversationKey) ? StoreOutcome.Unchanged : StoreOutcome.Added,
                cancellationToken),
            cancellationToken);
    }

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
        var layout = archive.Layout();
        var keys = new HashSet<(string, string)>();
        var faults = new List<string>();
        var lines = 0;
        foreach (var block in ArchiveReader.ReadFrom(layout, ArchivePosition.Start))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (block.Fault is not null) faults.Add(block.Place(block.Fault));
            foreach (var line in block.Lines())
            {
                if (block.Parse(line, out var fault) is { } entry)
                {
                    lines++;
                    if (entry.Conversation is { } conversation) keys.Add((entry.Owner, conversation.Key));
                }
                else
                {
                    faults.Add(block.Place(fault!));
                }
            }
        }
        return new ArchiveHealth(layout.Lines.Count, layout.Lines.Sum(segment => new FileInfo(segment.Path).Length), lines, keys.Count, faults);
    }
}

/// <summary>Whose a stored conversation is, and who may see it.</summary>
internal sealed record Audience(string Owner, string? Persona = null, string? Channel = null)
{
    public static Audience Everyone { get; } = new(MemoryScope.DefaultOwner);
}
