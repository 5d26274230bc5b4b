using System.Text;

namespace LocalsOnly.Agents.Turns;

/// <summary>What may be shown since it was last taken. Where something was taken out, the blanks on both sides of it are not all needed.</summary>
internal sealed class ShownText
{
    private readonly StringBuilder _text = new();
    private bool _tidyingLine;

    /// <summary>Where in a line all of it has come to.</summary>
    public LinePlace Place { get; } = new();

    /// <summary>Something was taken out, and no word has come since.</summary>
    public bool IsTidying { get; private set; }

    /// <summary>Something is taken out here.</summary>
    public void Close() => (IsTidying, _tidyingLine) = (true, false);

    /// <summary>Nothing was said after all.</summary>
    public void Drop()
    {
        _text.Clear();
        Place.Reset();
    }

    public string Take()
    {
        var text = _text.ToString();
        _text.Clear();
        return text;
    }

    public void Add(ReadOnlySpan<char> text)
    {
        _text.Append(text);
        Place.Note(text);
    }

    /// <summary>Adds the blanks in front of a text as far as they are needed.</summary>
    /// <returns>The rest of it.</returns>
    public ReadOnlySpan<char> AddBlanks(ReadOnlySpan<char> text)
    {
        if (!IsTidying) return text;
        var at = 0;
        for (; at < text.Length && char.IsWhiteSpace(text[at]); at++)
        {
            var c = text[at];
            if (c == '\n' ? Place.Newlines < 2 : _tidyingLine || !(Place.Spaced || Place.AtLineStart)) Add([c]);
            _tidyingLine |= c == '\n';
        }

        IsTidying = at == text.Length;
        return text[at..];
    }
}
