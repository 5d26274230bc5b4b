namespace LocalsOnly.Treasury;

/// <summary>Something that was asked of the treasury cannot be told. The message is one sentence for a person, with what to do.</summary>
public sealed class TreasuryException : Exception
{
    public TreasuryException(string message)
        : base(message)
    {
    }

    public TreasuryException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>It was asked for a month that is none, or has not begun.</summary>
    public bool IsAboutMonth { get; init; }
}
