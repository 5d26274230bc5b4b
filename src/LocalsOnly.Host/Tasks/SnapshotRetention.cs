using System.Globalization;

namespace LocalsOnly.Host.Tasks;

/// <summary>Which snapshots are kept: the newest 7, the newest of each of the last 4 ISO weeks that have one, and of each of the last 12 months that have one.</summary>
internal static class SnapshotRetention
{
    public const int Days = 7;
    public const int Weeks = 4;
    public const int Months = 12;

    public static IReadOnlySet<DateOnly> Kept(IEnumerable<DateOnly> snapshots)
    {
        var newest = snapshots.Distinct().OrderDescending().ToList();
        return newest.Take(Days)
            .Concat(newest.DistinctBy(day => (ISOWeek.GetYear(day.ToDateTime(default)), ISOWeek.GetWeekOfYear(day.ToDateTime(default)))).Take(Weeks))
            .Concat(newest.DistinctBy(day => (day.Year, day.Month)).Take(Months))
            .ToHashSet();
    }
}
