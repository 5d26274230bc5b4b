namespace LocalsOnly.Memory.Archive;

/// <summary>Counts what is in a segment, for the manifest.</summary>
internal static class SegmentContent
{
    /// <summary>Lines of all blocks that unpack.</summary>
    public static long CountLines(string path)
    {
        using var file = Open(path);
        return MemberWalk.From(file, 0, mayBeUnfinished: false).Where(span => span.Fault is null)
            .Sum(span => GzipMember.Unpack(MemberWalk.Read(file, span.Offset, span.Length))?.AsSpan().Count((byte)'\n') ?? 0L);
    }

    /// <summary>Members, which in a segment of payloads are the payloads.</summary>
    public static long CountMembers(string path)
    {
        using var file = Open(path);
        return MemberWalk.From(file, 0, mayBeUnfinished: false).LongCount(span => span.Fault is null);
    }

    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0);
}
