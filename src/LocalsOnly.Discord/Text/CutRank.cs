namespace LocalsOnly.Discord.Text;

/// <summary>How good a place to cut a text is; more is better.</summary>
internal enum CutRank
{
    /// <summary>None at all.</summary>
    None,
    Word,
    Sentence,

    /// <summary>Between lines.</summary>
    Line,

    /// <summary>Between items of a list.</summary>
    Item,

    /// <summary>Between paragraphs, and at the borders of code, lists, quotes and tables.</summary>
    Block,
}

/// <summary>A place to cut.</summary>
/// <param name="End">Where the part before it ends.</param>
/// <param name="Next">Where the part after it begins; between the two is white space, or a line that closes a fence.</param>
/// <param name="InMark">It would cut a piece of bold, a link or the like in two.</param>
/// <param name="Line">The line that <paramref name="End"/> is in.</param>
internal readonly record struct Cut(int End, int Next, CutRank Rank, bool InMark, int Line);
