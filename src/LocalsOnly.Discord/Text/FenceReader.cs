namespace LocalsOnly.Discord.Text;

/// <summary>What a line is to the fenced code around it.</summary>
internal enum FenceLine
{
    /// <summary>It is outside.</summary>
    Text,
    Opens,
    Code,
    Closes,
}

/// <summary>
/// Follows fenced code through Markdown line by line (CommonMark 0.31, 4.5), as loosely as models write it: a fence may be indented as deep as it likes, stand right
/// behind the mark of a list item, and hold another one when it holds Markdown.
/// </summary>
internal struct FenceReader
{
    private char _mark;
    private int _length;
    private int _depth;
    private bool _holdsMarkdown;

    public readonly bool IsOpen => _depth > 0;

    /// <summary>The backticks or tildes that opened it.</summary>
    public readonly string Marks => new(_mark, _length);

    /// <summary>It stands in a block quote, and ends with that at the latest.</summary>
    public bool IsQuoted { get; private set; }

    /// <summary>What stands behind the opening marks, trimmed.</summary>
    public string Info { get; private set; }

    /// <param name="line">Without its line break.</param>
    public FenceLine Read(ReadOnlySpan<char> line)
    {
        var start = Start(line, out var isQuoted);
        if (IsOpen && IsQuoted && !isQuoted) _depth = 0;
        if (!IsOpen)
        {
            start = BehindListMark(line, start);
            return Opens(line[start..], isQuoted) ? FenceLine.Opens : FenceLine.Text;
        }

        if (start == line.Length || line[start] != _mark) return FenceLine.Code;
        var run = Run(line[start..]);
        var rest = line[(start + run)..].Trim();
        if (run < _length) return FenceLine.Code;
        if (rest.IsEmpty) return --_depth == 0 ? FenceLine.Closes : FenceLine.Code;
        if (_holdsMarkdown && char.IsAsciiLetter(rest[0]) && !rest.Contains('`')) _depth++;
        return FenceLine.Code;
    }

    private bool Opens(ReadOnlySpan<char> rest, bool isQuoted)
    {
        if (rest.IsEmpty || rest[0] is not ('`' or '~')) return false;
        var run = Run(rest);
        var info = rest[run..].Trim();
        if (run < 3 || (rest[0] == '`' && info.Contains('`'))) return false;
        (_mark, _length, _depth, IsQuoted, Info) = (rest[0], run, 1, isQuoted, info.ToString());
        _holdsMarkdown = info is "markdown" or "md";
        return true;
    }

    private static int Run(ReadOnlySpan<char> text)
    {
        var run = text.IndexOfAnyExcept(text[0]);
        return run < 0 ? text.Length : run;
    }

    private readonly int Start(ReadOnlySpan<char> line, out bool isQuoted)
    {
        var start = 0;
        isQuoted = false;
        while (start < line.Length && (line[start] is ' ' or '\t' || (line[start] == '>' && (!IsOpen || IsQuoted))))
            isQuoted |= line[start++] == '>';
        return start;
    }

    private static int BehindListMark(ReadOnlySpan<char> line, int start)
    {
        var mark = ListMark.Length(line[start..]);
        while (mark > 0 && start + mark < line.Length && line[start + mark] is ' ' or '\t') mark++;
        return start + mark;
    }
}
