using System.Text.RegularExpressions;

namespace LocalsOnly.Agents.Guards;

/// <summary>Texts that something said later may rest on: which words and which numbers stand in them.</summary>
internal sealed partial class Grounds
{
    private readonly string _text;
    private readonly Lazy<IReadOnlyList<Figure>> _figures;

    public Grounds(IEnumerable<string> texts)
    {
        _text = Normal(string.Join('\n', texts));
        _figures = new(() => FigureScan.Find(_text));
    }

    /// <summary>Whether these words stand there, whole, in any case and spacing.</summary>
    public bool Say(string words)
    {
        var sought = Normal(words);
        if (sought.Length == 0) return false;
        for (var at = 0; (at = _text.IndexOf(sought, at, StringComparison.OrdinalIgnoreCase)) >= 0; at++)
        {
            var end = at + sought.Length;
            if ((at == 0 || !char.IsLetterOrDigit(_text[at - 1]) || !char.IsLetterOrDigit(sought[0]))
                && (end == _text.Length || !char.IsLetterOrDigit(_text[end]) || !char.IsLetterOrDigit(sought[^1]))) return true;
        }

        return false;
    }

    /// <summary>Whether a number stands there of which this one is the same or a rounding.</summary>
    public bool State(Figure figure) => _figures.Value.Any(figure.MayState);

    private static string Normal(string text) => Space().Replace(text, " ").Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
