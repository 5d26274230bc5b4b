using System.Globalization;

namespace LocalsOnly.Discord.Text;

/// <summary>The beginning of a text that is too long, with an ellipsis. What a reader sees as one character is not cut in two.</summary>
internal static class Clip
{
    /// <param name="most">UTF-16 units of the result; at least 1.</param>
    public static string OnCharacter(string text, int most) => text.Length <= most ? text : text[..Boundary(text, most - 1)].TrimEnd() + "…";

    /// <summary>The same, behind a word where one ends in the second half.</summary>
    public static string OnWord(string text, int most)
    {
        if (text.Length <= most) return text;
        var end = Boundary(text, most - 1);
        var blank = text.AsSpan(0, Math.Min(end + 1, text.Length)).LastIndexOfAny(" \n\t\u3000");
        return text[..(blank >= most / 2 ? blank : end)].TrimEnd().TrimEnd(',', ';', ':', '-', '–', '(') + "…";
    }

    private static int Boundary(string text, int most)
    {
        var end = 0;
        for (var next = 0; next <= most && next < text.Length; next += StringInfo.GetNextTextElementLength(text.AsSpan(next))) end = next;
        if (end > 0 || most == 0) return end;
        return char.IsHighSurrogate(text[most - 1]) ? most - 1 : most;
    }
}
