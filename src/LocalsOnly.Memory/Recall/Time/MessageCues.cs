namespace LocalsOnly.Memory.Recall.Time;

/// <summary>What a message holds besides its words; small enough to be kept beside each message of an index.</summary>
[Flags]
internal enum MessageCue : byte
{
    None = 0,

    /// <summary>A time: yesterday, in March, last week, 2023, 10:30.</summary>
    Time = 1,

    /// <summary>A number, in digits or in words from two on.</summary>
    Number = 2,

    /// <summary>It ends in a question mark.</summary>
    Question = 4,

    /// <summary>A standing instruction: always, never, from now on, when I ask …</summary>
    Instruction = 8,

    /// <summary>A taste: I prefer, rather than, instead of, I like, I hate, my favourite …</summary>
    Preference = 16,
}

/// <summary>
/// The cues of a message in English and French. It runs over every message of an import, so it goes through the text once, letter by letter, and looks at the
/// beginning only.
/// </summary>
/// <param name="Words">Number of words in what was looked at; two characters of a script without spaces count as one.</param>
internal readonly record struct MessageCues(MessageCue Flags, int Words)
{
    private const int MostCharacters = 4_000;

    /// <summary>0 for most messages, 0.5 for a preference, 1 for a standing instruction: what the lane for instructions adds 0.4 of. Meant for what a person wrote.</summary>
    public double Standing => (Flags & MessageCue.Instruction) != 0 ? 1 : (Flags & MessageCue.Preference) != 0 ? 0.5 : 0;

    public static MessageCues Of(ReadOnlySpan<char> text)
    {
        var scan = new CueScan(text.Length > MostCharacters ? text[..MostCharacters] : text);
        scan.Run();
        return new MessageCues(scan.Flags | (EndsInQuestion(text) ? MessageCue.Question : MessageCue.None), scan.Words);
    }

    private static bool EndsInQuestion(ReadOnlySpan<char> text)
    {
        text = text.TrimEnd(" \t\r\n\u00a0\u202f\"'”’»)*_");
        return text is [.., '?' or '？' or '؟'];
    }
}
