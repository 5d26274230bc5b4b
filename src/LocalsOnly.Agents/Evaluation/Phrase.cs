using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using LocalsOnly.Agents.Guards;

namespace LocalsOnly.Agents.Evaluation;

/// <summary>Words that are looked for whole, in any case, spacing and kind of quotation mark; or an expression between slashes.</summary>
internal sealed class Phrase
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    // What may stand behind an ending: a full stop, the stars of bold text, a mark.
    private const string Behind = @"(?:[\s\p{P}\p{S}]|\[\d+\])*\z";

    private readonly Regex? _expression;
    private readonly Regex? _ending;

    private Phrase(string text, Regex? expression, Regex? ending) => (Text, _expression, _ending) = (text, expression, ending);

    /// <summary>As it is written in the file.</summary>
    public string Text { get; }

    /// <exception cref="FormatException">It is an expression that .NET cannot read; a clause.</exception>
    public static Phrase Parse(string text)
    {
        if (text.Length < 3 || text[0] != '/' || text[^1] != '/') return new Phrase(text, null, null);
        var pattern = text[1..^1];
        try
        {
            const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Multiline;
            return new Phrase(text, new Regex(pattern, Options, s_patience), new Regex($"(?:{pattern}){Behind}", Options, s_patience));
        }
        catch (ArgumentException broken)
        {
            throw new FormatException($"{PersonSentences.Plain(text)} is no expression of .NET; correct it, or leave out the slashes to look for the words themselves", broken);
        }
    }

    /// <summary>The words as they stand in a text; null when they do not.</summary>
    public string? FindIn(string text)
    {
        if (_expression is null) return new Grounds([Straight(text)]).Say(Straight(Text)) ? Text : null;
        return Match(_expression, text) is { Success: true } found ? found.Value : null;
    }

    /// <summary>Whether a text ends with them, whatever signs stand behind.</summary>
    public bool Ends(string text)
    {
        if (_ending is not null) return Match(_ending, text) is { Success: true };
        // A sign that is wanted at the end is looked for as such.
        if (!Text.Any(char.IsLetterOrDigit)) return Straight(text).TrimEnd().TrimEnd('*', '_').EndsWith(Straight(Text), StringComparison.Ordinal);
        var end = Regex.Replace(Straight(text), Behind, "", RegexOptions.CultureInvariant, s_patience);
        var words = Regex.Replace(Straight(Text), Behind, "", RegexOptions.CultureInvariant, s_patience);
        return end.EndsWith(words, StringComparison.OrdinalIgnoreCase) && (end.Length == words.Length || !char.IsLetterOrDigit(end[^(words.Length + 1)]));
    }

    /// <summary>Whether a name stands in a text, with or without its accents.</summary>
    public static bool Names(string text, string name) => new Grounds([Bare(text)]).Say(Bare(name));

    // An expression that runs away from a text is no match of it.
    private static Match? Match(Regex expression, string text)
    {
        try
        {
            return expression.Match(Straight(text));
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }

    private static string Straight(string text) => text.Replace('’', '\'').Replace('‘', '\'').Replace('“', '"').Replace('”', '"').Replace('\u00a0', ' ').Replace('\u202f', ' ');

    private static string Bare(string text) =>
        new([.. Straight(text).Normalize(NormalizationForm.FormD).Where(c => CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)]);
}
