using System.Text.Json.Serialization;
using LocalsOnly.Agents.Journals;

namespace LocalsOnly.Agents.Tools.Concierge;

/// <summary>A place that was picked.</summary>
/// <param name="At">When (UTC).</param>
/// <param name="On">The person's day on which it was.</param>
/// <param name="For">The day it was picked for.</param>
/// <param name="Kind">What was asked for.</param>
/// <param name="Place">Its name.</param>
internal sealed record PickEntry(DateTimeOffset At, DateOnly On, DateOnly For, string Kind, string Place);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PickEntry))]
internal sealed partial class ConciergeJson : JsonSerializerContext;

/// <summary>
/// Which places were picked of late, so that it is not always the same. Those of today do not count: who asks the same twice in a day is told the same twice.
/// </summary>
internal sealed class PickJournal(string path, TimeProvider time)
{
    /// <summary>How long a pick is remembered against a place.</summary>
    public const int Days = 10;

    private readonly Journal<PickEntry> _journal = new(path, ConciergeJson.Default.PickEntry);

    /// <summary>The last day of each place that was picked within <see cref="Days"/> before a day, by name; and what is wrong with the journal, which costs nobody a pick.</summary>
    public (IReadOnlyDictionary<string, DateOnly> Recent, string? Problem) Before(DateOnly today)
    {
        try
        {
            var recent = _journal.Read()
                .Where(entry => entry.On < today && entry.On >= today.AddDays(-Days))
                .GroupBy(entry => entry.Place, StringComparer.Ordinal)
                .ToDictionary(picks => picks.Key, picks => picks.Max(pick => pick.On), StringComparer.Ordinal);
            return (recent, null);
        }
        catch (ToolException broken)
        {
            return (new Dictionary<string, DateOnly>(), broken.Message);
        }
    }

    /// <summary>Notes a pick, once.</summary>
    public void Add(DateOnly on, DateOnly @for, string kind, string place)
    {
        try
        {
            if (_journal.Read().Any(entry => entry.On == on && entry.For == @for && entry.Kind == kind && entry.Place == place)) return;
            _journal.Append(new PickEntry(time.GetUtcNow(), on, @for, kind, place));
        }
        catch (ToolException)
        {
            // The rotation by date goes on without it, and Before says what is wrong.
        }
    }
}
