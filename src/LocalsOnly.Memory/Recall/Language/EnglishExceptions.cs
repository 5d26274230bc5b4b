namespace LocalsOnly.Memory.Recall.Language;

/// <summary>The exceptional forms of the Snowball stemmer of English, by the step that asks for them.</summary>
internal static class EnglishExceptions
{
    /// <summary>Words that take no step: writes the stem over the word and returns its length; 0 for all other words.</summary>
    public static int Whole(Span<char> word)
    {
        if (word.Length > 6) return 0;
        ReadOnlySpan<char> stem = word switch
        {
            "skis" => "ski",
            "skies" => "sky",
            "idly" => "idl",
            "gently" => "gentl",
            "ugly" => "ugli",
            "early" => "earli",
            "only" => "onli",
            "singly" => "singl",
            "sky" or "news" or "howe" or "atlas" or "cosmos" or "bias" or "andes" => word,
            _ => default,
        };
        stem.CopyTo(word);
        return stem.Length;
    }

    /// <summary>Where R1 begins in words that the usual rule would cut too short (general, generate); 0 when the usual rule holds.</summary>
    public static int Region(ReadOnlySpan<char> word)
    {
        if (word.StartsWith("past")) return 4;
        if (word.StartsWith("gener") || word.StartsWith("arsen") || word.StartsWith("later") || word.StartsWith("emerg") || word.StartsWith("organ") || word.StartsWith("inter"))
            return 5;
        if (word.StartsWith("commun")) return 6;
        return word.StartsWith("univers") ? 7 : 0;
    }

    /// <summary>Proceed, exceed and succeed are no participles.</summary>
    public static bool KeepsEed(ReadOnlySpan<char> before) => before is "proc" or "exc" or "succ";

    /// <summary>An inning has nothing to do with in, a herring nothing with her.</summary>
    public static bool KeepsIng(ReadOnlySpan<char> before) => before is "inn" or "out" or "cann" or "herr" or "earr" or "even";
}
