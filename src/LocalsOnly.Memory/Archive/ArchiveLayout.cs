using System.Security.Cryptography;

namespace LocalsOnly.Memory.Archive;

/// <summary>Which files of a directory are the archive, and in which order they are read.</summary>
/// <param name="Manifest">Null for an archive of version 1 and for none.</param>
/// <param name="Lines">Segments of lines, ascending.</param>
/// <param name="Raw">Segments of raw payloads, ascending.</param>
/// <param name="Leftovers">Files that an interrupted rewrite left, safe to delete for whoever holds the lock.</param>
internal sealed record ArchiveLayout(Manifest? Manifest, IReadOnlyList<Segment> Lines, IReadOnlyList<Segment> Raw, IReadOnlyList<string> Leftovers)
{
    private const string Unfinished = ".new";

    public bool IsEmpty => Manifest is null && Lines.Count == 0;

    /// <summary>Looks at a directory; one that does not exist holds no archive.</summary>
    /// <exception cref="MemoryStoreException">The manifest cannot be read, or a file that it lists is missing.</exception>
    public static ArchiveLayout Read(string directory) => Read(directory, Manifest.Read);

    /// <param name="read">Reads the manifest, again when another process rewrote the archive between that and looking for its files.</param>
    /// <inheritdoc cref="Read(string)"/>
    public static ArchiveLayout Read(string directory, Func<string, Manifest?> read)
    {
        for (var manifest = read(directory); ;)
        {
            var names = Directory.Exists(directory) ? [.. Directory.EnumerateFiles(directory).Select(Path.GetFileName).OfType<string>()] : new List<string>();
            if (Missing(manifest, names) is not { } missing) return Of(directory, manifest, names);
            var newer = read(directory);
            if (newer?.Generation == manifest?.Generation)
                throw new MemoryStoreException($"The archive directory {directory} lacks {missing}, which its manifest lists: mount all of it again, or restore the file from a backup.");
            manifest = newer;
        }
    }

    private static ArchiveLayout Of(string directory, Manifest? manifest, List<string> names)
    {
        var leftovers = names.Where(IsUnfinished).Select(name => Path.Combine(directory, name)).ToList();
        var lines = Choose(directory, SegmentNames.Lines, names, manifest?.Conversations ?? [], leftovers);
        var raw = Choose(directory, SegmentNames.Raw, names, manifest?.Raw ?? [], leftovers);
        return new ArchiveLayout(manifest, lines, raw, leftovers);
    }

    /// <summary>Identity of the archive; null when there is none. An index that was made from another is of no use.</summary>
    public string? Identity()
    {
        if (Manifest is not null) return Manifest.Archive;
        if (Lines.Count == 0) return null;
        // Of version 1: made of its first line's checksum, and kept when the first manifest is written.
        using var file = new FileStream(Lines[0].Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0);
        Span<byte> head = stackalloc byte[80];
        var read = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return read < head.Length ? null : Convert.ToHexStringLower(SHA256.HashData(head).AsSpan(0, 16));
    }

    // Somebody may keep files of their own there, and call one so.
    private static bool IsUnfinished(string name) =>
        name.EndsWith(Unfinished, StringComparison.Ordinal) && name[..^Unfinished.Length] is var whole &&
        (whole == Manifest.FileName || SegmentNames.Parse(SegmentNames.Lines, whole) is not null || SegmentNames.Parse(SegmentNames.Raw, whole) is not null);

    private static string? Missing(Manifest? manifest, List<string> names)
    {
        if (manifest is null) return null;
        var present = names.ToHashSet(StringComparer.Ordinal);
        var lines = manifest.Conversations.Where(segment => SegmentNames.Parse(SegmentNames.Lines, segment.File) is not null);
        var raw = manifest.Raw.Where(segment => SegmentNames.Parse(SegmentNames.Raw, segment.File) is not null);
        return lines.Concat(raw).FirstOrDefault(segment => !present.Contains(segment.File))?.File;
    }

    private static List<Segment> Choose(string directory, string kind, List<string> names, IReadOnlyList<SealedSegment> listed, List<string> leftovers)
    {
        var chosen = new List<Segment>();
        foreach (var segment in listed)
        {
            if (SegmentNames.Parse(kind, segment.File) is not { } name) continue;
            chosen.Add(new Segment(name.Number, name.Revision, Path.Combine(directory, segment.File), segment));
        }
        var last = chosen.Count > 0 ? chosen.Max(segment => segment.Number) : 0;
        foreach (var group in names.Select(file => (File: file, Name: SegmentNames.Parse(kind, file))).Where(found => found.Name is not null).GroupBy(found => found.Name!.Value.Number))
        {
            // Without a manifest the latest revision is the whole one: it has its name only since it was complete.
            var best = group.Key > last ? group.MaxBy(found => (found.Name!.Value.Revision, found.File.Length)).File : null;
            foreach (var (file, name) in group)
            {
                var path = Path.Combine(directory, file);
                if (file == best) chosen.Add(new Segment(name!.Value.Number, name.Value.Revision, path, null));
                else if (!chosen.Any(segment => segment.Path == path)) leftovers.Add(path);
            }
        }
        chosen.Sort((one, other) => one.Number.CompareTo(other.Number));
        return chosen;
    }
}
