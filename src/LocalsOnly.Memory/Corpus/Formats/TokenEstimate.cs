namespace LocalsOnly.Memory.Corpus.Formats;

/// <summary>
/// How many tokens a text is likely to be, without the tokenizer of any one model: a quarter of the ASCII characters, which is near what byte-pair
/// vocabularies make of English and of code, and one for every other character, which is more than they make of most scripts. An estimate, on the safe side.
/// </summary>
internal static class TokenEstimate
{
    /// <summary>What a chat template puts around a turn: role, start and end.</summary>
    public const int PerTurn = 4;

    public static int Of(string text)
    {
        var ascii = 0;
        foreach (var c in text)
            if (c < 128) ascii++;
        return (ascii + 3) / 4 + (text.Length - ascii);
    }
}
