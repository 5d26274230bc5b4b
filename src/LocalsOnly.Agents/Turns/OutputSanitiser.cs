using System.Buffers;

namespace LocalsOnly.Agents.Turns;

/// <summary>
/// Stands between a model's stream and the person: thinking, tool calls, chat-template tokens, words that mean "say nothing" and characters nobody sees never get out,
/// wherever the stream happens to be cut. What a reply only speaks of, in code, in quotation marks or in the middle of a sentence, is text, and a reply that has none of it
/// is not changed.
/// </summary>
/// <param name="speaker">Who speaks, so that the name before a reply is known; null when it does not matter.</param>
internal sealed class OutputSanitiser(string? speaker = null)
{
    private static readonly SearchValues<char> s_notable = SearchValues.Create("<[`~\n◁NH");

    private readonly InvisibleCharacters _invisible = new();
    private readonly HiddenSection _hidden = new();
    private readonly CodeSpans _code = new();
    private readonly ShownText _shown = new();
    private char[] _held = [];
    private int _heldLength;
    private bool _empty = true;
    private bool _lineRead;
    private bool _thought;
    private bool _orphan;
    private bool _afterMark;
    private MarkFamily _spokenOf;
    private bool _struck;

    /// <summary>
    /// What was returned before the last <see cref="Push"/> or <see cref="Finish"/> was thinking, not the reply: the template had opened it, and its end came only now.
    /// </summary>
    public bool Retracted { get; private set; }

    /// <summary>A tool call was written out, and taken out.</summary>
    public bool WroteCall { get; private set; }

    /// <summary>Takes more of the stream; returns what may be shown now, possibly nothing.</summary>
    public string Push(string text)
    {
        Retracted = false;
        text = _invisible.Filter(text);
        if (IsPlain(text))
        {
            Place.Note(text);
            if (!_code.InFence) _code.Note(text);
            return text;
        }

        if (_heldLength == 0) Append(text.AsSpan(Drain(text, final: false)));
        else
        {
            Append(text);
            Keep(Drain(_held.AsSpan(0, _heldLength), final: false));
        }

        return _shown.Take();
    }

    /// <summary>The stream has ended: what was held back is shown unless it is no part of a reply.</summary>
    public string Finish()
    {
        Retracted = false;
        Drain(_held.AsSpan(0, _heldLength), final: true);
        _heldLength = 0;
        return _shown.Take();
    }

    private bool IsPlain(string text) =>
        _heldLength == 0 && !_hidden.IsOpen && !Place.AtLineStart && !_orphan && !_shown.IsTidying && !_afterMark
        && !(_code.InFence ? text.Contains('\n') : text.AsSpan().ContainsAny(s_notable));

    private LinePlace Place => _shown.Place;

    private void Append(ReadOnlySpan<char> text)
    {
        if (_heldLength + text.Length > _held.Length) Array.Resize(ref _held, Math.Max(64, (_heldLength + text.Length) * 2));
        text.CopyTo(_held.AsSpan(_heldLength));
        _heldLength += text.Length;
    }

    private void Keep(int from)
    {
        _held.AsSpan(from, _heldLength - from).CopyTo(_held);
        _heldLength -= from;
    }

    private int Drain(ReadOnlySpan<char> text, bool final)
    {
        var at = 0;
        while (at < text.Length)
        {
            var rest = text[at..];
            var taken = _hidden.IsOpen ? _hidden.Skip(rest, final) : _code.InFence ? Fence(rest, final) : Read(rest, final);
            if (taken < 0 && !final) break;
            at += taken < 0 ? Show(rest[..1]) : taken;
        }

        return at;
    }

    private int Fence(ReadOnlySpan<char> text, bool final)
    {
        if (Place.AtLineStart && !Place.Spaced)
        {
            var length = _code.FenceLine(text, final);
            return length < 0 ? -1 : Show(text[..length]);
        }

        var end = text.IndexOf('\n');
        return Show(end < 0 ? text : text[..(end + 1)]);
    }

    private int Read(ReadOnlySpan<char> text, bool final)
    {
        if (_empty && text[0] is ' ' or '\t' or '\n' or '\r') return 1;
        if (Place.AtLineStart)
        {
            if (text[0] is ' ' or '\t') return Show(text[..1]);
            var (length, hides) = _lineRead ? default : LineLeaks.Read(text, final, _empty, speaker);
            if (length < 0) return -1;
            if (length > 0)
            {
                if (hides != Hiding.Nothing) _hidden.Begin(hides);
                _thought |= hides is Hiding.Thought or Hiding.Bare;
                return Remove(length);
            }

            _lineRead = true;
        }

        var plain = text.IndexOfAny(s_notable);
        if (plain != 0) return Show(plain < 0 ? text : text[..plain]);
        switch (text[0])
        {
            case '\n':
                _code.EndLine();
                return Show(text[..1]);
            case '`' or '~':
                var run = _code.Run(text, final, Place.PrefixOnly);
                return run < 0 ? -1 : Show(text[..run], code: true);
            case 'N' or 'H':
                return _code.Span > 0 ? Show(text[..1]) : Silence(text, final) is not 0 and var silence ? silence : Show(text[..1]);
            default:
                return Meet(text, final);
        }
    }

    private int Silence(ReadOnlySpan<char> text, bool final)
    {
        var length = LineLeaks.Silence(text, final, Place, _afterMark);
        return length <= 0 ? length : Remove(length);
    }

    private int Meet(ReadOnlySpan<char> text, bool final)
    {
        if (text[0] == '[' && _code.Span == 0 && Silence(text, final) is not 0 and var silence) return silence;
        var mark = MarkReader.Read(text, final);
        if (mark.Kind == MarkKind.Partial) return -1;
        if (mark.Kind == MarkKind.None) return text[0] == '[' && _code.Span == 0 ? Link(text, final) : Show(text[..1]);
        if (_code.Span > 0)
        {
            if (_code.CloseFollows(text, final) is not { } code) return -1;
            if (code || (Place.Before == '`' && !Place.Spaced)) return Show(text[..mark.Length]);
            _code.LeaveSpan();
        }

        if (mark.Kind == MarkKind.Cut) return Place.Spaced && !Place.AfterSentence ? Show(text) : Remove(text.Length);
        var rest = text[mark.Length..];
        if (mark is { Kind: MarkKind.Open, Family: MarkFamily.Call } && CallBodyReader.Read(mark, rest, final) is var body and not CallBody.None)
        {
            if (body == CallBody.Unknown || (rest.IsEmpty && !final)) return -1;
            if (!Mentions.IsPartOfText(mark, body, rest, Place, _afterMark)) return Hide(mark, body);
        }

        switch (Mentions.Judge(mark, rest, final, Place, _afterMark))
        {
            case Verdict.Wait:
                return -1;
            case Verdict.Mention:
                if (mark is { Family: MarkFamily.Data, Name: "passage", Kind: MarkKind.Open }) return Cite(text[..mark.Length]);
                if (mark.Kind == MarkKind.Open) _spokenOf = mark.Family;
                else if (_spokenOf == mark.Family) _spokenOf = MarkFamily.None;
                _struck |= text.StartsWith("<s>", StringComparison.OrdinalIgnoreCase);
                return Show(text[..mark.Length]);
            default:
                if (mark.Kind == MarkKind.Close && _spokenOf == mark.Family)
                {
                    _spokenOf = MarkFamily.None;
                    return Show(text[..mark.Length]);
                }

                return Slip(mark, text, rest, final);
        }
    }

    private int Slip(Mark mark, ReadOnlySpan<char> text, ReadOnlySpan<char> rest, bool final)
    {
        switch (mark.Kind)
        {
            case MarkKind.Open when mark.Family == MarkFamily.Thought:
                _thought = true;
                _hidden.Begin(Hiding.Thought);
                break;
            case MarkKind.Open when mark.Family == MarkFamily.Data:
                // What is repeated of a prompt has its fence in a line of its own; in front of words it is a citation that went wrong.
                if (mark.Name is "passage" or "quoted" && !(Place.AtLineStart && (rest.IsEmpty || rest[0] == '\n')))
                    return mark.Name == "passage" && !Place.AtLineStart ? Cite(text[..mark.Length]) : Remove(mark.Length);
                _hidden.Begin(Hiding.Named, mark.Name);
                break;
            case MarkKind.Open when mark.Name is "function" or "invoke":
                return Show(text[..mark.Length]);
            case MarkKind.Close when mark.Family == MarkFamily.Thought:
                _orphan = !_thought;
                break;
            case MarkKind.Lone when _struck && text.StartsWith("</s>", StringComparison.OrdinalIgnoreCase):
            case MarkKind.Lone when !_empty && text.StartsWith("<s>", StringComparison.OrdinalIgnoreCase):
                _struck = text[1] != '/';
                return Show(text[..mark.Length]);
            case MarkKind.TurnStart:
                var (role, length) = TurnRole.Read(mark, rest, final);
                if (role == Role.Unknown) return -1;

                // A model that goes on for the person, after its own answer, has nothing more to say.
                if (role == Role.Other) _hidden.Begin(_empty ? Hiding.Turn : Hiding.Rest);
                return Remove(mark.Length + length);
            case MarkKind.Channel:
                var (header, shown) = MessageHeader.Read(rest, final);
                if (header < 0) return -1;
                if (!shown) _hidden.Begin(Hiding.Message);

                // What stands before the final message is analysis whose marks a server dropped.
                if (shown && header > 0) _orphan = !_thought;
                _thought |= !shown;
                return Remove(mark.Length + header);
        }

        return Remove(mark.Length);
    }

    private int Hide(Mark mark, CallBody body)
    {
        WroteCall = true;
        if (body == CallBody.Named) _hidden.Begin(Hiding.Named, mark.Name);
        else _hidden.Begin(body == CallBody.Json ? Hiding.Json : Hiding.Call);
        return Remove(mark.Length);
    }

    // A model that takes the fence of a passage for its citation.
    private int Cite(ReadOnlySpan<char> tag)
    {
        var id = tag.IndexOf("id=\"", StringComparison.Ordinal) is >= 0 and var at ? tag[(at + 4)..] : default;
        var end = id.IndexOf('"');
        if (end is <= 0 or > 3 || id[..end].ContainsAnyExceptInRange('0', '9')) return Remove(tag.Length);
        Show($"[{id[..end]}]");
        return tag.Length;
    }

    // A link that the end of the stream cut leads nowhere: its words stay.
    private int Link(ReadOnlySpan<char> text, bool final)
    {
        if (!Place.Spaced && !Place.AtLineStart && Place.Before is not ('(' or '*' or '_' or '>' or '|' or '"' or '~')) return Show(text[..1]);
        var length = CutLink.Read(text, final, out var words);
        if (length < 0) return -1;
        if (length == 0) return Show(text[..1]);
        Show(text.Slice(1, words));
        return length;
    }

    private int Remove(int length)
    {
        _afterMark = true;
        _shown.Close();
        return length;
    }

    private int Show(ReadOnlySpan<char> text, bool code = false)
    {
        var visible = _shown.AddBlanks(text);
        if (visible.IsEmpty) return text.Length;
        if (!visible.IsWhiteSpace())
        {
            if (_orphan && !_empty)
            {
                _shown.Drop();
                Retracted = true;
            }

            if (_orphan) (_orphan, _thought) = (false, true);
            (_empty, _afterMark) = (false, false);
        }

        _shown.Add(visible);
        if (!code && !_code.InFence) _code.Note(visible);
        if (Place.AtLineStart) _lineRead = false;
        return text.Length;
    }
}
