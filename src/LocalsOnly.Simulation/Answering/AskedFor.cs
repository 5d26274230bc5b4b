namespace LocalsOnly.Simulation.Answering;

/// <summary>What kind of thing answers a question: a figure for "how much" and "when", a name for "who" and "where".</summary>
internal sealed record AskedFor(bool Figure, bool Name)
{
    private static readonly string[] Figures =
    [
        "when", "how much", "how many", "how long", "how old", "how far", "what time", "what date", "which year", "what year", "cost", "price",
    ];

    public static AskedFor In(string question)
    {
        var words = " " + question.ToLowerInvariant().Replace('?', ' ').Replace('\n', ' ') + " ";
        return new AskedFor(
            Figure: Has(words, Figures),
            Name: Has(words, "who", "whom", "whose", "where", "which", "name"));
    }

    /// <summary>True when a sentence holds such a thing.</summary>
    public bool IsIn(string sentence) => (Figure && HasFigure(sentence)) || (Name && HasName(sentence));

    private static bool HasFigure(string sentence) => sentence.AsSpan().IndexOfAnyInRange('0', '9') >= 0;

    /// <summary>A capital that does not begin the sentence, and is not the word "I".</summary>
    private static bool HasName(string sentence)
    {
        for (var i = 1; i < sentence.Length; i++)
        {
            if (char.IsUpper(sentence[i]) && sentence[i - 1] == ' ' && i + 1 < sentence.Length && char.IsLetter(sentence[i + 1]))
                return true;
        }

        return false;
    }

    private static bool Has(string words, params ReadOnlySpan<string> any)
    {
        foreach (var word in any)
        {
            if (words.Contains($" {word} ", StringComparison.Ordinal))
                return true;
        }

        return false;
    }
}
