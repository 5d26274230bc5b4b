namespace LocalsOnly.Memory.Standing;

/// <summary>
/// Folds all that was ever said, and all that a person decided about it, into what holds now. It is a function of the sets alone: the order in which messages
/// are imported and decisions are made known makes no difference, and neither does seeing one twice.
/// </summary>
/// <remarks>
/// Of two records in one slot the later holds. One that is corrected counts as said when it was corrected: it stands above whatever a rule found from before,
/// and gives way only to what the person says afterwards. One that is forgotten takes no part, so what it had taken the place of holds again.
/// </remarks>
internal static class StandingFold
{
    /// <summary>Every record with its status: in force, superseded by which other, corrected or forgotten; in the order of time.</summary>
    public static IReadOnlyList<StandingRecord> Of(IEnumerable<StandingRecord> records, IEnumerable<StandingDecision> decisions)
    {
        ArgumentNullException.ThrowIfNull(records);
        ArgumentNullException.ThrowIfNull(decisions);
        var decided = Sorted(decisions);
        var dated = new List<Dated>();
        foreach (var record in Distinct(records)) dated.Add(Decide(record, decided));
        dated.Sort(Compare);
        var later = new Dictionary<(string Owner, string Subject), List<StandingRecord>>();
        for (var i = dated.Count - 1; i >= 0; i--)
        {
            var record = dated[i].Record;
            if (record.Status == StandingStatus.Forgotten) continue;
            if (!later.TryGetValue((record.Owner, record.Subject), out var following)) later[(record.Owner, record.Subject)] = following = [];
            if (!record.Ends && Next(record, following) is { } next) dated[i] = dated[i] with { Record = record with { Status = StandingStatus.Superseded, SupersededBy = next.Id } };
            following.Add(record);
        }
        return [.. dated.Select(each => each.Record)];
    }

    /// <summary>Only those that hold.</summary>
    public static IReadOnlyList<StandingRecord> Current(IEnumerable<StandingRecord> records, IEnumerable<StandingDecision> decisions) =>
        [.. Of(records, decisions).Where(record => record.Holds)];

    /// <summary>Whether a person wants a record gone: the newest decision on it says so.</summary>
    public static bool IsForgotten(StandingRecord record, IEnumerable<StandingDecision> decisions) => Newest(record, Sorted(decisions)) is { Text: null };

    private static Dated Decide(StandingRecord record, List<StandingDecision> decisions)
    {
        if (Newest(record, decisions) is not { } decision) return new Dated(record, record.At);
        if (decision.Text is not { } text) return new Dated(record with { Status = StandingStatus.Forgotten }, record.At);
        var corrected = record with { Text = text, Status = StandingStatus.Corrected, Origin = StandingOrigin.Person, Ends = false, Value = null };
        return new Dated(corrected, decision.At > record.At ? decision.At : record.At);
    }

    // Decisions are sorted, the newest last. On a subject they speak of what had been said by then.
    private static StandingDecision? Newest(StandingRecord record, List<StandingDecision> decisions) => decisions.FindLast(decision => decision.Owner == record.Owner &&
        (decision.RecordId is { } id ? id == record.Id : decision.Subject == record.Subject && record.At <= decision.At));

    // What comes behind a record, the latest first; the one right behind it that meets it is last.
    private static StandingRecord? Next(StandingRecord record, List<StandingRecord> following) => following.FindLast(next => !next.Ends || next.Value is null || next.Value == record.Value);

    // Of two at one instant, forgetting comes last and so counts.
    private static List<StandingDecision> Sorted(IEnumerable<StandingDecision> decisions) =>
        [.. decisions.OrderBy(decision => decision.At).ThenBy(decision => decision.Text is null).ThenBy(decision => decision.Text, StringComparer.Ordinal).ThenBy(decision => decision.RecordId, StringComparer.Ordinal)];

    private static Dictionary<(string Owner, string Id), StandingRecord>.ValueCollection Distinct(IEnumerable<StandingRecord> records)
    {
        var distinct = new Dictionary<(string Owner, string Id), StandingRecord>();
        foreach (var record in records)
            if (!distinct.TryAdd((record.Owner, record.Id), record)) distinct[(record.Owner, record.Id)] = First(distinct[(record.Owner, record.Id)], record);
        return distinct.Values;
    }

    // One id is one statement; should two forms of it be known, which one counts must not depend on the order.
    private static StandingRecord First(StandingRecord one, StandingRecord other)
    {
        if (one == other) return one;
        var order = one.At.CompareTo(other.At);
        if (order == 0) order = string.CompareOrdinal(one.ToString(), other.ToString());
        return order <= 0 ? one : other;
    }

    private static int Compare(Dated one, Dated other)
    {
        var order = one.Said.CompareTo(other.Said);
        if (order == 0) order = string.CompareOrdinal(one.Record.MessageKey, other.Record.MessageKey);
        if (order == 0) order = one.Record.Position.CompareTo(other.Record.Position);
        if (order == 0) order = string.CompareOrdinal(one.Record.Id, other.Record.Id);
        return order != 0 ? order : string.CompareOrdinal(one.Record.Owner, other.Record.Owner);
    }

    private readonly record struct Dated(StandingRecord Record, DateTimeOffset Said);
}
