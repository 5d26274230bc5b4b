namespace LocalsOnly.Agents.Turns;

/// <summary>How the end of a stretch that is not for a person is known.</summary>
internal enum Hiding
{
    Nothing,

    /// <summary>By any closing mark of thinking.</summary>
    Thought,

    /// <summary>By any closing mark of a call.</summary>
    Call,

    /// <summary>By the end of the JSON.</summary>
    Json,

    /// <summary>By the counterpart of the mark that opened it, or the end of the turn.</summary>
    Named,

    /// <summary>By the next message of gpt-oss.</summary>
    Message,

    /// <summary>By the word in which gpt-oss's marks for "assistant" and "final" end up when a server drops the bars.</summary>
    Bare,

    /// <summary>By the assistant's own turn.</summary>
    Turn,

    /// <summary>By the end of the line.</summary>
    Line,

    /// <summary>Not at all.</summary>
    Rest,
}

/// <summary>A stretch of the stream that is taken out: it is read to its end and kept nowhere.</summary>
internal sealed class HiddenSection
{
    private const string BareEnd = "assistantfinal";

    private string? _name;
    private char _last;
    private int _depth;
    private bool _begun;
    private bool _inString;
    private bool _escaped;

    public Hiding Hiding { get; private set; }

    public bool IsOpen => Hiding != Hiding.Nothing;

    /// <param name="hiding">What ends it.</param>
    /// <param name="name">With <see cref="Hiding.Named"/>, the name that it ends with.</param>
    public void Begin(Hiding hiding, string? name = null) => (Hiding, _name, _last, _depth, _begun, _inString, _escaped) = (hiding, name, '\n', 0, false, false, false);

    /// <summary>Takes out as much as can be told.</summary>
    /// <returns>Characters taken; negative when more must come first.</returns>
    public int Skip(ReadOnlySpan<char> text, bool final)
    {
        var taken = Hiding switch
        {
            Hiding.Json => SkipJson(text, final),
            Hiding.Bare => SkipTo(text, final, BareEnd),
            Hiding.Line => SkipLine(text),
            Hiding.Rest => text.Length,
            _ => SkipToMark(text, final),
        };
        if (final && taken <= 0 && IsOpen) return text.Length;
        return taken;
    }

    private int SkipLine(ReadOnlySpan<char> text)
    {
        var end = text.IndexOf('\n');
        if (end < 0) return text.Length;
        Hiding = Hiding.Nothing;
        return end;
    }

    private int SkipTo(ReadOnlySpan<char> text, bool final, string end)
    {
        var at = text.IndexOf(end, StringComparison.Ordinal);
        if (at < 0) return final ? text.Length : text.Length >= end.Length ? text.Length - end.Length + 1 : -1;
        Hiding = Hiding.Nothing;
        return at + end.Length;
    }

    private int SkipToMark(ReadOnlySpan<char> text, bool final)
    {
        var at = text.IndexOfAny('<', '[', '◁');
        if (at != 0)
        {
            var plain = at < 0 ? text.Length : at;
            _last = text[plain - 1];
            return plain;
        }

        var mark = MarkReader.Read(text, final);
        if (mark.Kind == MarkKind.Partial) return -1;
        if (mark.Kind is MarkKind.None or MarkKind.Cut) mark = new Mark(MarkKind.None, 1);
        var rest = text[mark.Length..];
        switch (Hiding)
        {
            case Hiding.Thought when mark is { Kind: MarkKind.Close, Family: MarkFamily.Thought }:
                if (rest.IsEmpty && !final && _last == '`') return -1;
                if (_last == '`' && !rest.IsEmpty && rest[0] == '`') break;
                return End(mark.Length);
            case Hiding.Call when mark is { Kind: MarkKind.Close, Family: MarkFamily.Call }:
            case Hiding.Named when mark.Kind == MarkKind.Close && mark.Name == _name:
            case Hiding.Named or Hiding.Call or Hiding.Message when mark.Kind == MarkKind.TurnEnd:
                return End(mark.Length);
            case Hiding.Message when mark.Kind is MarkKind.TurnStart or MarkKind.Channel:
                return End(0);
            case Hiding.Turn when mark.Kind == MarkKind.TurnStart:
                var (role, length) = TurnRole.Read(mark, rest, final);
                if (role == Role.Unknown) return -1;
                if (role == Role.Assistant) return End(mark.Length + length);
                break;
        }

        _last = text[mark.Length - 1];
        return mark.Length;
    }

    private int End(int taken)
    {
        Hiding = Hiding.Nothing;
        return taken;
    }

    // A call may be followed by another, by brackets too many, or by the answer; its closing mark is often missing.
    private int SkipJson(ReadOnlySpan<char> text, bool final)
    {
        if (_begun && _depth <= 0)
        {
            var next = text.TrimStart(" \t\r\n");
            var blanks = text.Length - next.Length;
            if (next.IsEmpty) return final ? End(0) : -1;
            if (next[0] is '{' or '[' && !(next[0] == '[' && next.Length > 1 && next[1] is not ('{' or '"'))) _begun = false;
            else if (next[0] is ',' or ';' or ']' or '}') return blanks + 1;
            else return End(0);
            if (next[0] == '[' && next.Length == 1 && !final)
            {
                _begun = true;
                return -1;
            }

            return blanks;
        }

        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (_escaped) _escaped = false;
            else if (_inString)
            {
                if (c == '\\') _escaped = true;
                else if (c is '"' or '\n') _inString = false;
            }
            else if (c == '"') _inString = true;
            else if (c is '{' or '[')
            {
                (_depth, _begun) = (_depth + 1, true);
            }
            else if (c is '}' or ']')
            {
                if (--_depth <= 0) return i + 1;
            }
            else if (c == '<')
            {
                if (i > 0) return i;
                var mark = MarkReader.Read(text, final);
                if (mark.Kind == MarkKind.Partial) return -1;
                if (mark is { Kind: MarkKind.Close, Family: MarkFamily.Call } or { Kind: MarkKind.TurnEnd }) return End(mark.Length);
            }
        }

        return text.Length;
    }
}
