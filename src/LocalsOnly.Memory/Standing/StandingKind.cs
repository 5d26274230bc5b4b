namespace LocalsOnly.Memory.Standing;

/// <summary>What a standing statement asks of those who answer.</summary>
public enum StandingKind
{
    /// <summary>How to answer: always in French, never with bullet points.</summary>
    Instruction,

    /// <summary>What the person likes better, or at all: window seats, no coriander.</summary>
    Preference,

    /// <summary>Who the person is: a name, a home, an allergy, a daughter.</summary>
    Profile,
}

/// <summary>Whether a record still holds.</summary>
public enum StandingStatus
{
    /// <summary>It holds as it was said.</summary>
    Active,

    /// <summary>Something newer on the same subject took its place, or ended it.</summary>
    Superseded,

    /// <summary>It holds in the words of a person's correction.</summary>
    Corrected,

    /// <summary>A person wants it gone; it is kept only so that a second import does not bring it back.</summary>
    Forgotten,
}

/// <summary>Who wrote a record.</summary>
public enum StandingOrigin
{
    /// <summary>A rule found it in a message.</summary>
    Rule,

    /// <summary>A person worded it.</summary>
    Person,

    /// <summary>A model reworded what rules found.</summary>
    Model,
}
