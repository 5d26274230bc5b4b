using System.Globalization;

namespace LocalsOnly.Memory.Archive;

/// <summary>Reads every byte of an archive and says what does not fit: checksums of files, blocks, lines and payloads, and references between them.</summary>
internal static class ArchiveCheck
{
    public static ArchiveVerdict Run(ArchiveLayout layout, CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        foreach (var segment in layout.Lines.Concat(layout.Raw)) CheckFile(segment, faults, cancellationToken);
        var payloads = ReadPayloads(layout, faults, cancellationToken);
        var referenced = new HashSet<(int, long)>();
        var keys = new HashSet<(string, string)>();
        var count = 0;
        foreach (var segment in layout.Lines)
        {
            var inSegment = 0;
            foreach (var block in ArchiveReader.ReadSegment(layout, segment, 0))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (block.Fault is not null) faults.Add(block.Place(block.Fault));
                foreach (var line in block.Lines())
                {
                    if (block.Parse(line, out var fault) is not { } entry)
                    {
                        faults.Add(block.Place(fault!));
                        continue;
                    }
                    inSegment++;
                    if (entry.Conversation is { } conversation) keys.Add((entry.Owner, conversation.Key));
                    if (entry.Raw is not { } raw) continue;
                    referenced.Add((raw.Segment, raw.Offset));
                    if (!payloads.TryGetValue((raw.Segment, raw.Offset), out var found) || found != (raw.Packed, raw.Length, raw.Sha256))
                        faults.Add(block.Place(string.Create(CultureInfo.InvariantCulture, $"refers to a payload that is not at byte {raw.Offset} of raw segment {raw.Segment}")));
                }
            }
            if (segment.Sealed is { } sealedSegment && sealedSegment.Lines != inSegment)
                faults.Add(string.Create(CultureInfo.InvariantCulture, $"{segment.Name}: it holds {inSegment} sound lines, the manifest says {sealedSegment.Lines}"));
            count += inSegment;
        }
        var files = layout.Lines.Concat(layout.Raw).ToList();
        return new ArchiveVerdict(
            files.Count, files.Sum(segment => new FileInfo(segment.Path).Length), count, keys.Count, payloads.Count, payloads.Keys.Count(key => !referenced.Contains(key)), faults);
    }

    private static void CheckFile(Segment segment, List<string> faults, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (segment.Sealed is not { } listed) return;
        var found = SealedSegment.Of(segment.Path, listed.Lines);
        if (found.Bytes != listed.Bytes)
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"{segment.Name}: it has {found.Bytes} bytes, the manifest says {listed.Bytes}"));
        else if (found.Sha256 != listed.Sha256)
            faults.Add($"{segment.Name}: its SHA-256 is not the one in the manifest");
    }

    private static Dictionary<(int Segment, long Offset), (int Packed, int Length, string Sha256)> ReadPayloads(
        ArchiveLayout layout, List<string> faults, CancellationToken cancellationToken)
    {
        var payloads = new Dictionary<(int, long), (int, int, string)>();
        foreach (var segment in layout.Raw)
        {
            using var file = ArchiveReader.Open(segment);
            foreach (var span in MemberWalk.From(file, 0, mayBeUnfinished: segment.Sealed is null && segment == layout.Raw[^1]))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var content = span.Fault is null ? GzipMember.Unpack(MemberWalk.Read(file, span.Offset, span.Length)) : null;
                if (content is [.. var payload, (byte)'\n'])
                    payloads[(segment.Number, span.Offset)] = ((int)span.Length, payload.Length, Digest.OfBytes(payload).ToString());
                else if (content is not { Length: 0 })
                    faults.Add(string.Create(CultureInfo.InvariantCulture, $"{segment.Name}: what is at byte {span.Offset} {span.Fault ?? "is damaged: it does not unpack to what was written"}"));
            }
        }
        return payloads;
    }
}
