using System.Text;
using System.Text.RegularExpressions;

namespace LocalsOnly.Discord.Text;

/// <summary>A table of GitHub's Markdown (github.github.com/gfm, 4.10), which Discord does not render: as aligned columns of code, or as a list when those are too wide for a screen.</summary>
internal sealed partial class MarkdownTable
{
    private const int WidestColumns = 80;
    private const string Gap = "  ";

    private readonly List<string> _headers;
    private readonly List<Alignment> _alignments;
    private readonly List<List<string>> _rows = [];

    private MarkdownTable(List<string> headers, List<Alignment> alignments) => (_headers, _alignments) = (headers, alignments);

    private enum Alignment
    {
        Left,
        Right,
        Center,
    }

    /// <summary>Reads the table that begins at a line.</summary>
    /// <param name="next">The line after it.</param>
    /// <returns>Null when none begins there.</returns>
    public static MarkdownTable? Read(IReadOnlyList<string> lines, int first, out int next)
    {
        next = first;
        if (first + 1 >= lines.Count || !lines[first].Contains('|', StringComparison.Ordinal) || !Delimiter().IsMatch(lines[first + 1])) return null;
        var headers = Cells(lines[first]);
        var marks = Cells(lines[first + 1]);
        if (headers.Count != marks.Count || (marks.Count == 1 && !lines[first + 1].Contains('|', StringComparison.Ordinal))) return null;
        var table = new MarkdownTable(headers, [.. marks.Select(mark => mark[^1] != ':' ? Alignment.Left : mark[0] == ':' ? Alignment.Center : Alignment.Right)]);
        for (next = first + 2; next < lines.Count && lines[next].Contains('|', StringComparison.Ordinal) && !lines[next].TrimStart().StartsWith('>'); next++)
        {
            var row = Cells(lines[next]);
            // Cells beyond the headers are dropped, missing ones are empty.
            table._rows.Add([.. Enumerable.Range(0, headers.Count).Select(i => i < row.Count ? row[i] : "")]);
        }

        return table;
    }

    public IReadOnlyList<string> Render()
    {
        var headers = _headers.ConvertAll(InCode);
        var rows = _rows.ConvertAll(row => row.ConvertAll(InCode));
        var widths = headers.Select((header, i) => rows.Select(row => DisplayWidth.Of(row[i])).Append(DisplayWidth.Of(header)).Append(1).Max()).ToList();
        if (widths.Sum() + Gap.Length * (widths.Count - 1) > WidestColumns && _rows.Count > 0) return AsList();
        return ["```", Line(headers, widths), string.Join(Gap, widths.Select(width => new string('─', width))), .. rows.Select(row => Line(row, widths)), "```"];
    }

    private List<string> AsList()
    {
        var lines = new List<string>();
        foreach (var row in _rows)
        {
            var isFirst = true;
            for (var i = 0; i < row.Count; i++)
            {
                if (row[i].Length == 0) continue;
                var header = InCode(_headers[i]);
                lines.Add($"{(isFirst ? "- " : "  ")}**{(header.Length > 0 ? header.TrimEnd(':') : $"Column {i + 1}")}:** {InlineMarkdown.From(row[i]).Replace('\n', ' ')}");
                isFirst = false;
            }
        }

        return lines;
    }

    private string Line(List<string> cells, List<int> widths)
    {
        var line = new StringBuilder();
        for (var i = 0; i < cells.Count; i++)
        {
            var room = Math.Max(0, widths[i] - DisplayWidth.Of(cells[i]));
            var before = _alignments[i] switch { Alignment.Right => room, Alignment.Center => room / 2, _ => 0 };
            if (i > 0) line.Append(Gap);
            line.Append(' ', before).Append(cells[i]).Append(' ', room - before);
        }

        return line.ToString().TrimEnd();
    }

    // Three backticks would end the code.
    private static string InCode(string cell) => InlineMarkdown.Plain(cell).Replace("```", "'''", StringComparison.Ordinal).Replace('\t', ' ');

    private static List<string> Cells(string line)
    {
        line = line.Trim();
        if (line.StartsWith('|')) line = line[1..];
        var cells = new List<string>();
        var start = 0;
        for (var at = 0; at < line.Length; at++)
        {
            if (line[at] == '\\') at++;
            else if (line[at] == '|')
            {
                cells.Add(Cell(line[start..at]));
                start = at + 1;
            }
        }

        if (start < line.Length) cells.Add(Cell(line[start..]));
        return cells;
    }

    private static string Cell(string cell) => cell.Trim().Replace("\\|", "|", StringComparison.Ordinal);

    [GeneratedRegex(@"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")]
    private static partial Regex Delimiter();
}
