using System.Text.Json.Serialization;
using LocalsOnly.Agents.Journals;
using LocalsOnly.Agents.Tools.Market;
using LocalsOnly.Memory;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Agents.Standups;

/// <summary>The standups that were held and how their signals did, from a journal of both.</summary>
internal sealed class StandupBook(IOptions<DataOptions> options, IMarketPrices prices, TimeProvider time)
{
    // A price read later than this says little about the moment of expiry.
    private static readonly TimeSpan s_near = TimeSpan.FromHours(6);

    private readonly Journal<StandupEntry> _journal = new(Path.Combine(options.Value.Local, "desks", "standup", "standups.jsonl"), StandupJson.Default.StandupEntry);

    /// <summary>The newest standup; null before the first.</summary>
    public Standup? Last() => _journal.Read().LastOrDefault(entry => entry.Standup is not null)?.Standup;

    /// <summary>The newest report with something in it: one that nobody answered for, or without news, is nothing to be repeated or not. Null before the first.</summary>
    public string? LastReport() => _journal.Read().Select(entry => entry.Standup).LastOrDefault(standup =>
        standup is not null && standup.Report is not ("" or StandupText.NothingNew) && standup.Answers.Any(answer => answer.Text.Length > 0))?.Report;

    public void Keep(Standup standup) => _journal.Append(new StandupEntry { Standup = standup });

    public IReadOnlyList<StandupScore> Scores() => [.. _journal.Read().Select(entry => entry.Score).OfType<StandupScore>()];

    /// <summary>Whether a signal has expired that is not scored.</summary>
    public bool IsAnyDue() => Due().Count > 0;

    /// <summary>Scores what has expired. What cannot be scored while a price may still be read soon stays due.</summary>
    public async Task<IReadOnlyList<StandupScore>> ScoreAsync(CancellationToken cancellationToken)
    {
        var scored = new List<StandupScore>();
        foreach (var signal in Due())
        {
            var late = time.GetUtcNow() - signal.Expiry > s_near;
            var price = late ? null : await PriceAsync(signal.Asset, cancellationToken);
            if (price is null or { Stale: not null } && !late) continue;
            var score = price is null ? new StandupScore(signal, null, null, null) : new StandupScore(signal, price.Price, price.At, Brier(signal, price.Price));
            _journal.Append(new StandupEntry { Score = score });
            scored.Add(score);
        }

        return scored;
    }

    private async Task<MarketPrice?> PriceAsync(string asset, CancellationToken cancellationToken)
    {
        try
        {
            return await prices.FindAsync(asset, cancellationToken);
        }
        catch (Tools.ToolException)
        {
            return null;
        }
    }

    /// <summary>Brier (1950), for one binary forecast.</summary>
    internal static double Brier(StandupSignal signal, decimal price)
    {
        var happened = signal.Direction == "above" ? price > signal.Strike : price < signal.Strike;
        var miss = signal.Confidence - (happened ? 1 : 0);
        return miss * miss;
    }

    private List<StandupSignal> Due()
    {
        var entries = _journal.Read();
        var scored = entries.Select(entry => entry.Score?.Signal).OfType<StandupSignal>().ToHashSet();
        return [.. entries.SelectMany(entry => entry.Standup?.Signals ?? []).Where(signal => signal.Expiry <= time.GetUtcNow() && !scored.Contains(signal))];
    }
}

/// <summary>One line: a standup or a score.</summary>
internal sealed record StandupEntry
{
    public Standup? Standup { get; init; }

    public StandupScore? Score { get; init; }
}

[JsonSerializable(typeof(StandupEntry))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class StandupJson : JsonSerializerContext;
