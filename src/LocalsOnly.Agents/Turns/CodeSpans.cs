namespace LocalsOnly.Agents.Turns;

/// <summary>
/// Which part of a Markdown reply is code (CommonMark 0.31, 4.5 and 6.1), as far as it has come. A fence may be indented as deep as it likes, since models put them in lists.
/// </summary>
internal sealed class CodeSpans
{
    private const int LongestLine = 1000;

    private char _fence;
    private int _fenceLength;
    private int _depth;
    private bool _markdown;
    private (char Mark, int Length) _pending;
    private string _info = "";

    /// <summary>Lines are code until a closing fence.</summary>
    public bool InFence => _depth > 0;

    /// <summary>Backticks that opened a piece of code within the line; 0 outside.</summary>
    public int Span { get; private set; }

    /// <summary>Backticks or tildes outside a fence.</summary>
    /// <returns>Their number; negative when more may come.</returns>
    public int Run(ReadOnlySpan<char> text, bool final, bool prefixOnly)
    {
        var mark = text[0];
        var length = text.IndexOfAnyExcept(mark);
        if (length < 0)
        {
            if (!final) return -1;
            length = text.Length;
        }

        if (mark == '`' && Span > 0)
        {
            if (length == Span) LeaveSpan();
            return length;
        }

        if (mark == '`') Span = length;
        if (Span == length || mark == '~') (_pending, _info) = (prefixOnly && length >= 3 && (mark == '~' || Span > 0) ? (mark, length) : default, "");
        return length;
    }

    /// <summary>Text outside a fence that is no backtick and no tilde.</summary>
    public void Note(ReadOnlySpan<char> said)
    {
        if (_pending.Length > 0 && _info.Length < 12) _info += said[..Math.Min(said.Length, 12)].ToString();
    }

    public void EndLine()
    {
        if (_pending.Length > 0) (_fence, _fenceLength, _depth, _markdown) = (_pending.Mark, _pending.Length, 1, _info.Trim() is "markdown" or "md");
        LeaveSpan();
    }

    public void LeaveSpan() => (Span, _pending) = (0, default);

    /// <summary>Whether the code that was opened within the line is closed before its end; null when more must come first.</summary>
    public bool? CloseFollows(ReadOnlySpan<char> text, bool final)
    {
        if (_pending.Length > 0 && text.IndexOf('\n') is >= 0 and < LongestLine) return true;
        var line = text[..Math.Min(text.Length, LongestLine)];
        var end = line.IndexOf('\n');
        if (end >= 0) line = line[..end];
        for (var at = 0; at < line.Length;)
        {
            var run = line[at..].IndexOf('`');
            if (run < 0) break;
            at += run;
            var length = line[at..].IndexOfAnyExcept('`');
            if (length < 0 && end < 0 && !final && line.Length < LongestLine) return null;
            if (length < 0) length = line.Length - at;
            if (length == Span) return true;
            at += length;
        }

        return end >= 0 || line.Length == LongestLine || final ? false : null;
    }

    /// <summary>A line of a fence, from its start.</summary>
    /// <returns>
    /// Characters that can be shown, the line break only when the fence goes on; negative when more must come first.
    /// </returns>
    public int FenceLine(ReadOnlySpan<char> text, bool final)
    {
        var at = text.IndexOfAnyExcept(" \t>");
        if (at is < 0 or > LongestLine) return at < 0 && !final && text.Length < LongestLine ? -1 : Math.Max(1, Math.Min(text.Length, LongestLine));
        if (text[at] != _fence) return Whole(text);
        var length = text[at..].IndexOfAnyExcept(_fence);
        if (length < 0)
        {
            if (!final) return -1;
            length = text.Length - at;
        }

        if (length < _fenceLength) return Whole(text);
        var rest = text[(at + length)..];
        var tail = rest.TrimStart(" \t");
        if (tail.IsEmpty && !final) return -1;
        if (tail.IsEmpty || tail[0] is '\n' or '\r' || (tail[0] is '<' or '[' && MarkReader.Read(tail, final) is { Kind: not (MarkKind.None or MarkKind.Cut) }))
        {
            if (!tail.IsEmpty && tail[0] is '<' or '[' && MarkReader.Read(tail, final).Kind == MarkKind.Partial) return -1;
            _depth--;
            return at + length;
        }

        // Within Markdown that is shown as code, an opening fence opens one within it.
        if (_markdown && char.IsAsciiLetter(tail[0])) _depth++;
        return Whole(text);
    }

    private static int Whole(ReadOnlySpan<char> text)
    {
        var end = text.IndexOf('\n');
        return end < 0 ? text.Length : end + 1;
    }
}
