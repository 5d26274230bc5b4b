namespace LocalsOnly.Memory.Merging;

/// <summary>Which of two exports of a conversation is newer. Without dates, or with equal ones, the one that holds more.</summary>
internal readonly record struct ObservationRank(long UpdatedTicks, int Messages, Digest Digest) : IComparable<ObservationRank>
{
    /// <summary>The rank of an export. One that does not say when the conversation was last changed has the time of its newest message.</summary>
    public static ObservationRank Of(Conversation observed, Digest digest) =>
        new((observed.UpdatedAt ?? observed.Messages.Max(message => message.At) ?? observed.CreatedAt)?.UtcTicks ?? long.MinValue, observed.Messages.Count, digest);

    public int CompareTo(ObservationRank other)
    {
        var order = UpdatedTicks.CompareTo(other.UpdatedTicks);
        if (order == 0) order = Messages.CompareTo(other.Messages);
        return order != 0 ? order : Digest.CompareTo(other.Digest);
    }
}
