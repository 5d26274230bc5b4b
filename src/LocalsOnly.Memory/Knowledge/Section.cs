namespace LocalsOnly.Memory.Knowledge;

/// <summary>A heading with its own text, up to the next heading of whatever level.</summary>
/// <param name="Headings">From the outermost to its own; empty for the text before the first heading.</param>
/// <param name="Marker">Its heading as written, <c>## The wheel</c>; empty where there is none.</param>
/// <param name="Level">1 to 6; 0 for the text before the first heading.</param>
/// <param name="TopLevel">Level of the outermost of its headings; 0 where there is none.</param>
/// <param name="Line">Of its heading, from 1.</param>
/// <param name="Pieces">Its blocks in order; nothing between two headings is in no piece.</param>
internal sealed record Section(IReadOnlyList<string> Headings, string Marker, int Level, int TopLevel, int Line, IReadOnlyList<Piece> Pieces)
{
    public int Words { get; } = Pieces.Sum(piece => piece.Words);

    public string Text { get; } = string.Join("\n\n", Pieces.Select(piece => piece.Text));
}

/// <summary>A block that a passage holds whole: a paragraph, a list, a table, a code block.</summary>
/// <param name="Form">How to cut it if it alone is too long.</param>
/// <param name="Text">Markdown as written, without the blank lines around it.</param>
/// <param name="Line">Its first, from 1.</param>
internal sealed record Piece(PieceForm Form, string Text, int Line)
{
    public int Words { get; } = WordMeter.Count(Text);
}

/// <summary>Where a block that alone is too long may be cut.</summary>
internal enum PieceForm
{
    /// <summary>At the end of a sentence.</summary>
    Prose,

    /// <summary>At the end of a line or, in a list, before an item.</summary>
    Lines,

    /// <summary>At the end of a line, each part with the fence around it.</summary>
    Fenced,

    /// <summary>At the end of a row, each part with the table's head above it.</summary>
    Table,
}
