using System.Text;
using System.Text.RegularExpressions;

namespace LocalsOnly.Import.Claude;

/// <summary>What stands in a text between an opening and a closing tag.</summary>
/// <param name="Attributes">As they stand in the opening tag.</param>
/// <param name="Inner">Up to the closing tag, or to the end of the text.</param>
/// <param name="IsClosed">False when the text ends before the closing tag.</param>
internal readonly record struct TaggedText(string Attributes, string Inner, bool IsClosed);

/// <summary>
/// Takes out of a text what Claude put between tags before 2025. Tags are also talked about: one that is not closed is meant as a tag only at the start of a line.
/// </summary>
internal static class TextTags
{
    /// <summary>The text with a replacement for each stretch between tags.</summary>
    /// <param name="text">What a message says.</param>
    /// <param name="opening">Matches an opening tag, with a group <c>attributes</c>.</param>
    /// <param name="closing">The closing tag.</param>
    /// <param name="replacement">What stands in the place of each.</param>
    public static string Take(string text, Regex opening, string closing, Func<TaggedText, string> replacement)
    {
        var result = new StringBuilder(text.Length);
        var taken = 0;
        var close = 0;
        for (var tag = opening.Match(text); tag.Success;)
        {
            var inner = tag.Index + tag.Length;
            // Looked for once and not from each tag: there may be many that none closes.
            if (close >= 0 && close < inner) close = text.IndexOf(closing, inner, StringComparison.Ordinal);
            var next = tag.NextMatch();
            var isClosed = close >= 0 && !(next.Success && next.Index < close);
            if (isClosed || BeginsLine(text, tag.Index))
            {
                var end = close >= 0 ? close : text.Length;
                result.Append(text, taken, tag.Index - taken).Append(replacement(new TaggedText(tag.Groups["attributes"].Value, text[inner..end], close >= 0)));
                taken = close >= 0 ? close + closing.Length : text.Length;
                next = opening.Match(text, taken);
            }
            tag = next;
        }
        return result.Append(text, taken, text.Length - taken).ToString();
    }

    private static bool BeginsLine(string text, int index) => text.AsSpan(0, index).TrimEnd(" \t") is [] or [.., '\n'];
}
