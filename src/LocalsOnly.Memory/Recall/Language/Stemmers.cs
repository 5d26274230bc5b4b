namespace LocalsOnly.Memory.Recall.Language;

/// <summary>Stems a lower-case word in place, without allocation, and returns the stem's length, which is never more than the word's.</summary>
internal delegate int Stemmer(Span<char> word);

/// <summary>One stemmer for each <see cref="TextLanguage"/>. An index and the questions put to it take the same set.</summary>
internal sealed record Stemmers(Stemmer English, Stemmer French, Stemmer Other)
{
    /// <summary>The default: Snowball's English ("Porter2") and French, truncation for all else.</summary>
    public static Stemmers Snowball { get; } = new(EnglishStemmer.Stem, FrenchStemmer.Stem, Truncation.Stem);

    /// <summary>The same with Porter's first algorithm for English, with which the recipe was measured.</summary>
    public static Stemmers Porter { get; } = Snowball with { English = Recall.Porter.Stem };

    public Stemmer Of(TextLanguage language) => language switch
    {
        TextLanguage.English => English,
        TextLanguage.French => French,
        _ => Other,
    };
}
