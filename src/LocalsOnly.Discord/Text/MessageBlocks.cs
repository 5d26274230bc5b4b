namespace LocalsOnly.Discord.Text;

/// <summary>A line that is not blank.</summary>
/// <param name="End">One past its last character that is no white space.</param>
/// <param name="Text">Where its words begin: behind indentation, marks of lists, quotes and headings.</param>
/// <param name="Prefix">Characters from its beginning that a piece of it must be given too, as <c>&gt; </c>.</param>
/// <param name="Before">How good a cut between it and the line before it is.</param>
/// <param name="Fence">The fence that it is in or of; negative for none.</param>
/// <param name="Region">Lines of one region may be joined by a mark, as <c>**</c>.</param>
internal readonly record struct MessageLine(int Start, int End, int Text, int Prefix, CutRank Before, int Fence, int Region);

/// <summary>Fenced code.</summary>
/// <param name="CodeStart">Where its first line of code begins, or would.</param>
/// <param name="CodeEnd">One past the last character of its code: where a part may end.</param>
/// <param name="Close">Where its closing line begins; behind the text when it has none.</param>
/// <param name="End">One past its closing marks.</param>
internal sealed record MessageFence(int Start, int CodeStart, string Marks, string Info, bool IsQuoted)
{
    public int CodeEnd { get; set; }

    public int Close { get; set; } = int.MaxValue;

    public int End { get; set; } = int.MaxValue;
}

/// <summary>Reads Markdown into lines, and finds what ought to stay in one message: code, lists, quotes, tables, each with the heading or the "as follows:" before it.</summary>
internal sealed class MessageBlocks
{
    private readonly int _longestLeadIn;
    private readonly string _text;
    private readonly List<(int Start, int End)> _kept = [];
    private readonly List<int> _openKept = [];
    private BlockKind _kind;
    private int _indent;
    private int _region;
    private int _leadIn = -1;
    private bool _leadInIsHeading;
    private int _paragraph = -1;
    private int _paragraphGlue = -1;
    private bool _isBehindBlank;
    private int _lastEnd;

    /// <param name="limit">Most units of a message: what comes before a block stays with it as long as it is short beside that.</param>
    public MessageBlocks(string text, int limit)
    {
        (_text, _longestLeadIn) = (text, Math.Min(200, limit / 4));
        ReadLines();
        EndBlock();
        if (QuoteToTheEnd >= 0) Keep(QuoteToTheEnd, _lastEnd);
        if (Fences.Count > 0 && Fences[^1].Close == int.MaxValue) (Fences[^1].Close, Fences[^1].End) = (text.Length + 1, text.Length + 1);
        for (var i = 0; i < _kept.Count; i++)
            if (_kept[i].End == int.MaxValue) _kept[i] = (_kept[i].Start, _lastEnd);
        _kept.Sort((one, other) => one.Start != other.Start ? one.Start.CompareTo(other.Start) : other.End.CompareTo(one.End));
    }

    private enum BlockKind
    {
        None,
        Paragraph,
        Heading,
        List,
        Quote,
        Table,
        Fence,
    }

    public List<MessageLine> Lines { get; } = [];

    public List<MessageFence> Fences { get; } = [];

    /// <summary>From where everything is a quotation, since <c>&gt;&gt;&gt;</c> reaches to the end of a message; negative when nothing is.</summary>
    public int QuoteToTheEnd { get; private set; } = -1;

    /// <summary>By their beginning, the outer before the inner.</summary>
    public IReadOnlyList<(int Start, int End)> Kept => _kept;

    private void ReadLines()
    {
        var fence = new FenceReader();
        for (var start = 0; start < _text.Length;)
        {
            var length = _text.AsSpan(start).IndexOf('\n');
            var next = length < 0 ? _text.Length : start + length + 1;
            var line = _text.AsSpan(start, (length < 0 ? next : next - 1) - start).TrimEnd();
            var wasOpen = fence.IsOpen;
            var kind = fence.Read(line);
            if (wasOpen && kind is FenceLine.Text or FenceLine.Opens) CloseFence(_lastEnd, _lastEnd);
            if (kind == FenceLine.Text && line.IsWhiteSpace()) _isBehindBlank = true;
            else if (kind == FenceLine.Code && line.IsWhiteSpace()) _isBehindBlank = true;
            else
            {
                ReadLine(line, start, kind, next, fence);
                _isBehindBlank = false;
                _lastEnd = start + line.Length;
            }

            start = next;
        }
    }

    private void ReadLine(ReadOnlySpan<char> line, int start, FenceLine kind, int next, FenceReader fence)
    {
        switch (kind)
        {
            case FenceLine.Code:
                var before = Fences[^1].CodeEnd == 0 ? CutRank.None : _isBehindBlank ? CutRank.Block : CutRank.Line;
                var prefix = fence.IsQuoted ? QuotePrefix(line) : 0;
                Fences[^1].CodeEnd = start + line.Length;
                Add(line, start, fence.IsQuoted ? prefix : Indent(line), prefix, before, Fences.Count - 1);
                return;
            case FenceLine.Closes:
                Add(line, start, line.Length, 0, CutRank.Line, Fences.Count - 1);
                CloseFence(start, start + line.Length);
                return;
            case FenceLine.Opens:
                ReadOpening(line, start, next, fence);
                return;
            default:
                ReadText(line, start);
                return;
        }
    }

    private void ReadOpening(ReadOnlySpan<char> line, int start, int next, FenceReader fence)
    {
        var indent = Indent(line);
        var isInside = (_kind == BlockKind.List && (!_isBehindBlank || indent > _indent)) || (_kind == BlockKind.Quote && fence.IsQuoted && !_isBehindBlank);
        var before = CutRank.Line;
        if (!isInside) before = Begin(BlockKind.Fence, start);
        else if (ListMark.Length(line[indent..]) > 0) before = indent <= _indent ? CutRank.Item : CutRank.Line;
        Fences.Add(new MessageFence(start, next, fence.Marks, fence.Info, fence.IsQuoted));
        Add(line, start, line.Length, 0, before, Fences.Count - 1);
        if (isInside) Keep(start, int.MaxValue);
    }

    private void CloseFence(int close, int end)
    {
        var fence = Fences[^1];
        (fence.Close, fence.End) = (close, end);
        if (_kind == BlockKind.Fence)
        {
            _lastEnd = end;
            EndBlock();
            return;
        }

        _kept[^1] = (_kept[^1].Start, end);
    }

    private void ReadText(ReadOnlySpan<char> line, int start)
    {
        var indent = Indent(line);
        var words = line[indent..];
        var mark = ListMark.Length(words);
        if (words.StartsWith(">>> ") && QuoteToTheEnd < 0)
        {
            EndBlock();
            QuoteToTheEnd = start;
            var rank = Begin(BlockKind.Paragraph, start);
            Add(line, start, indent + 4, 0, rank, -1);
        }
        else if (words[0] == '>' && !(_kind == BlockKind.List && indent > _indent))
        {
            var prefix = QuotePrefix(line);
            var rank = _kind == BlockKind.Quote && !_isBehindBlank ? CutRank.Line : Begin(BlockKind.Quote, start);
            if (prefix < line.Length && ListMark.Length(line[prefix..]) > 0) _region++;
            Add(line, start, prefix, prefix, rank, -1);
        }
        else if (_kind == BlockKind.List && (mark > 0 || indent > _indent || (!_isBehindBlank && words[0] is not ('#' or '|'))))
        {
            if (mark > 0 || _isBehindBlank) _region++;
            Add(line, start, indent + mark, 0, mark > 0 && indent <= _indent + 1 ? CutRank.Item : CutRank.Line, -1);
        }
        else if (mark > 0)
        {
            var rank = Begin(BlockKind.List, start);
            _indent = indent;
            Add(line, start, indent + mark, 0, rank, -1);
        }
        else if (words[0] == '|') Add(line, start, line.Length, 0, _kind == BlockKind.Table && !_isBehindBlank ? CutRank.Line : Begin(BlockKind.Table, start), -1);
        else if (HeadingMark(words) is > 0 and var heading) Add(line, start, indent + heading, 0, Begin(BlockKind.Heading, start), -1);
        else
        {
            var rank = _kind == BlockKind.Paragraph && !_isBehindBlank ? CutRank.Line : Begin(BlockKind.Paragraph, start);
            if (_paragraph != start) _paragraphGlue = -1;
            var subtext = words.StartsWith("-# ") ? indent + 3 : 0;
            Add(line, start, Math.Max(indent, subtext), subtext, rank, -1);
        }
    }

    private void Add(ReadOnlySpan<char> line, int start, int text, int prefix, CutRank before, int fence) =>
        Lines.Add(new MessageLine(start, start + line.Length, start + text, prefix, before, fence, _region));

    /// <summary>Ends the block before, and begins one.</summary>
    /// <returns>How good a cut between the two is.</returns>
    private CutRank Begin(BlockKind kind, int start)
    {
        EndBlock();
        if (start - _leadIn > _longestLeadIn) _leadIn = -1;
        _region++;
        _kind = kind;
        var rank = _leadIn < 0 ? CutRank.Block : _leadInIsHeading ? CutRank.Word : CutRank.Line;
        if (kind is BlockKind.Fence or BlockKind.List or BlockKind.Quote or BlockKind.Table)
        {
            if (_leadIn >= 0) _openKept.Add(Keep(_leadIn, int.MaxValue));
            _openKept.Add(Keep(start, int.MaxValue));
            _leadIn = -1;
        }
        else if (kind == BlockKind.Heading) (_leadIn, _leadInIsHeading) = (_leadIn < 0 ? start : _leadIn, true);
        else
        {
            _paragraph = start;
            _paragraphGlue = _leadIn < 0 ? start : _leadIn;
            _leadIn = -1;
        }

        return rank;
    }

    private void EndBlock()
    {
        foreach (var index in _openKept) _kept[index] = (_kept[index].Start, _lastEnd);
        _openKept.Clear();
        // One line that ends in a colon speaks of what follows it.
        if (_kind == BlockKind.Paragraph && _paragraphGlue >= 0 && _lastEnd - _paragraph <= _longestLeadIn && _text[_lastEnd - 1] is ':' or '：')
            (_leadIn, _leadInIsHeading) = (_paragraphGlue, false);
        _kind = BlockKind.None;
        _paragraphGlue = -1;
    }

    private int Keep(int start, int end)
    {
        _kept.Add((start, end));
        return _kept.Count - 1;
    }

    private static int Indent(ReadOnlySpan<char> line)
    {
        var indent = 0;
        while (indent < line.Length && char.IsWhiteSpace(line[indent])) indent++;
        return indent;
    }

    private static int QuotePrefix(ReadOnlySpan<char> line)
    {
        var prefix = line.IndexOfAnyExcept(" \t>");
        return prefix < 0 ? line.Length : prefix;
    }

    private static int HeadingMark(ReadOnlySpan<char> words)
    {
        var marks = words.IndexOfAnyExcept('#');
        return marks is > 0 and <= 6 && words[marks] == ' ' ? marks + 1 : 0;
    }
}
