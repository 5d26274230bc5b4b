using System.Buffers;

namespace LocalsOnly.Memory.Recall.Language;

/// <summary>
/// The Snowball stemmer of English ("Porter2"), after its published description (snowballstem.org/algorithms/english/stemmer.html, as of Snowball 3.1).
/// R1 is what follows the first consonant after a vowel, R2 the same within R1; an Y stands for a y that is a consonant.
/// </summary>
internal static class EnglishStemmer
{
    private static readonly SearchValues<char> s_vowels = SearchValues.Create("aeiouy");

    // Longest first, so that the first that fits is the one the description asks for.
    private static readonly Suffix[][] s_step2 = ByLastLetter(
    [
        new("ization", "ize"), new("ational", "ate"), new("fulness", "ful"), new("ousness", "ous"), new("iveness", "ive"),
        new("tional", "tion"), new("biliti", "ble"), new("lessli", "less"),
        new("entli", "ent"), new("ation", "ate"), new("alism", "al"), new("aliti", "al"), new("ousli", "ous"), new("iviti", "ive"), new("fulli", "ful"), new("ogist", "og"),
        new("enci", "ence"), new("anci", "ance"), new("abli", "able"), new("izer", "ize"), new("ator", "ate"), new("alli", "al"),
        new("bli", "ble"), new("ogi", "og", Before: "l"),
        new("li", "", Before: "cdeghkmnrt"),
    ]);

    private static readonly Suffix[][] s_step3 = ByLastLetter(
    [
        new("ational", "ate"), new("tional", "tion"), new("alize", "al"), new("icate", "ic"), new("iciti", "ic"), new("ative", "", InR2: true),
        new("ical", "ic"), new("ness", ""), new("ful", ""),
    ]);

    private static readonly Suffix[][] s_step4 = ByLastLetter(
    [
        new("ement", ""), new("ance", ""), new("ence", ""), new("able", ""), new("ible", ""), new("ment", ""), new("ant", ""), new("ent", ""), new("ism", ""),
        new("ate", ""), new("iti", ""), new("ous", ""), new("ive", ""), new("ize", ""), new("ion", "", Before: "st"), new("al", ""), new("er", ""), new("ic", ""),
    ]);

    /// <summary>Stems <paramref name="word"/> in place and returns the stem's length. Characters outside a–z count as consonants.</summary>
    public static int Stem(Span<char> word)
    {
        if (word.Length < 3) return word.Length;
        if (EnglishExceptions.Whole(word) is var exception and > 0) return exception;
        var length = word.Length;
        if (word[0] == '\'')
        {
            word[1..].CopyTo(word);
            length--;
        }
        MarkConsonants(word[..length]);
        var r1 = EnglishExceptions.Region(word[..length]) is var given and > 0 ? given : After(word[..length], 0);
        var r2 = After(word[..length], r1);

        length = Apostrophe(word[..length]);
        length = Plural(word[..length]);
        length = PastAndGerund(word, length, r1);
        if (length > 2 && word[length - 1] is 'y' or 'Y' && !IsVowel(word[length - 2])) word[length - 1] = 'i';
        length = Replace(word, length, s_step2, r1, r2);
        length = Replace(word, length, s_step3, r1, r2);
        length = Replace(word, length, s_step4, r2, r2);
        length = LastLetter(word[..length], r1, r2);
        word[..length].Replace('Y', 'y');
        return length;
    }

    private static void MarkConsonants(Span<char> word)
    {
        for (var i = 0; i < word.Length; i++)
            if (word[i] == 'y' && (i == 0 || IsVowel(word[i - 1]))) word[i] = 'Y';
    }

    // The place after the first consonant that follows a vowel, from a place on; the end of the word when there is none.
    private static int After(ReadOnlySpan<char> word, int from)
    {
        var vowel = false;
        for (var i = from; i < word.Length; i++)
        {
            if (IsVowel(word[i])) vowel = true;
            else if (vowel) return i + 1;
        }
        return word.Length;
    }

    private static int Apostrophe(ReadOnlySpan<char> word)
    {
        if (word.EndsWith("'s'")) return word.Length - 3;
        if (word.EndsWith("'s")) return word.Length - 2;
        return word.EndsWith('\'') ? word.Length - 1 : word.Length;
    }

    private static int Plural(ReadOnlySpan<char> word)
    {
        if (word.EndsWith("sses")) return word.Length - 2;
        if (word.EndsWith("ied") || word.EndsWith("ies")) return word.Length - (word.Length > 4 ? 2 : 1);
        if (!word.EndsWith('s') || word.EndsWith("us") || word.EndsWith("ss")) return word.Length;
        return word.Length > 2 && word[..^2].ContainsAny(s_vowels) ? word.Length - 1 : word.Length;
    }

    private static int PastAndGerund(Span<char> word, int length, int r1)
    {
        var now = word[..length];
        var eed = now.EndsWith("eedly") ? length - 5 : now.EndsWith("eed") ? length - 3 : -1;
        if (eed >= 0) return eed >= r1 && !EnglishExceptions.KeepsEed(now[..eed]) ? eed + 2 : length;
        int cut;
        if (now.EndsWith("ed")) cut = length - 2;
        else if (now.EndsWith("edly")) cut = length - 4;
        else if (now.EndsWith("ingly")) cut = length - 5;
        else if (now.EndsWith("ing"))
        {
            cut = length - 3;
            if (EnglishExceptions.KeepsIng(now[..cut])) return length;
            if (cut == 2 && word[1] == 'y' && !IsVowel(word[0]))
            {
                "ie".CopyTo(word[1..]);
                return 3;
            }
        }
        else return length;
        return word[..cut].ContainsAny(s_vowels) ? Mended(word, cut, r1) : length;
    }

    // What is left after -ed or -ing: luxuriat(e), hop(p), hop(e).
    private static int Mended(Span<char> word, int length, int r1)
    {
        var stem = word[..length];
        var adds = stem.EndsWith("at") || stem.EndsWith("bl") || stem.EndsWith("iz");
        if (!adds && length > 1 && stem[^1] == stem[^2] && "bdfgmnprt".Contains(stem[^1]))
            return length == 3 && stem[0] is 'a' or 'e' or 'o' ? length : length - 1;
        if (!adds && !(length == r1 && EndsShort(stem))) return length;
        word[length] = 'e';
        return length + 1;
    }

    private static int Replace(Span<char> word, int length, Suffix[][] suffixes, int region, int r2)
    {
        if (length == 0 || word[length - 1] is not (>= 'a' and <= 'z' and var last)) return length;
        foreach (var suffix in suffixes[last - 'a'])
        {
            if (!word[..length].EndsWith(suffix.Text)) continue;
            var cut = length - suffix.Text.Length;
            if (cut < (suffix.InR2 ? r2 : region)) return length;
            if (suffix.Before is { } before && (cut == 0 || !before.Contains(word[cut - 1]))) return length;
            suffix.With.CopyTo(word[cut..]);
            return cut + suffix.With.Length;
        }
        return length;
    }

    private static int LastLetter(ReadOnlySpan<char> word, int r1, int r2)
    {
        var cut = word.Length - 1;
        if (cut < 0) return word.Length;
        if (word[cut] == 'e') return cut >= r2 || (cut >= r1 && !EndsShort(word[..cut])) ? cut : cut + 1;
        return word[cut] == 'l' && cut >= r2 && cut > 0 && word[cut - 1] == 'l' ? cut : cut + 1;
    }

    // Most words end in a letter with which few suffixes end.
    private static Suffix[][] ByLastLetter(Suffix[] suffixes) => [.. Enumerable.Range('a', 26).Select(letter => suffixes.Where(suffix => suffix.Text[^1] == letter).ToArray())];

    // A short syllable: consonant, vowel, consonant other than w, x and Y; or the same at the beginning of the word; or past.
    private static bool EndsShort(ReadOnlySpan<char> word)
    {
        if (word.EndsWith("past")) return true;
        if (word.Length < 2 || IsVowel(word[^1]) || !IsVowel(word[^2])) return false;
        return word.Length == 2 || (word[^1] is not ('w' or 'x' or 'Y') && !IsVowel(word[^3]));
    }

    private static bool IsVowel(char c) => c is 'a' or 'e' or 'i' or 'o' or 'u' or 'y';

    /// <param name="With">What stands in its place.</param>
    /// <param name="Before">When given, one of these letters has to come before it.</param>
    private sealed record Suffix(string Text, string With, string? Before = null, bool InR2 = false);
}
