using System.Text;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace LocalsOnly.Memory.Knowledge;

/// <summary>Markdown into sections: a heading is what CommonMark calls one, ATX or setext, and no line in a code block, a list or a quotation.</summary>
internal static class Sections
{
    private static readonly MarkdownPipeline s_pipeline = new MarkdownPipelineBuilder().UsePreciseSourceLocation().UsePipeTables().Build();

    /// <param name="text">Without front matter, line ends \n.</param>
    /// <param name="firstLine">Line of the file that <paramref name="text"/> begins on.</param>
    /// <exception cref="FormatException">Lists or quotations are nested deeper than any reader follows; a sentence for the person.</exception>
    public static List<Section> Of(string text, int firstLine)
    {
        var blocks = Parse(text);
        var sections = new List<Section>();
        var open = new List<(int Level, string Title)>();
        HeadingBlock? heading = null;
        var pieces = new List<Piece>();
        // Comments and reference definitions may lie above the first block or below a heading without being a block of their own.
        Add(0, blocks.Count > 0 ? StartOf(blocks[0], text) : text.Length, PieceForm.Lines, 0);
        for (var i = 0; i < blocks.Count; i++)
        {
            var end = i + 1 < blocks.Count ? StartOf(blocks[i + 1], text) : text.Length;
            if (blocks[i] is not HeadingBlock next)
            {
                Add(StartOf(blocks[i], text), end, FormOf(blocks[i]), blocks[i].Line);
                continue;
            }
            Close();
            heading = next;
            open.RemoveAll(above => above.Level >= next.Level);
            open.Add((next.Level, TitleOf(next)));
            var after = EndOf(next, text);
            Add(after, end, PieceForm.Lines, next.Line + Lines(text.AsSpan(next.Span.Start, after - next.Span.Start)));
        }
        Close();
        return sections;

        void Add(int start, int end, PieceForm form, int line)
        {
            var whole = text.AsSpan(start, end - start);
            var piece = whole.TrimEnd();
            var indent = whole.Length - whole.TrimStart('\n').Length;
            if (!piece.IsEmpty && !piece.IsWhiteSpace()) pieces.Add(new Piece(form, piece[indent..].ToString(), firstLine + line + indent));
        }

        void Close()
        {
            if (heading is null && pieces.Count == 0) return;
            var marker = heading is null ? "" : text[heading.Span.Start..EndOf(heading, text)].TrimEnd();
            sections.Add(new Section([.. open.Select(above => above.Title)], marker, heading?.Level ?? 0, open.Count > 0 ? open[0].Level : 0, firstLine + (heading?.Line ?? pieces[0].Line - firstLine), pieces));
            pieces = [];
        }
    }

    private static List<Block> Parse(string text)
    {
        try
        {
            // Reference definitions are gathered in one block at the end, whose place says nothing; their text goes with the block above them.
            return [.. Markdown.Parse(text, s_pipeline).Where(block => block is not LinkReferenceDefinitionGroup && !block.Span.IsEmpty).OrderBy(block => block.Span.Start)];
        }
        catch (ArgumentException deep)
        {
            throw new FormatException("Its lists or quotations are nested too deeply to be read; flatten them.", deep);
        }
    }

    private static PieceForm FormOf(Block block) => block switch
    {
        Table => PieceForm.Table,
        FencedCodeBlock => PieceForm.Fenced,
        ParagraphBlock => PieceForm.Prose,
        _ => PieceForm.Lines,
    };

    // With its indentation, which in a list or in code means something.
    private static int StartOf(Block block, string text) => block.Span.Start == 0 ? 0 : text.LastIndexOf('\n', block.Span.Start - 1) + 1;

    // Of a setext heading the line below the text belongs to it.
    private static int EndOf(HeadingBlock heading, string text)
    {
        var end = text.IndexOf('\n', Math.Min(heading.Span.End, text.Length - 1));
        return end < 0 ? text.Length : end;
    }

    private static int Lines(ReadOnlySpan<char> text) => text.Count('\n');

    private static string TitleOf(HeadingBlock heading)
    {
        var title = new StringBuilder();
        foreach (var inline in heading.Inline?.Descendants() ?? [])
        {
            _ = inline switch
            {
                LiteralInline literal => title.Append(literal.Content.AsSpan()),
                CodeInline code => title.Append(code.ContentSpan),
                HtmlEntityInline entity => title.Append(entity.Transcoded.AsSpan()),
                AutolinkInline link => title.Append(link.Url),
                LineBreakInline => title.Append(' '),
                _ => title,
            };
        }
        return string.Join(' ', title.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) is { Length: > 0 } words ? words : "Untitled";
    }
}
