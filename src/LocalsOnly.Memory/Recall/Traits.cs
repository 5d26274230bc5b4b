using System.Text.RegularExpressions;

namespace LocalsOnly.Memory.Recall;

/// <summary>Finds out what a message's text holds.</summary>
internal static partial class Traits
{
    private const int MostCharacters = 4000;
    private const int ShortWords = 25;

    public static MessageTraits Of(string text, int words)
    {
        var looked = text.AsSpan(0, Math.Min(text.Length, MostCharacters));
        var traits = MessageTraits.None;
        if (looked.ContainsAnyInRange('0', '9')) traits |= MessageTraits.Number;
        if (TimeExpression().IsMatch(looked)) traits |= MessageTraits.Time;
        if (words <= ShortWords && text.AsSpan().TrimEnd().EndsWith("?")) traits |= MessageTraits.ShortQuestion;
        return traits;
    }

    [GeneratedRegex(
        @"\b(january|february|march|april|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow|yesterday|(19|20)\d\d|\d{1,2}:\d\d)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TimeExpression();
}
