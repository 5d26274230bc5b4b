namespace LocalsOnly.Memory.Postings;

/// <summary>Terms of titles stand in the same dictionary behind a mark that no word begins with, and point to the first document of the block.</summary>
internal static class TitleTerms
{
    public const char Mark = '\u0001';

    public static bool Is(ReadOnlySpan<byte> term) => !term.IsEmpty && term[0] == Mark;
}
