using System.Buffers;
using System.Text;

namespace LocalsOnly.Agents.Turns;

/// <summary>
/// Takes out what a person cannot see and a program might obey: control characters, terminal escapes, characters without width, and those that turn the direction of a line
/// (Unicode TR 36, "Trojan Source"). Joiners stay, since emoji and several scripts are made of them, and so do the plain direction marks.
/// </summary>
internal sealed class InvisibleCharacters
{
    private static readonly SearchValues<char> s_invisible = SearchValues.Create(
    [
        .. Range('\0', '\u009F').Where(c => char.IsControl(c) && c is not ('\n' or '\t' or '\r')), '\u200B', '\u2060', '\uFEFF', .. Range('\u202A', '\u202E'), .. Range('\u2066', '\u2069'),
    ]);

    private State _state;

    private enum State
    {
        Text,
        Escape,

        /// <summary>ESC [ …, to a letter.</summary>
        Sequence,

        /// <summary>ESC ] …, to BEL or ESC \.</summary>
        Command,
    }

    /// <summary>The visible part of the next piece of the stream; the same string when it has nothing else.</summary>
    public string Filter(string text)
    {
        var at = _state == State.Text ? text.AsSpan().IndexOfAny(s_invisible) : 0;
        if (at < 0) return text;
        var visible = new StringBuilder(text.Length).Append(text, 0, at);
        foreach (var c in text.AsSpan(at))
            if (IsVisible(c)) visible.Append(c);
        return visible.ToString();
    }

    private bool IsVisible(char c)
    {
        if (c == '\n' && _state != State.Text)
        {
            // No sequence goes over a line: what looked like one was something else.
            _state = State.Text;
            return true;
        }

        switch (_state)
        {
            case State.Escape:
                _state = c switch { '[' => State.Sequence, ']' or 'P' or '^' or '_' => State.Command, '(' or ')' => State.Escape, _ => State.Text };
                return false;
            case State.Sequence:
                if (c is >= '@' and <= '~') _state = State.Text;
                return false;
            case State.Command:
                if (c == '\a') _state = State.Text;
                else if (c == '\e') _state = State.Escape;
                return false;
            default:
                if (c == '\e') _state = State.Escape;
                else if (c == '\u009B') _state = State.Sequence;
                return !s_invisible.Contains(c);
        }
    }

    private static IEnumerable<char> Range(char first, char last) => Enumerable.Range(first, last - first + 1).Select(i => (char)i);
}
