using LocalsOnly.Memory.Index;

namespace LocalsOnly.Memory.Archive;

/// <summary>What lines of imports still hold when observations go: nothing of a forgotten conversation stays, not even its hash.</summary>
internal sealed class HeldLines
{
    private readonly HashSet<Digest> _kept = [];
    private readonly HashSet<Digest> _gone = [];
    private readonly List<(LineLocation Line, IReadOnlyList<string> Hashes)> _lines = [];

    /// <summary>Takes note of an observation.</summary>
    public void Observe(ArchiveEntry entry, Conversation conversation, bool isGone)
    {
        var hashes = isGone ? _gone : _kept;
        hashes.Add(Observations.DigestOf(entry, conversation));
        if (entry.Raw is { } raw) hashes.Add(Digest.Parse(raw.Sha256));
    }

    /// <summary>Takes note of what a line says is held.</summary>
    public void Add(LineLocation line, IReadOnlyList<string> hashes) => _lines.Add((line, hashes));

    /// <summary>The lines that change, with what they hold then.</summary>
    public Dictionary<LineLocation, IReadOnlyList<string>> Changed()
    {
        _gone.ExceptWith(_kept);
        var changed = new Dictionary<LineLocation, IReadOnlyList<string>>();
        if (_gone.Count == 0) return changed;
        foreach (var (line, hashes) in _lines)
        {
            List<string> left = [.. hashes.Where(hash => !_gone.Contains(Digest.Parse(hash)))];
            if (left.Count < hashes.Count) changed.Add(line, left);
        }
        return changed;
    }
}
