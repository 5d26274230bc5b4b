namespace LocalsOnly.Agents.Turns;

/// <summary>Where in a line a reply has come to.</summary>
internal sealed class LinePlace
{
    /// <summary>The last character that is no blank; a line break when the line has none.</summary>
    public char Before { get; private set; } = '\n';

    /// <summary>A blank is the last character.</summary>
    public bool Spaced { get; private set; }

    /// <summary>The line holds nothing but blanks and the marks of a list or a quotation.</summary>
    public bool PrefixOnly { get; private set; } = true;

    /// <summary>Line breaks at the end of what was said, blanks not counted.</summary>
    public int Newlines { get; private set; }

    /// <summary>Nothing stands in the line but blanks.</summary>
    public bool AtLineStart => Before == '\n';

    /// <summary>What comes next could begin a sentence.</summary>
    public bool AfterSentence => Before is '.' or '!' or '?' or '…' or '。' or '！' or '？' or '\n';

    public void Note(ReadOnlySpan<char> said)
    {
        foreach (var c in said)
        {
            if (c == '\n') (Before, Spaced, PrefixOnly, Newlines) = ('\n', false, true, Newlines + 1);
            else if (c is ' ' or '\t') Spaced = true;
            else
            {
                (Before, Spaced, Newlines) = (c, false, 0);
                PrefixOnly = PrefixOnly && (char.IsAsciiDigit(c) || c is '>' or '-' or '*' or '+' or '.' or ')');
            }
        }
    }

    /// <summary>Nothing was said after all.</summary>
    public void Reset() => (Before, Spaced, PrefixOnly, Newlines) = ('\n', false, true, 0);
}
