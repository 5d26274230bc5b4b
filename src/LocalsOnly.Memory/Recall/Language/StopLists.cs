using System.Collections.Frozen;

namespace LocalsOnly.Memory.Recall.Language;

/// <summary>
/// Words that say nothing about what a text is about, by language: grammar, which is no content anywhere, and the scaffold of questions put to a memory ("do you
/// remember what I said about …"), which is none in a question. Each word is known with its accents and without.
/// </summary>
internal static class StopLists
{
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> s_english = Set(EnglishStops.Grammar);
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> s_englishScaffold = Set(EnglishStops.Scaffold);
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> s_french = Set(FrenchStops.Grammar);
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> s_frenchScaffold = Set(FrenchStops.Scaffold);
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> s_other =
        Set(OtherStops.German, OtherStops.Spanish, OtherStops.Italian, OtherStops.Portuguese, OtherStops.Dutch);
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> s_otherScaffold = Set(OtherStops.Scaffold);

    /// <param name="word">In lower case.</param>
    public static bool IsGrammar(TextLanguage language, ReadOnlySpan<char> word) => language switch
    {
        TextLanguage.English => s_english.Contains(word),
        TextLanguage.French => s_french.Contains(word),
        _ => s_other.Contains(word),
    };

    /// <summary>A word that a question can do without: grammar or scaffold.</summary>
    /// <inheritdoc cref="IsGrammar"/>
    public static bool IsStopInQuestion(TextLanguage language, ReadOnlySpan<char> word) => IsGrammar(language, word) || language switch
    {
        TextLanguage.English => s_englishScaffold.Contains(word),
        TextLanguage.French => s_frenchScaffold.Contains(word),
        _ => s_otherScaffold.Contains(word),
    };

    /// <summary>The words of a list, with and without their accents.</summary>
    public static IEnumerable<string> Split(string list) =>
        list.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).SelectMany(word => new[] { word, Folding.Fold(word) }).Distinct();

    private static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Set(params string[] lists) =>
        lists.SelectMany(Split).ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
}
