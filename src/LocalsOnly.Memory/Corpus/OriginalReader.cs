using LocalsOnly.Memory.Archive;
using LocalsOnly.Memory.Index;
using LocalsOnly.Memory.Merging;

namespace LocalsOnly.Memory.Corpus;

/// <summary>Conversations as they were archived, nothing redacted: the only way from the index back to what it was made from. For one thread at a time.</summary>
internal sealed class OriginalReader(IndexDatabase database, ArchiveReader archive) : IDisposable
{
    private LineReader? _lines;

    /// <summary>What an owner's live observations of a conversation make together; null when there are none any more, or when one of them is damaged.</summary>
    /// <exception cref="MemoryStoreException">The archive is away, or the index cannot be read.</exception>
    public (Conversation? Conversation, bool IsDamaged) Read(string owner, string key)
    {
        try
        {
            // A second time, because another process may have rewritten the archive meanwhile; the index says then where it is now.
            return TryRead(owner, key) ?? TryRead(owner, key) ?? (null, true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Away(fault);
        }
    }

    /// <summary>All of an owner's observations of a conversation, those that count no more as well, each by itself, as far as they can be read.</summary>
    /// <exception cref="MemoryStoreException">The archive is away, or the index cannot be read.</exception>
    public IReadOnlyList<Conversation> ReadEach(string owner, string key)
    {
        try
        {
            var each = new List<Conversation>();
            _lines ??= new LineReader(Layout());
            foreach (var observation in database.Ask(connection => Observations.Of(connection, owner, key)))
                if (_lines.Read(observation.Line)?.Conversation is { } conversation && conversation.Key == key) each.Add(conversation);
            return each;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Away(fault);
        }
    }

    /// <summary>
    /// Keys of an owner's conversations of which some observation meets a condition, though the index may not know it: see <see cref="Observations.PartlyIndexed"/>. The archive is read in its order.
    /// </summary>
    /// <exception cref="MemoryStoreException">The archive is away, or the index cannot be read.</exception>
    public HashSet<string> KeysWhereAny(string owner, Func<Conversation, bool> meets)
    {
        try
        {
            var keys = new HashSet<string>(StringComparer.Ordinal);
            _lines ??= new LineReader(Layout());
            foreach (var (key, line) in database.Ask(connection => Observations.PartlyIndexed(connection, owner)))
                if (!keys.Contains(key) && _lines.Read(line)?.Conversation is { } conversation && conversation.Key == key && meets(conversation)) keys.Add(key);
            return keys;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Away(fault);
        }
    }

    public void Dispose() => Forget();

    // Null when something is not where it should be; the files are then looked up anew.
    private (Conversation?, bool)? TryRead(string owner, string key)
    {
        var observations = database.Ask(connection => Observations.Of(connection, owner, key));
        var fold = new ConversationFold();
        try
        {
            _lines ??= new LineReader(Layout());
            if (Observations.TryAddTo(fold, observations, _lines) is null) return (fold.Count > 0 ? fold.Result().Conversation : null, false);
        }
        catch (FileNotFoundException)
        {
            // As any other that is not there.
        }
        Forget();
        return null;
    }

    private MemoryStoreException Away(Exception fault) => new(
        $"The archive directory {archive.Directory} cannot be read ({fault.Message.TrimEnd('.')}): mount it or allow reading there, or set Data:Nas to another directory.", fault);

    private void Forget()
    {
        _lines?.Dispose();
        _lines = null;
    }

    private ArchiveLayout Layout() => archive.Layout() is { IsEmpty: false } layout
        ? layout
        : throw new MemoryStoreException($"The archive directory {archive.Directory} is empty, but conversations from it are indexed: mount it again.");
}
