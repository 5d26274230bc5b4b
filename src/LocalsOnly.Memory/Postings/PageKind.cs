namespace LocalsOnly.Memory.Postings;

/// <summary>What a page of a segment holds.</summary>
internal enum PageKind
{
    /// <summary>The columns of <see cref="DocumentColumns"/>; one page.</summary>
    Documents,

    /// <summary>The first term of each dictionary page and where its first list begins; one page.</summary>
    TermIndex,

    /// <summary>Terms, ascending by their UTF-8 bytes, each with the size of its list.</summary>
    Dictionary,

    /// <summary>The lists, one after another, cut into pages of <see cref="PageId.PostingBytes"/>.</summary>
    Postings,
}

/// <summary>The row of a page: segment, kind and number in one integer, so that pages that are read together lie together.</summary>
internal static class PageId
{
    /// <summary>Bytes of lists on a page; all but the last are full. With its checksum it just fits on a page of the file, and is read where it lies.</summary>
    public const int PostingBytes = 16_256;

    private const int SegmentShift = 24;
    private const int KindShift = 21;

    public static long Of(long segment, PageKind kind, int number) => (segment << SegmentShift) | ((long)kind << KindShift) | (uint)number;

    /// <summary>The rows of all pages of a segment: from, to exclusively.</summary>
    public static (long From, long To) Range(long segment) => (segment << SegmentShift, (segment + 1) << SegmentShift);
}
