namespace LocalsOnly.Memory.Standing;

/// <summary>
/// What a person decided about records. It stands above every rule, and names records by an id that a second import gives again, or by their subject,
/// so that it outlives the records themselves.
/// </summary>
/// <param name="Owner">Whose records.</param>
/// <param name="At">When it was decided (UTC).</param>
/// <param name="RecordId">The record meant; null when the whole subject is.</param>
/// <param name="Subject">The subject meant; null when one record is.</param>
/// <param name="Text">The corrected words; null to forget.</param>
public sealed record StandingDecision(string Owner, DateTimeOffset At, string? RecordId, string? Subject, string? Text)
{
    /// <summary>One record is to be forgotten.</summary>
    public static StandingDecision Forget(string owner, string recordId, DateTimeOffset at) => new(owner, at, recordId, null, null);

    /// <summary>All that was said on a subject up to this time is to be forgotten; what is said later counts again.</summary>
    public static StandingDecision ForgetSubject(string owner, string subject, DateTimeOffset at) => new(owner, at, null, subject, null);

    /// <summary>One record is to hold in other words.</summary>
    /// <exception cref="ArgumentException">There are no words.</exception>
    public static StandingDecision Correct(string owner, string recordId, string text, DateTimeOffset at)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        return new(owner, at, recordId, null, text);
    }
}
