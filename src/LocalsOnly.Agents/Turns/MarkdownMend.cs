namespace LocalsOnly.Agents.Turns;

/// <summary>
/// What a reply lacks at its end so that its Markdown does not run on into what follows it: a closing fence, backtick or pair of asterisks. It only ever adds, so that it
/// may come after a reply that was streamed; what is whole gets nothing.
/// </summary>
internal static class MarkdownMend
{
    /// <summary>The characters to put after the reply; empty when nothing is missing.</summary>
    public static string Tail(string reply)
    {
        var text = reply.AsSpan();
        if (text.TrimStart() is ['{', ..]) return "";
        var fence = new Fence();
        ReadOnlySpan<char> open = default;
        var span = 0;
        var bold = 0;
        foreach (var line in text.EnumerateLines())
        {
            var wasOpen = fence.IsOpen;
            fence.Read(line);
            if (wasOpen || fence.IsOpen)
            {
                bold = 0;
                continue;
            }

            if (BeginsBlock(line)) bold = 0;
            span = ReadLine(line, ref bold);
            open = line;
        }

        if (fence.IsMissing) return (text.EndsWith('\n') ? "" : "\n") + fence.Closing;
        if (fence.IsOpen || text.IsEmpty || char.IsWhiteSpace(text[^1]) || open.TrimStart() is ['|', ..]) return "";
        return (span > 0 ? new string('`', span) : "") + (bold > 0 ? new string('*', bold) : "");
    }

    // Bold does not reach over an empty line, nor from one item of a list into the next.
    private static bool BeginsBlock(ReadOnlySpan<char> line)
    {
        line = line.TrimStart();
        if (line.IsEmpty || line[0] is '#' or '>' or '|') return true;
        if (line.Length > 1 && line[0] is '-' or '*' or '+' && line[1] == ' ') return true;
        var digits = line.IndexOfAnyExceptInRange('0', '9');
        return digits > 0 && line[digits] is '.' or ')';
    }

    // Returns the backticks that the line leaves open.
    private static int ReadLine(ReadOnlySpan<char> line, ref int bold)
    {
        for (var at = 0; at < line.Length;)
        {
            var next = line[at..].IndexOfAny('`', '*', '\\');
            if (next < 0) return 0;
            at += next;
            if (line[at] == '\\')
            {
                at += 2;
                continue;
            }

            var run = line[at..].IndexOfAnyExcept(line[at]);
            if (run < 0) run = line.Length - at;
            var before = at == 0 ? ' ' : line[at - 1];
            var after = at + run == line.Length ? ' ' : line[at + run];
            if (line[at] == '`')
            {
                var close = Close(line[(at + run)..], run);
                if (close >= 0) at += run + close + run;
                else if (!char.IsLetterOrDigit(before) && !char.IsWhiteSpace(after)) return run;
                else at += run;
                continue;
            }

            if (run is 2 or 3)
            {
                if (bold == 0 && !char.IsLetterOrDigit(before) && !char.IsWhiteSpace(after) && !line[(at + run)..].StartsWith("kwargs", StringComparison.Ordinal)) bold = run;
                else if (bold > 0 && !char.IsWhiteSpace(before)) bold = 0;
            }

            at += run;
        }

        return 0;
    }

    private static int Close(ReadOnlySpan<char> rest, int run)
    {
        for (var at = 0; at < rest.Length;)
        {
            var next = rest[at..].IndexOf('`');
            if (next < 0) return -1;
            at += next;
            var length = rest[at..].IndexOfAnyExcept('`');
            if (length < 0) length = rest.Length - at;
            if (length == run) return at;
            at += length;
        }

        return -1;
    }

    /// <summary>
    /// A fence by CommonMark, 4.5, and beside it by what a model means with one fence inside another of the same length. Only when both are open is something missing.
    /// </summary>
    private ref struct Fence
    {
        private char _mark;
        private int _length;
        private int _depth;
        private bool _markdown;
        private ReadOnlySpan<char> _indent;

        public bool IsOpen { get; private set; }

        public readonly bool IsMissing => IsOpen && _depth > 0;

        public readonly string Closing => _indent.ToString() + new string(_mark, _length);

        public void Read(ReadOnlySpan<char> line)
        {
            var start = line.IndexOfAnyExcept(" \t>");
            if (start < 0 || line[start] is not ('`' or '~')) return;
            var run = line[start..].IndexOfAnyExcept(line[start]);
            if (run < 0) run = line.Length - start;
            var info = line[(start + run)..].Trim();
            if (!IsOpen)
            {
                if (run < 3 || (line[start] == '`' && info.Contains('`'))) return;
                if (_depth > 0 && info.IsEmpty && line[start] == _mark && run >= _length) _depth--;
                else if (_depth > 0) _depth++;
                else (_depth, _markdown) = (1, info is "markdown" or "md");
                (IsOpen, _mark, _length) = (true, line[start], run);
                _indent = line[..start];
                return;
            }

            if (line[start] != _mark || run < _length) return;
            if (!info.IsEmpty)
            {
                if (_markdown && char.IsAsciiLetter(info[0])) _depth++;
                return;
            }

            IsOpen = false;
            if (_depth > 0) _depth--;
        }
    }
}
