using LocalsOnly.Agents.Journals;

namespace LocalsOnly.Agents.Sessions;

/// <summary>One conversation that the host keeps: its file, and what is in it. One turn at a time goes on in it.</summary>
internal sealed class Session(string path) : IDisposable
{
    private readonly Journal<SessionEntry> _journal = new(path, SessionJson.Default.SessionEntry);
    private readonly SemaphoreSlim _turns = new(1, 1);
    private readonly Lock _gate = new();
    private List<SessionEntry>? _entries;
    private (long Length, DateTime Written) _stamp;

    /// <summary>The file's name without its ending.</summary>
    public string Name { get; } = Path.GetFileNameWithoutExtension(path);

    /// <summary>Waits for the turn before it to end.</summary>
    /// <returns>Disposing it lets the next one begin.</returns>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken);
        return new Turn(_turns);
    }

    /// <summary>Every entry, oldest first.</summary>
    /// <exception cref="Tools.ToolException">The file cannot be read.</exception>
    public IReadOnlyList<SessionEntry> Entries
    {
        get
        {
            lock (_gate) return [.. Load()];
        }
    }

    /// <summary>What stands before the next message: the messages that no summary covers, and the summary.</summary>
    /// <exception cref="Tools.ToolException">The file cannot be read.</exception>
    public (IReadOnlyList<TurnMessage> Messages, string Summary) History()
    {
        lock (_gate)
        {
            var entries = Load();
            var summary = entries.FindLast(entry => entry.Summary is not null)?.Summary;
            return ([.. entries.Select(entry => entry.Said).OfType<SessionSaid>().Skip(summary?.Covers ?? 0).Select(said => new TurnMessage(said.FromPerson, said.Text) { Name = said.Name })], summary?.Text ?? "");
        }
    }

    /// <summary>Nothing has been kept in it yet.</summary>
    public bool IsNew
    {
        get
        {
            lock (_gate) return Stamp().Length == 0;
        }
    }

    /// <summary>Keeps entries, all or none. What nobody has read is not read for it.</summary>
    /// <exception cref="Tools.ToolException">The disk does not take it.</exception>
    public void Append(params ReadOnlySpan<SessionEntry> entries)
    {
        lock (_gate)
        {
            var isCurrent = _entries is not null && Stamp() == _stamp;
            _journal.Append(entries);
            if (!isCurrent)
            {
                _entries = null;
                return;
            }

            _entries!.AddRange(entries);
            _stamp = Stamp();
        }
    }

    /// <summary>Removes what is a copy of these conversations. A summary may tell of them, so it goes too, and what it covered is summed up anew.</summary>
    /// <exception cref="Tools.ToolException">The disk does not take it.</exception>
    public void Forget(IReadOnlyCollection<string> keys)
    {
        lock (_gate)
        {
            var entries = Load();
            if (!entries.Exists(entry => entry.Key is { } key && keys.Contains(key))) return;
            var kept = entries.FindAll(entry => entry.Summary is null && !(entry.Key is { } key && keys.Contains(key)));
            _journal.Replace(kept.Exists(entry => entry.Said is not null || entry.Turn is not null) ? kept : []);
            _entries = null;
        }
    }

    public void Dispose() => _turns.Dispose();

    // Another process may have forgotten something, or somebody may have mended the file.
    private List<SessionEntry> Load()
    {
        var stamp = Stamp();
        if (_entries is not null && stamp == _stamp) return _entries;
        _entries = [.. _journal.Read()];
        _stamp = stamp;
        return _entries;
    }

    private (long Length, DateTime Written) Stamp()
    {
        var file = new FileInfo(path);
        return file.Exists ? (file.Length, file.LastWriteTimeUtc) : default;
    }

    private sealed class Turn(SemaphoreSlim turns) : IDisposable
    {
        private int _ended;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _ended, 1) == 0) turns.Release();
        }
    }
}
