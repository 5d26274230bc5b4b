using System.Text.Json;
using LocalsOnly.Inference;

namespace LocalsOnly.Treasury;

/// <summary>What one persona has asked of the machines.</summary>
/// <param name="Persona">Null for what no persona asked.</param>
/// <param name="Attempts">Also those that failed.</param>
/// <param name="PromptTokens">As far as servers said.</param>
/// <param name="CompletionTokens">As far as servers said.</param>
/// <param name="Busy">How long the machines were at it, together.</param>
/// <param name="Simulated">Some of it was simulated.</param>
public sealed record UsageTotal(string? Persona, int Attempts, long PromptTokens, long CompletionTokens, TimeSpan Busy, bool Simulated);

/// <summary>Sums over the ledger's files.</summary>
public sealed class UsageTotals(string directory)
{
    /// <summary>Totals by persona since an instant, the busiest first. Lines that cannot be read, as one that is half written, are passed over.</summary>
    public IReadOnlyList<UsageTotal> Since(DateTimeOffset since) =>
        [.. Events(since).GroupBy(usage => usage.Persona, (persona, all) => Sum(persona, [.. all])).OrderByDescending(total => total.Busy)];

    /// <summary>Totals by persona and where their figures come from, of what began at or after one instant and before another; the busiest first.</summary>
    public IReadOnlyList<(Provenance Provenance, UsageTotal Total)> Between(DateTimeOffset from, DateTimeOffset to) =>
    [
        .. Events(from).Where(usage => usage.At < to).GroupBy(usage => (usage.Provenance, usage.Persona), (key, all) => (key.Provenance, Total: Sum(key.Persona, [.. all])))
            .OrderByDescending(line => line.Total.Busy),
    ];

    private IEnumerable<UsageEvent> Events(DateTimeOffset since)
    {
        if (!Directory.Exists(directory)) return [];
        var first = $"usage-{since.UtcDateTime:yyyy-MM}.jsonl";
        return Directory.EnumerateFiles(directory, "usage-*.jsonl")
            .Where(file => string.CompareOrdinal(Path.GetFileName(file), first) >= 0)
            .SelectMany(ReadLines)
            .Select(Read)
            .OfType<UsageEvent>()
            .Where(usage => usage.At >= since);
    }

    private static UsageTotal Sum(string? persona, List<UsageEvent> all) => new(
        persona, all.Count, all.Sum(usage => usage.PromptTokens ?? 0), all.Sum(usage => usage.CompletionTokens ?? 0), TimeSpan.FromTicks(all.Sum(usage => usage.Duration.Ticks)),
        all.Exists(usage => usage.Provenance == Provenance.Simulated));

    // The host goes on writing.
    private static IEnumerable<string> ReadLines(string file)
    {
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        while (reader.ReadLine() is { } line) yield return line;
    }

    private static UsageEvent? Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, LedgerJson.Default.UsageEvent);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
