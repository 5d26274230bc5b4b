namespace LocalsOnly.Memory.Standing;

/// <summary>Something that a person said once and that holds until it is taken back, with the message that it rests on.</summary>
/// <param name="Id">The same for the same words in the same message, however often they are imported: 16 hexadecimal digits.</param>
/// <param name="Owner">The person whose it is.</param>
/// <param name="Persona">The one persona that may know; null for all.</param>
/// <param name="Channel">The one channel it belongs to; null for anywhere.</param>
/// <param name="Kind">What it asks.</param>
/// <param name="Subject">The slot it fills; see <see cref="Subjects"/>.</param>
/// <param name="Text">The words.</param>
/// <param name="Strength">1 for what holds always, 0.5 for a preference or a request.</param>
/// <param name="Language"><c>en</c> or <c>fr</c>; null when not known.</param>
/// <param name="At">When it was said (UTC); the earliest possible instant when that is not known.</param>
/// <param name="MessageKey">The message that it rests on: the citation.</param>
/// <param name="ConversationKey">The conversation of that message.</param>
/// <param name="Status">Whether it holds.</param>
/// <param name="SupersededBy">Id of what took its place; null when nothing did.</param>
/// <param name="Origin">Who worded it.</param>
public sealed record StandingRecord(
    string Id, string Owner, string? Persona, string? Channel, StandingKind Kind, string Subject, string Text, double Strength, string? Language,
    DateTimeOffset At, string MessageKey, string ConversationKey, StandingStatus Status = StandingStatus.Active, string? SupersededBy = null,
    StandingOrigin Origin = StandingOrigin.Rule)
{
    /// <summary>What fills the slot where one of several can end: the language of an answer; null for all else.</summary>
    public string? Value { get; init; }

    /// <summary>Says only that an earlier record no longer holds; it is never in force itself.</summary>
    public bool Ends { get; init; }

    /// <summary>Where the words begin in the message, in UTF-16 units: of two in one message the later one counts.</summary>
    public int Position { get; init; }

    /// <summary>Further messages that a merged record rests on.</summary>
    public IReadOnlyList<string> AlsoFrom { get; init; } = [];

    /// <summary>Whether a reply should know it.</summary>
    public bool Holds => !Ends && Status is (StandingStatus.Active or StandingStatus.Corrected);

    /// <summary>The id of words in a message: the first 64 bits of the SHA-256 of owner, message, subject and words.</summary>
    internal static string IdOf(string owner, string messageKey, string subject, string text) => KeyHash.Of($"{owner}\n{messageKey}\n{subject}\n{text}")[..16];
}
