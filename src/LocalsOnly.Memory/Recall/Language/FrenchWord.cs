namespace LocalsOnly.Memory.Recall.Language;

/// <summary>
/// A French word while it is stemmed: its letters, with I, U and Y for those that are consonants and H before a vowel that had a diaeresis, and the beginnings
/// of the regions RV, R1 and R2. Each step says whether it removed something.
/// </summary>
internal ref struct FrenchWord
{
    private readonly Span<char> _letters;
    private int _length;
    private readonly int _rv;
    private readonly int _r1;
    private readonly int _r2;

    /// <param name="letters">Room for twice the word.</param>
    public FrenchWord(Span<char> letters, ReadOnlySpan<char> word)
    {
        _letters = letters;
        word.CopyTo(letters);
        _length = word.Length;
        MarkConsonants();
        _rv = Rv();
        _r1 = After(0);
        _r2 = After(_r1);
    }

    private readonly ReadOnlySpan<char> Now => _letters[.._length];

    /// <summary>Step 1. -amment, -emment and -ment are shortened and reported as not removed, so that a verb's ending before them goes too.</summary>
    public bool RemoveStandardSuffix()
    {
        if (FrenchSuffixes.Longest(FrenchSuffixes.Standard, Now) is not { } suffix) return false;
        var cut = _length - suffix.Text.Length;
        switch (suffix.Rule)
        {
            case FrenchRule.InR2: return cut >= _r2 && To(cut, suffix.With);
            case FrenchRule.InR1: return cut >= _r1 && To(cut, suffix.With);
            case FrenchRule.Always: return To(cut, suffix.With);
            case FrenchRule.Oux: return cut > 0 && "bhjlnp".Contains(_letters[cut - 1]) && To(cut, suffix.With);
            case FrenchRule.Euse: return cut >= _r2 ? To(cut, "") : cut >= _r1 && To(cut, "eux");
            case FrenchRule.Ation:
                if (cut < _r2) return false;
                To(cut, "");
                DropOr("ic", "iqU");
                return true;
            case FrenchRule.Ement:
                if (cut < _rv) return false;
                To(cut, "");
                BeforeEment();
                return true;
            case FrenchRule.Ite:
                if (cut < _r2) return false;
                To(cut, "");
                if (!DropOr("abil", "abl") && !DropOr("ic", "iqU") && Ends("iv", _r2)) To(_length - 2, "");
                return true;
            case FrenchRule.If:
                if (cut < _r2) return false;
                To(cut, "");
                if (!Ends("at", _r2)) return true;
                To(_length - 2, "");
                DropOr("ic", "iqU");
                return true;
            case FrenchRule.Issement: return cut >= _r1 && cut > 0 && !IsVowel(_letters[cut - 1]) && To(cut, "");
            case FrenchRule.Amment:
                if (cut >= _rv) To(cut, suffix.With);
                return false;
            default:
                if (cut > _rv && IsVowel(_letters[cut - 1])) To(cut, "");
                return false;
        }
    }

    /// <summary>Step 2a.</summary>
    public bool RemoveVerbSuffixOfI()
    {
        if (FrenchSuffixes.Longest(FrenchSuffixes.VerbOfI, Region(_rv)) is not { } suffix) return false;
        var cut = _length - suffix.Text.Length;
        return cut > _rv && _letters[cut - 1] != 'H' && !IsVowel(_letters[cut - 1]) && To(cut, "");
    }

    /// <summary>Step 2b.</summary>
    public bool RemoveVerbSuffix()
    {
        if (FrenchSuffixes.Longest(FrenchSuffixes.Verb, Region(_rv)) is not { } suffix) return false;
        var cut = _length - suffix.Text.Length;
        if (suffix.Rule == FrenchRule.InR2) return cut >= _r2 && To(cut, "");
        if (suffix.Rule == FrenchRule.Ais && KeepsAis(_letters[..cut])) return false;
        if (suffix.Rule == FrenchRule.AfterE && cut > _rv && _letters[cut - 1] == 'e') cut--;
        return To(cut, "");
    }

    /// <summary>Step 3, after an ending was removed.</summary>
    public readonly void MendLastLetter()
    {
        if (_length == 0) return;
        ref var last = ref _letters[_length - 1];
        if (last == 'Y') last = 'i';
        else if (last == 'ç') last = 'c';
    }

    /// <summary>Step 4, when none was.</summary>
    public void RemoveResidualSuffix()
    {
        if (_length > 1 && _letters[_length - 1] == 's' && (Now[..^1].EndsWith("Hi") || !"aiouès".Contains(_letters[_length - 2]))) _length--;
        var region = Region(_rv);
        if (region.EndsWith("ion"))
        {
            var cut = _length - 3;
            if (cut >= _r2 && cut > _rv && _letters[cut - 1] is 's' or 't') To(cut, "");
        }
        else if (region.EndsWith("ière") || region.EndsWith("Ière")) To(_length - 4, "i");
        else if (region.EndsWith("ier") || region.EndsWith("Ier")) To(_length - 3, "i");
        else if (region.EndsWith('e')) _length--;
    }

    /// <summary>Steps 5 and 6: enn, onn, ett, ell and eill lose their last letter; é and è before final consonants become e.</summary>
    public void UndoubleAndUnaccent()
    {
        var now = Now;
        if (now.EndsWith("enn") || now.EndsWith("onn") || now.EndsWith("ett") || now.EndsWith("ell") || now.EndsWith("eill")) _length--;
        var at = _length - 1;
        while (at >= 0 && !IsVowel(_letters[at])) at--;
        if (at >= 0 && at < _length - 1 && _letters[at] is 'é' or 'è') _letters[at] = 'e';
    }

    /// <summary>Writes the stem in lower case, a diaeresis as it was, and returns its length.</summary>
    public readonly int CopyTo(Span<char> word)
    {
        var length = 0;
        for (var i = 0; i < _length; i++)
        {
            var c = _letters[i];
            if (c != 'H') word[length++] = c is 'I' or 'U' or 'Y' ? char.ToLowerInvariant(c) : c;
            else if (i + 1 < _length && _letters[i + 1] is 'e' or 'i') word[length++] = _letters[++i] == 'e' ? 'ë' : 'ï';
        }
        return length;
    }

    // u and i between vowels, y beside one and u after q are consonants, from left to right: a letter that is marked is no vowel for the next.
    private void MarkConsonants()
    {
        for (var i = 0; i < _length; i++)
        {
            var c = _letters[i];
            var next = i + 1 < _length ? _letters[i + 1] : '\0';
            if (IsVowel(c) && (next == 'y' || (next is 'u' or 'i' && IsVowelAt(i + 2)))) MarkConsonant(i + 1);
            else if (c is 'ë' or 'ï')
            {
                _letters[(i + 1).._length].CopyTo(_letters[(i + 2)..]);
                _letters[i] = 'H';
                _letters[i + 1] = c == 'ë' ? 'e' : 'i';
                _length++;
            }
            else if (c == 'y' && IsVowelAt(i + 1)) MarkConsonant(i);
            else if (c == 'q' && next == 'u') MarkConsonant(i + 1);
        }
    }

    private readonly void MarkConsonant(int at) => _letters[at] = char.ToUpperInvariant(_letters[at]);

    private readonly int Rv()
    {
        var now = Now;
        if (_length > 2 && IsVowel(now[0]) && IsVowel(now[1])) return 3;
        if (now.StartsWith("par") || now.StartsWith("col") || now.StartsWith("tap") || (now.StartsWith("ni") && IsVowelAt(2))) return 3;
        for (var i = 1; i < _length; i++)
            if (IsVowel(now[i])) return i + 1;
        return _length;
    }

    private readonly int After(int from)
    {
        var vowel = false;
        for (var i = from; i < _length; i++)
        {
            if (IsVowel(_letters[i])) vowel = true;
            else if (vowel) return i + 1;
        }
        return _length;
    }

    private void BeforeEment()
    {
        if (Now.EndsWith("iv"))
        {
            if (!Ends("iv", _r2)) return;
            To(_length - 2, "");
            if (Ends("at", _r2)) To(_length - 2, "");
        }
        else if (Now.EndsWith("eus"))
        {
            if (Ends("eus", _r2)) To(_length - 3, "");
            else if (Ends("eus", _r1)) To(_length - 3, "eux");
        }
        else if (Ends("abl", _r2) || Ends("iqU", _r2)) To(_length - 3, "");
        else if (Ends("ièr", _rv) || Ends("Ièr", _rv)) To(_length - 3, "i");
    }

    // Removes the ending where it lies in R2 and replaces it elsewhere; false when the word does not end in it.
    private bool DropOr(string ending, string with)
    {
        if (!Now.EndsWith(ending)) return false;
        var cut = _length - ending.Length;
        return To(cut, cut >= _r2 ? "" : with);
    }

    private readonly bool Ends(string ending, int region) => _length - ending.Length >= region && Now.EndsWith(ending);

    private readonly ReadOnlySpan<char> Region(int from) => from < _length ? _letters[from.._length] : default;

    private bool To(int cut, string with)
    {
        with.CopyTo(_letters[cut..]);
        _length = cut + with.Length;
        return true;
    }

    // palais and calais, mauvais, déplais.
    private static bool KeepsAis(ReadOnlySpan<char> before) => (before.Length == 3 && before.EndsWith("al")) || before.EndsWith("auv") || before.EndsWith("épl");

    private readonly bool IsVowelAt(int at) => at < _length && IsVowel(_letters[at]);

    private static bool IsVowel(char c) => c is 'a' or 'e' or 'i' or 'o' or 'u' or 'y' or 'â' or 'à' or 'ë' or 'é' or 'ê' or 'è' or 'ï' or 'î' or 'ô' or 'û' or 'ù';
}
