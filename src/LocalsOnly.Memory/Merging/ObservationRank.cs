namespace LocalsOnly.Memory.Merging;

/// <summary>Which of two exports of a conversation is newer. Without dates, or with equal ones, the one that holds more.</summary>
internal readonly record struct ObservationRank(long UpdatedTicks, long ExportedTicks, int Messages, Digest Digest) : IComparable<ObservationRank>
{
    /// <summary>
    /// The rank of an export. One that does not say when the conversation was last changed has the time of its newest message, or that of the export itself where its messages are written anew.
    /// </summary>
    public static ObservationRank Of(Conversation observed, Digest digest) => new(
        Ticks(observed.UpdatedAt ?? observed.ExportedAt ?? observed.Messages.Max(message => message.At) ?? observed.CreatedAt), Ticks(observed.ExportedAt), observed.Messages.Count, digest);

    public int CompareTo(ObservationRank other)
    {
        var order = CompareDates(other);
        if (order == 0) order = Messages.CompareTo(other.Messages);
        return order != 0 ? order : Digest.CompareTo(other.Digest);
    }

    /// <summary>Compares by the dates alone.</summary>
    public int CompareDates(ObservationRank other)
    {
        var order = UpdatedTicks.CompareTo(other.UpdatedTicks);
        return order != 0 ? order : ExportedTicks.CompareTo(other.ExportedTicks);
    }

    private static long Ticks(DateTimeOffset? at) => at?.UtcTicks ?? long.MinValue;
}
