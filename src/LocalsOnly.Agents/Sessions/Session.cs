using LocalsOnly.Agents.Journals;

namespace LocalsOnly.Agents.Sessions;

/// <summary>One conversation that the host keeps: its file, and what is in it. One turn at a time goes on in it.</summary>
internal sealed class Session(string path) : IDisposable
{
    private readonly Journal<SessionEntry> _journal = new(path, SessionJson.Default.SessionEntry);
    private readonly SemaphoreSlim _turns = new(1, 1);
    private readonly Lock _gate = new();
    private SessionTail? _tail;
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

    /// <summary>Every entry, oldest first, read anew: years of a channel are in its file and not in memory.</summary>
    /// <exception cref="Tools.ToolException">The file cannot be read.</exception>
    public IReadOnlyList<SessionEntry> Entries
    {
        get
        {
            lock (_gate) return _journal.Read();
        }
    }

    /// <summary>What stands before the next message.</summary>
    /// <exception cref="Tools.ToolException">The file cannot be read.</exception>
    public SessionHistory History()
    {
        lock (_gate) return Load().History;
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
            var isCurrent = _tail is not null && Stamp() == _stamp;
            _journal.Append(entries);
            if (!isCurrent)
            {
                _tail = null;
                return;
            }

            foreach (var entry in entries) _tail!.Add(entry);
            _stamp = Stamp();
        }
    }

    /// <summary>Keeps what the persona said by itself, once for each <see cref="SessionSaid.Post"/>.</summary>
    /// <param name="opened">The first line of a session that is new.</param>
    /// <returns>False when it is kept already.</returns>
    /// <exception cref="Tools.ToolException">The file cannot be read, or the disk does not take it.</exception>
    public bool Say(DateTimeOffset at, SessionSaid said, SessionOpened opened)
    {
        lock (_gate)
        {
            if (_journal.Read().Any(entry => entry.Said?.Post == said.Post)) return false;
            List<SessionEntry> entries = IsNew ? [new SessionEntry(at) { Opened = opened }] : [];
            Append([.. entries, new SessionEntry(at) { Said = said }]);
            return true;
        }
    }

    /// <summary>Removes what is a copy of these conversations. A summary may tell of them, so it goes too, and what it covered is summed up anew.</summary>
    /// <exception cref="Tools.ToolException">The disk does not take it.</exception>
    public void Forget(IReadOnlyCollection<string> keys)
    {
        lock (_gate)
        {
            var entries = _journal.Read();
            if (!entries.Any(entry => entry.Key is { } key && keys.Contains(key))) return;
            List<SessionEntry> kept = [.. entries.Where(entry => entry.Summary is null && !(entry.Key is { } key && keys.Contains(key)))];
            _journal.Replace(kept.Exists(entry => entry.Said is not null || entry.Turn is not null) ? kept : []);
            _tail = null;
        }
    }

    public void Dispose() => _turns.Dispose();

    // Another process may have forgotten something, or somebody may have mended the file.
    private SessionTail Load()
    {
        var stamp = Stamp();
        if (_tail is not null && stamp == _stamp) return _tail;
        var tail = new SessionTail();
        foreach (var entry in _journal.Read()) tail.Add(entry);
        _stamp = stamp;
        return _tail = tail;
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
