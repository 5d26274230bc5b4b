using Microsoft.Extensions.Logging;

namespace LocalsOnly.Agents.Personas;

/// <summary>
/// The personas of <c>agents/</c>. A changed file takes effect with the next turn; a broken or vanished one leaves its last good version
/// answering, and says so until it is mended.
/// </summary>
/// <remarks>
/// Changes are found by looking (length and write time), not by a file watcher: watchers miss changes on network shares and in containers,
/// and looking at a handful of files costs microseconds.
/// </remarks>
internal sealed class PersonaStore(string folder, ILogger<PersonaStore> logger) : IPersonaStore
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private string? _folderProblem;

    public IReadOnlyList<Persona> All
    {
        get
        {
            lock (_gate)
            {
                Refresh();
                return [.. _entries.Values.Select(entry => entry.Persona).OfType<Persona>()];
            }
        }
    }

    public IReadOnlyList<PersonaProblem> Problems
    {
        get
        {
            lock (_gate)
            {
                Refresh();
                var problems = _entries
                    .Where(pair => pair.Value.Problem is not null)
                    .Select(pair => new PersonaProblem(pair.Key, pair.Value.Problem!, pair.Value.Persona is not null));
                return _folderProblem is null ? [.. problems] : [new PersonaProblem("agents", _folderProblem, _entries.Count > 0), .. problems];
            }
        }
    }

    public Persona? Find(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        lock (_gate)
        {
            Refresh();
            return _entries.GetValueOrDefault(id.Trim().ToLowerInvariant())?.Persona;
        }
    }

    private void Refresh()
    {
        string[] directories;
        try
        {
            directories = Directory.GetDirectories(folder);
            SetFolderProblem(null);
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            SetFolderProblem($"{folder} cannot be read ({missing.Message.TrimEnd('.')}); set Agents:Folder to the folder that holds the personas.");
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var directory in directories)
        {
            var id = Path.GetFileName(directory).ToLowerInvariant();
            var file = new FileInfo(Path.Combine(directory, "persona.md"));
            if (!file.Exists) continue;
            seen.Add(id);
            if (!_entries.TryGetValue(id, out var entry)) _entries.Add(id, entry = new Entry());
            if (entry.Stamp != Stamp(file)) Load(id, file, entry);
        }

        foreach (var id in _entries.Keys.Where(id => !seen.Contains(id)).ToList()) Vanish(id);
    }

    private void Load(string id, FileInfo file, Entry entry)
    {
        var stamp = Stamp(file);
        try
        {
            var changed = entry.Persona is not null;
            entry.Persona = PersonaFile.Parse(id, File.ReadAllText(file.FullName));
            entry.Problem = null;
            entry.Stamp = stamp;
            if (changed) logger.LogInformation("{Persona} was reloaded: its file changed.", entry.Persona.Name);
        }
        catch (FormatException broken)
        {
            entry.Stamp = stamp;
            SetProblem(entry, $"agents/{id}/persona.md: {broken.Message}.");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // No stamp: a file that is being written now is read again at the next look.
            SetProblem(entry, $"agents/{id}/persona.md cannot be read ({unreadable.Message.TrimEnd('.')}).");
        }
    }

    private void Vanish(string id)
    {
        var entry = _entries[id];
        if (entry.Persona is null) _entries.Remove(id);
        else if (entry.Stamp is not null)
        {
            entry.Stamp = null;
            SetProblem(entry, $"agents/{id}/persona.md is gone; restart the host if {entry.Persona.Name} should be gone too.");
        }
    }

    private void SetProblem(Entry entry, string sentence)
    {
        if (entry.Problem == sentence) return;
        entry.Problem = sentence;
        logger.LogWarning("{Problem}{Kept}", sentence, entry.Persona is null ? "" : " The last good version goes on answering.");
    }

    private void SetFolderProblem(string? sentence)
    {
        if (sentence is not null && sentence != _folderProblem) logger.LogWarning("{Problem}", sentence);
        _folderProblem = sentence;
    }

    private static (long Length, DateTime WrittenUtc) Stamp(FileInfo file) => (file.Length, file.LastWriteTimeUtc);

    private sealed class Entry
    {
        public Persona? Persona { get; set; }

        public string? Problem { get; set; }

        public (long Length, DateTime WrittenUtc)? Stamp { get; set; }
    }
}
