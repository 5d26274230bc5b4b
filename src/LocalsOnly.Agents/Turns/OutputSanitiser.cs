using System.Text;

namespace LocalsOnly.Agents.Turns;

/// <summary>
/// Stands between a model's stream and the person: thinking blocks and chat-template tokens that leak into the text never get out, wherever
/// the stream happens to be cut.
/// </summary>
internal sealed class OutputSanitiser
{
    // Longer than any token below; what begins like one is held back until it is known not to be.
    private const int LongestToken = 24;

    private static readonly string[] s_thinkOpen = ["<think>", "<thinking>"];
    private static readonly string[] s_thinkClose = ["</think>", "</thinking>"];
    private static readonly string[] s_tokens =
        ["<s>", "</s>", "<bos>", "<eos>", "[INST]", "[/INST]", "<start_of_turn>", "<end_of_turn>", "<tool_call>", "</tool_call>", "<tool_response>", "</tool_response>"];

    private readonly StringBuilder _held = new();
    private bool _thinking;
    private bool _anythingShown;

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
            if (_thinking)
            {
                var (close, length) = IndexOfAny(text, i, s_thinkClose);
                if (close < 0)
                {
                    // A closing tag may be cut at the end of the buffer.
                    if (!final) _held.Append(text.AsSpan(Math.Max(i, text.Length - LongestToken)));
                    break;
                }

                _thinking = false;
                i = close + length;
                continue;
            }

            if (text[i] is not ('<' or '['))
            {
                var next = text.AsSpan(i).IndexOfAny('<', '[');
                if (next < 0) next = text.Length - i;
                shown.Append(text, i, next);
                i += next;
                continue;
            }

            if (Match(text, i, s_thinkOpen) is > 0 and var open)
            {
                _thinking = true;
                i += open;
            }
            // The opening tag was part of the prompt's template: only the closing one comes through.
            else if ((Match(text, i, s_thinkClose) is > 0 and var stray && (i += stray) > 0)
                || (Match(text, i, s_tokens) is > 0 and var token && (i += token) > 0)
                || (Special(text, i) is > 0 and var special && (i += special) > 0))
            {
            }
            else if (!final && CouldBecomeToken(text.AsSpan(i)))
            {
                _held.Append(text.AsSpan(i));
                break;
            }
            else shown.Append(text[i++]);
        }

        if (_anythingShown) return shown.ToString();
        var first = shown.ToString().TrimStart();
        _anythingShown = first.Length > 0;
        return first;
    }

    /// <summary>Length of <c>&lt;|…|&gt;</c> at a position, the shape of nearly every template token; 0 when there is none.</summary>
    private static int Special(string text, int at)
    {
        if (!text.AsSpan(at).StartsWith("<|")) return 0;
        var end = text.IndexOf("|>", at + 2, StringComparison.Ordinal);
        return end >= 0 && end - at <= LongestToken * 2 && !text.AsSpan(at + 2, end - at - 2).ContainsAny(" \n") ? end + 2 - at : 0;
    }

    private static bool CouldBecomeToken(ReadOnlySpan<char> tail)
    {
        if (tail.StartsWith("<|")) return tail.Length <= LongestToken * 2 && !tail.ContainsAny(" \n");
        foreach (var set in (ReadOnlySpan<string[]>)[s_thinkOpen, s_thinkClose, s_tokens])
            foreach (var token in set)
                if (tail.Length < token.Length && token.AsSpan().StartsWith(tail, StringComparison.OrdinalIgnoreCase)) return true;
        return tail is "<";
    }

    private static int Match(string text, int at, string[] tokens)
    {
        foreach (var token in tokens)
            if (text.AsSpan(at).StartsWith(token, StringComparison.OrdinalIgnoreCase)) return token.Length;
        return 0;
    }

    private static (int Index, int Length) IndexOfAny(string text, int from, string[] tokens)
    {
        var best = (Index: -1, Length: 0);
        foreach (var token in tokens)
        {
            var index = text.IndexOf(token, from, StringComparison.OrdinalIgnoreCase);
            if (index >= 0 && (best.Index < 0 || index < best.Index)) best = (index, token.Length);
        }

        return best;
    }
}
