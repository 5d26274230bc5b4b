namespace LocalsOnly.Discord.Text;

/// <summary>
/// Finds the pieces of Markdown that show their marks when they are cut in two: code, bold, italics, underlined and struck text, spoilers, links, mentions and emoji of
/// Discord's. A mark that is never closed is text, unless the text ends before it could be closed: then it is taken for the beginning of one.
/// </summary>
/// <param name="text">The whole text.</param>
/// <param name="longest">Longer pieces cannot be kept together, and are left out.</param>
internal sealed class InlineMarks(string text, int longest)
{
    private const int LongestAngled = 100;

    private readonly List<(int Start, int End)> _pieces = [];
    private readonly Dictionary<(char Mark, int Length), int> _open = [];
    private readonly Dictionary<int, int> _nextRun = [];
    private readonly Dictionary<int, int> _sameRun = [];
    private int _spoiler = -1;
    private int _noAddress;

    /// <summary>The pieces by their beginning; they may lie in one another.</summary>
    public IReadOnlyList<(int Start, int End)> InOrder()
    {
        _pieces.Sort();
        return _pieces;
    }

    /// <summary>Reads what belongs together: a paragraph, an item of a list. Regions come in order.</summary>
    /// <param name="isLast">The text ends with it.</param>
    public void Read(int start, int end, bool isLast)
    {
        _open.Clear();
        MatchBackticks(start, end);
        var bracket = -1;
        for (var at = start; at < end;)
        {
            switch (text[at])
            {
                case '\\':
                    at += 2;
                    break;
                case '`':
                    at = Code(at, end, isLast);
                    break;
                case '|' when at + 1 < end && text[at + 1] == '|':
                    if (_spoiler >= 0) Add(_spoiler, at + 2);
                    _spoiler = _spoiler >= 0 ? -1 : at;
                    at += 2;
                    break;
                case '*' or '_' or '~':
                    at = Emphasis(at, start, end);
                    break;
                case '[':
                    bracket = at++;
                    break;
                case ']':
                    at = Link(bracket, at, end, isLast);
                    bracket = -1;
                    break;
                case '<':
                    at = Angled(at, end);
                    break;
                default:
                    at++;
                    break;
            }
        }

        if (!isLast) return;
        foreach (var (mark, opened) in _open)
            if (mark.Length > 1) Add(opened, end);
        if (bracket >= 0) Add(bracket, end);
        if (_spoiler >= start) Add(_spoiler, end);
    }

    private int Code(int at, int end, bool isLast)
    {
        var run = Run(at, end);
        if (_sameRun.TryGetValue(at, out var close) && close + run - at <= longest)
        {
            Add(at, close + run);
            return close + run;
        }

        if (!isLast || _sameRun.ContainsKey(at) || end - at > longest) return at + run;
        Add(at, end);
        return end;
    }

    // From the end, so that each run knows the next of its length without looking for it.
    private void MatchBackticks(int start, int end)
    {
        _nextRun.Clear();
        _sameRun.Clear();
        for (var at = end; at > start;)
        {
            var last = text.AsSpan(start, at - start).LastIndexOf('`');
            if (last < 0) return;
            var before = text.AsSpan(start, last).LastIndexOfAnyExcept('`');
            var first = start + before + 1;
            var length = start + last + 1 - first;
            if (_nextRun.TryGetValue(length, out var next)) _sameRun[first] = next;
            _nextRun[length] = first;
            at = first;
        }
    }

    private int Emphasis(int at, int start, int end)
    {
        var mark = text[at];
        var run = Run(at, end);
        var before = at == start ? ' ' : text[at - 1];
        var after = at + run == end ? ' ' : text[at + run];
        var isInWord = mark == '_' && char.IsLetterOrDigit(before) && char.IsLetterOrDigit(after);
        if (run > 3 || isInWord || (mark == '~' && run == 1)) return at + run;
        if (!char.IsWhiteSpace(before) && _open.Remove((mark, run), out var opened)) Add(opened, at + run);
        else if (!char.IsWhiteSpace(after)) _open[(mark, run)] = at;
        return at + run;
    }

    private int Link(int bracket, int at, int end, bool isLast)
    {
        if (bracket < 0 || at + 1 >= end || text[at + 1] != '(' || at < _noAddress) return at + 1;
        var depth = 0;
        var bound = Math.Min(end, bracket + longest);
        for (var i = at + 1; i < bound; i++)
        {
            if (text[i] == '(') depth++;
            else if (text[i] == ')' && --depth == 0)
            {
                Add(bracket, i + 1);
                return i + 1;
            }
            else if (text[i] is '\n')
            {
                _noAddress = i;
                return at + 1;
            }
        }

        _noAddress = bound;
        if (isLast && bound == end) Add(bracket, end);
        return at + 1;
    }

    // Mentions, emoji, times and addresses: <@1>, <:name:1>, <t:1:R>, <https://…>.
    private int Angled(int at, int end)
    {
        var rest = text.AsSpan(at + 1, Math.Min(end - at - 1, longest));
        if (rest.IsEmpty || !(rest[0] is '@' or '#' or ':' or '/' || char.IsAsciiLetter(rest[0]))) return at + 1;
        var bound = rest.StartsWith("http", StringComparison.Ordinal) ? rest : rest[..Math.Min(rest.Length, LongestAngled)];
        var close = bound.IndexOfAny("> \n<");
        if (close < 0 || rest[close] != '>') return at + 1;
        Add(at, at + close + 2);
        return at + close + 2;
    }

    private int Run(int at, int end)
    {
        var run = text.AsSpan(at, end - at).IndexOfAnyExcept(text[at]);
        return run < 0 ? end - at : run;
    }

    private void Add(int start, int end)
    {
        if (end - start <= longest) _pieces.Add((start, end));
    }
}
