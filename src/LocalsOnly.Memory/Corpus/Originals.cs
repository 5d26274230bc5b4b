using LocalsOnly.Memory.Archive;
using LocalsOnly.Memory.Index;
using Microsoft.Data.Sqlite;

namespace LocalsOnly.Memory.Corpus;

/// <summary>Conversations as they were archived, nothing redacted: the only way from the index back to what it was made from.</summary>
internal sealed class Originals(ArchiveReader archive)
{
    /// <summary>The original of a conversation by its row in the index.</summary>
    /// <exception cref="MemoryStoreException">The archive is away or damaged at that place.</exception>
    public Conversation Read(SqliteConnection connection, long id)
    {
        using var command = connection.Command("SELECT key, segment, offset FROM conversations WHERE id = $id", ("$id", id));
        using var row = command.ExecuteReader();
        if (!row.Read()) throw new InvalidOperationException($"The index has no conversation {id}.");
        return Read(row.GetString(0), new ArchivePosition(row.GetInt32(1), row.GetInt64(2)));
    }

    /// <summary>The original of the conversation that the index says is at this position.</summary>
    /// <inheritdoc cref="Read(SqliteConnection, long)"/>
    public Conversation Read(string key, ArchivePosition at) =>
        TryRead(key, at) ?? throw new MemoryStoreException(
            $"The archive directory {archive.Directory} does not hold {key} where it was: mount it again, or run locals doctor to see what of it is damaged.");

    /// <summary>Null when the archive has something else there, or something damaged.</summary>
    /// <exception cref="MemoryStoreException">The archive cannot be read.</exception>
    public Conversation? TryRead(string key, ArchivePosition at)
    {
        try
        {
            return archive.ReadAt(at)?.Entry?.Conversation is { } found && found.Key == key ? found : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new MemoryStoreException(
                $"The archive directory {archive.Directory} cannot be read ({fault.Message.TrimEnd('.')}): mount it or allow reading there, or set Data:Nas to another directory.", fault);
        }
    }
}
