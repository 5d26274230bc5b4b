namespace LocalsOnly.Memory.Recall;

/// <summary>
/// Porter's stemmer, as published (M. F. Porter, "An algorithm for suffix stripping", Program 14(3), 1980). Lower-case ASCII words in; the
/// first two letters of a word are never changed, which lets a reader skip words that cannot be a given stem.
/// </summary>
internal static class Porter
{
    private static readonly (string Suffix, string With)[] s_step2 =
    [
        ("ational", "ate"), ("tional", "tion"), ("enci", "ence"), ("anci", "ance"), ("izer", "ize"), ("abli", "able"), ("alli", "al"),
        ("entli", "ent"), ("eli", "e"), ("ousli", "ous"), ("ization", "ize"), ("ation", "ate"), ("ator", "ate"), ("alism", "al"),
        ("iveness", "ive"), ("fulness", "ful"), ("ousness", "ous"), ("aliti", "al"), ("iviti", "ive"), ("biliti", "ble"),
    ];

    private static readonly (string Suffix, string With)[] s_step3 =
    [
        ("icate", "ic"), ("ative", ""), ("alize", "al"), ("iciti", "ic"), ("ical", "ic"), ("ful", ""), ("ness", ""),
    ];

    private static readonly string[] s_step4 =
    [
        "ement", "ance", "ence", "able", "ible", "ment", "ant", "ent", "ism", "ate", "iti", "ous", "ive", "ize", "al", "er", "ic", "ou", "ion",
    ];

    /// <summary>Stems <paramref name="word"/> in place and returns the stem's length.</summary>
    public static int Stem(Span<char> word)
    {
        if (word.Length < 3 || word.ContainsAnyExceptInRange('a', 'z')) return word.Length;
        var length = Plural(word);
        length = PastAndGerund(word, length);
        if (word[length - 1] == 'y' && HasVowel(word[..(length - 1)])) word[length - 1] = 'i';
        length = Replace(word, length, s_step2);
        length = Replace(word, length, s_step3);
        length = Step4(word, length);
        return Step5(word, length);
    }

    private static int Plural(Span<char> word)
    {
        var length = word.Length;
        if (word[^1] != 's') return length;
        if (word.EndsWith("sses") || word.EndsWith("ies")) return length - 2;
        return word[^2] == 's' ? length : length - 1;
    }

    private static int PastAndGerund(Span<char> word, int length)
    {
        var now = word[..length];
        if (now.EndsWith("eed")) return Measure(now[..^3]) > 0 ? length - 1 : length;
        int cut;
        if (now.EndsWith("ed") && HasVowel(now[..^2])) cut = length - 2;
        else if (now.EndsWith("ing") && HasVowel(now[..^3])) cut = length - 3;
        else return length;
        var stem = word[..cut];
        if (stem.EndsWith("at") || stem.EndsWith("bl") || stem.EndsWith("iz"))
        {
            word[cut] = 'e';
            return cut + 1;
        }
        if (EndsDouble(stem) && stem[^1] is not ('l' or 's' or 'z')) return cut - 1;
        if (Measure(stem) == 1 && EndsCvc(stem))
        {
            word[cut] = 'e';
            return cut + 1;
        }
        return cut;
    }

    private static int Replace(Span<char> word, int length, (string Suffix, string With)[] rules)
    {
        foreach (var (suffix, with) in rules)
        {
            if (!word[..length].EndsWith(suffix)) continue;
            var cut = length - suffix.Length;
            if (Measure(word[..cut]) == 0) return length;
            with.CopyTo(word[cut..]);
            return cut + with.Length;
        }
        return length;
    }

    private static int Step4(Span<char> word, int length)
    {
        foreach (var suffix in s_step4)
        {
            if (!word[..length].EndsWith(suffix)) continue;
            var stem = word[..(length - suffix.Length)];
            if (suffix == "ion" && (stem.IsEmpty || stem[^1] is not ('s' or 't'))) return length;
            return Measure(stem) > 1 ? stem.Length : length;
        }
        return length;
    }

    private static int Step5(Span<char> word, int length)
    {
        if (word[length - 1] == 'e')
        {
            var stem = word[..(length - 1)];
            var measure = Measure(stem);
            if (measure > 1 || (measure == 1 && !EndsCvc(stem))) length--;
        }
        return length > 1 && word[length - 1] == 'l' && EndsDouble(word[..length]) && Measure(word[..length]) > 1 ? length - 1 : length;
    }

    private static bool IsConsonant(ReadOnlySpan<char> word, int at) => word[at] switch
    {
        'a' or 'e' or 'i' or 'o' or 'u' => false,
        'y' => at == 0 || !IsConsonant(word, at - 1),
        _ => true,
    };

    // Number of vowel-consonant sequences: the paper's m.
    private static int Measure(ReadOnlySpan<char> stem)
    {
        var measure = 0;
        var vowel = false;
        for (var i = 0; i < stem.Length; i++)
        {
            var consonant = IsConsonant(stem, i);
            if (consonant && vowel) measure++;
            vowel = !consonant;
        }
        return measure;
    }

    private static bool HasVowel(ReadOnlySpan<char> stem)
    {
        for (var i = 0; i < stem.Length; i++)
            if (!IsConsonant(stem, i)) return true;
        return false;
    }

    private static bool EndsDouble(ReadOnlySpan<char> stem) => stem.Length > 1 && stem[^1] == stem[^2] && IsConsonant(stem, stem.Length - 1);

    private static bool EndsCvc(ReadOnlySpan<char> stem) =>
        stem.Length > 2 && IsConsonant(stem, stem.Length - 3) && !IsConsonant(stem, stem.Length - 2) && IsConsonant(stem, stem.Length - 1) &&
        stem[^1] is not ('w' or 'x' or 'y');
}
