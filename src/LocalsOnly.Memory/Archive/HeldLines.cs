using LocalsOnly.Memory.Index;

namespace LocalsOnly.Memory.Archive;

/// <summary>What lines of imports still hold when observations go: nothing of a forgotten conversation stays, not even its hash.</summary>
internal static class HeldLines
{
    /// <summary>The lines that change, with what they hold then.</summary>
    /// <param name="dropped">Lines that go.</param>
    /// <param name="gone">Digests of the observations among them; those that another line has as well are taken out.</param>
    public static Dictionary<LineLocation, IReadOnlyList<string>> Changed(
        ArchiveLayout layout, HashSet<LineLocation> dropped, HashSet<Digest> gone, CancellationToken cancellationToken)
    {
        var touched = new Dictionary<LineLocation, IReadOnlyList<string>>();
        foreach (var block in ArchiveReader.ReadFrom(layout, ArchivePosition.Start))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var line in block.Lines())
            {
                if (dropped.Contains(line) || block.Parse(line, out _) is not { } entry) continue;
                if (entry.Conversation is { } conversation) gone.Remove(Observations.DigestOf(entry, conversation));
                else if (entry.Held is { } held && held.Any(hash => gone.Contains(Digest.Parse(hash)))) touched[line] = held;
            }
        }
        var changed = new Dictionary<LineLocation, IReadOnlyList<string>>();
        foreach (var (line, held) in touched)
        {
            List<string> left = [.. held.Where(hash => !gone.Contains(Digest.Parse(hash)))];
            if (left.Count < held.Count) changed.Add(line, left);
        }
        return changed;
    }
}
