using System.Text;

namespace LocalsOnly.Agents.Turns;

/// <summary>
/// Stands between a model's stream and the person: thinking blocks and chat-template tokens that leak into the text never get out, wherever
/// the stream happens to be cut. A tag that the reply only speaks of (in the middle of a line, or in backticks) is text.
/// </summary>
internal sealed class OutputSanitiser
{
    private readonly StringBuilder _held = new();
    private bool _thinking;
    private bool _anythingShown;
    private char _before = '\n';

    /// <summary>Takes more of the stream; returns what may be shown now, possibly nothing.</summary>
    public string Push(string text)
    {
        _held.Append(text);
        return Drain(final: false);
    }

    /// <summary>The stream has ended: what was held back is shown unless it is inside an unfinished block.</summary>
    public string Finish() => Drain(final: true);

    private string Drain(bool final)
    {
        var text = _held.ToString();
        _held.Clear();
        var shown = new StringBuilder(text.Length);
        var i = 0;
        while (i < text.Length)
        {
            var rest = text.AsSpan(i);
            if (_thinking)
            {
                var (close, length) = IndexOfAny(rest, ControlTokens.ThinkClose);
                if (close < 0)
                {
                    // A closing tag may be cut at the end of the buffer.
                    if (!final) _held.Append(rest[Math.Max(0, rest.Length - ControlTokens.Longest)..]);
                    break;
                }

                _thinking = false;
                i += close + length;
                continue;
            }

            if (rest[0] is not ('<' or '['))
            {
                var plain = rest.IndexOfAny('<', '[');
                i += Show(rest[..(plain < 0 ? rest.Length : plain)]);
            }
            else if (_before == '`') i += Show(rest[..1]);
            else if (TokenLength(rest) is > 0 and var token) i += token;
            else if (_before == '\n' && Length(rest, ControlTokens.ThinkOpen) is > 0 and var open)
            {
                _thinking = true;
                i += open;
            }
            else if (!final && MayBecomeToken(rest))
            {
                _held.Append(rest);
                break;
            }
            else i += Show(rest[..1]);
        }

        if (_anythingShown) return shown.ToString();
        var first = shown.ToString().TrimStart();
        _anythingShown = first.Length > 0;
        return first;

        int Show(ReadOnlySpan<char> part)
        {
            shown.Append(part);
            // White space at the start of a line leaves it at its start.
            var last = part.TrimEnd(' ');
            if (last.Length > 0) _before = last[^1];
            else if (_before != '\n') _before = ' ';
            return part.Length;
        }
    }

    // A closing tag without its opening one: that was part of the prompt's template.
    private static int TokenLength(ReadOnlySpan<char> text) =>
        Math.Max(Length(text, ControlTokens.ThinkClose), Math.Max(Length(text, ControlTokens.Spelled), ControlTokens.BarredLength(text)));

    private static bool MayBecomeToken(ReadOnlySpan<char> tail)
    {
        if (tail is "<" || ControlTokens.MayBecomeBarred(tail)) return true;
        foreach (var set in (ReadOnlySpan<string[]>)[ControlTokens.ThinkOpen, ControlTokens.ThinkClose, ControlTokens.Spelled])
            foreach (var token in set)
                if (tail.Length < token.Length && token.AsSpan().StartsWith(tail, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    private static int Length(ReadOnlySpan<char> text, string[] tokens)
    {
        foreach (var token in tokens)
            if (text.StartsWith(token, StringComparison.OrdinalIgnoreCase)) return token.Length;
        return 0;
    }

    private static (int Index, int Length) IndexOfAny(ReadOnlySpan<char> text, string[] tokens)
    {
        var best = (Index: -1, Length: 0);
        foreach (var token in tokens)
        {
            var index = text.IndexOf(token, StringComparison.OrdinalIgnoreCase);
            if (index >= 0 && (best.Index < 0 || index < best.Index)) best = (index, token.Length);
        }

        return best;
    }
}
