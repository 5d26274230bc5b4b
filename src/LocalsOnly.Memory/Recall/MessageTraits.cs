namespace LocalsOnly.Memory.Recall;

/// <summary>What a message's text holds that ranking asks for; kept in the index so that no text need be read for it.</summary>
[Flags]
internal enum MessageTraits : byte
{
    None = 0,

    /// <summary>A date, a weekday, a time of day.</summary>
    Time = 1,

    /// <summary>A digit.</summary>
    Number = 2,

    /// <summary>A question of at most 25 words.</summary>
    ShortQuestion = 4,

    /// <summary>A standing instruction: what is to be done from now on.</summary>
    Instruction = 8,

    /// <summary>What somebody likes better.</summary>
    Preference = 16,
}
