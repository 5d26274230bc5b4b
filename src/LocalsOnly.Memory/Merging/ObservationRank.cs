namespace LocalsOnly.Memory.Merging;

/// <summary>Which of two exports of a conversation is newer. Without dates, or with equal ones, the one that holds more.</summary>
internal readonly record struct ObservationRank(long UpdatedTicks, int Messages, Digest Digest) : IComparable<ObservationRank>
{
    public int CompareTo(ObservationRank other)
    {
        var order = UpdatedTicks.CompareTo(other.UpdatedTicks);
        if (order == 0) order = Messages.CompareTo(other.Messages);
        return order != 0 ? order : Digest.CompareTo(other.Digest);
    }
}
