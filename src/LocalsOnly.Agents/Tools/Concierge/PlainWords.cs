using System.Globalization;
using System.Text;

namespace LocalsOnly.Agents.Tools.Concierge;

/// <summary>Words without what people leave out when they type: accents, capitals, ligatures.</summary>
internal static class PlainWords
{
    /// <summary>Lower case, without accents; œ, æ, ß and ø written out.</summary>
    public static string Fold(string text)
    {
        var apart = text.Normalize(NormalizationForm.FormKD);
        var plain = new StringBuilder(apart.Length);
        foreach (var c in apart)
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark) continue;
            _ = char.ToLowerInvariant(c) switch
            {
                'œ' => plain.Append("oe"),
                'æ' => plain.Append("ae"),
                'ß' => plain.Append("ss"),
                'ø' => plain.Append('o'),
                '’' or '‘' or 'ʼ' => plain.Append('\''),
                var lower => plain.Append(lower),
            };
        }
        return plain.ToString();
    }

    /// <summary>The words of a text, folded; an apostrophe or a hyphen ends one.</summary>
    public static List<string> Of(string text)
    {
        var words = new List<string>();
        var folded = Fold(text);
        for (var i = 0; i < folded.Length; i++)
        {
            var start = i;
            while (i < folded.Length && char.IsLetterOrDigit(folded[i])) i++;
            if (i > start) words.Add(folded[start..i]);
        }
        return words;
    }

    /// <summary>Whether words stand in a text one after the other.</summary>
    public static int IndexOf(IReadOnlyList<string> words, IReadOnlyList<string> sought, int from = 0)
    {
        for (var i = from; i + sought.Count <= words.Count; i++)
        {
            var same = 0;
            while (same < sought.Count && words[i + same] == sought[same]) same++;
            if (same == sought.Count) return i;
        }
        return -1;
    }
}
