using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using LocalsOnly.Inference;
using LocalsOnly.Treasury.Budgets;
using LocalsOnly.Treasury.Capacity;
using LocalsOnly.Treasury.Cost;
using LocalsOnly.Treasury.Ledger;

namespace LocalsOnly.Treasury.Report;

/// <summary>What was asked of the machines over some time, and what that costs at home and would have cost elsewhere.</summary>
internal sealed record TreasuryReport
{
    /// <summary>Its name: the month, as <c>2026-11</c>.</summary>
    public required string Month { get; init; }

    /// <summary>From here on figures are there: the first of the month, or the ledger's first attempt.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Up to here: the end of the month, or now.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>The end of the month.</summary>
    public required DateTimeOffset End { get; init; }

    [JsonIgnore]
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>IANA name of the zone of its days.</summary>
    public string ZoneName => Zone.Id;

    public required string Currency { get; init; }

    /// <summary>All attempts.</summary>
    public required UsageSum Usage { get; init; }

    /// <summary>Of them, those whose answer nobody was given.</summary>
    public required UsageSum Abandoned { get; init; }

    public required FigureOrigins Origins { get; init; }

    /// <summary>Tokens by local day and persona.</summary>
    public required IReadOnlyList<DayUsage> Days { get; init; }

    public required IReadOnlyList<Share> Personas { get; init; }

    /// <summary>By scheduled task; the empty name stands for chats.</summary>
    public required IReadOnlyList<Share> Tasks { get; init; }

    public required IReadOnlyList<ModelUse> Models { get; init; }

    public required Bill Bill { get; init; }

    public required IReadOnlyList<Lens> Lenses { get; init; }

    public required Comparison Comparison { get; init; }

    /// <summary>All of the price list with what it would have taken, the cheapest first.</summary>
    public required IReadOnlyList<Priced> Apis { get; init; }

    public required IReadOnlyList<Caveat> Caveats { get; init; }

    public required BreakEven BreakEven { get; init; }

    public required IReadOnlyList<Sensitivity> Sensitivities { get; init; }

    /// <summary>Null when the month is over, or too young.</summary>
    public required Forecast? Forecast { get; init; }

    /// <summary>Null when nobody knows.</summary>
    public required TokenCapacity? Capacity { get; init; }

    /// <summary>What each endpoint could serve whose machines are described.</summary>
    public required IReadOnlyList<EndpointCapacity> Plans { get; init; }

    public required IReadOnlyList<BudgetState> Budgets { get; init; }

    /// <summary>What is missing or left out, each a sentence with what to do.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Something that costs is set; else what home saves or when it pays for itself cannot be told.</summary>
    public required bool IsBillKnown { get; init; }

    public bool IsEmpty => Usage.Attempts == 0;
}

/// <summary>Tokens of one local day.</summary>
internal sealed record DayUsage(DateOnly Day, string Persona, UsageSum Usage)
{
    /// <param name="rows">In order of time.</param>
    public static IReadOnlyList<DayUsage> Of(IReadOnlyList<UsageRow> rows, TimeZoneInfo zone)
    {
        var sums = new Dictionary<(DateOnly Day, string Persona), UsageSum>();
        var (slot, day) = (DateTimeOffset.MinValue, default(DateOnly));
        foreach (var row in rows)
        {
            if (row.Slot != slot) (slot, day) = (row.Slot, DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(row.Slot, zone).Date));
            sums[(day, row.Kind.Persona)] = sums.GetValueOrDefault((day, row.Kind.Persona)) + row.Sum;
        }

        return [.. sums.Select(one => new DayUsage(one.Key.Day, one.Key.Persona, one.Value)).OrderBy(one => one.Day).ThenBy(one => one.Persona, StringComparer.Ordinal)];
    }
}

/// <summary>What one model of one endpoint did.</summary>
internal sealed record ModelUse(string Endpoint, string Model, UsageSum Usage)
{
    /// <summary>Tokens written per second of decoding; null when nothing was.</summary>
    public double? DecodeRate => Usage is { Decoding: > 0, Written: > 0 } ? Usage.Written / (Usage.Decoding / 1e6) : null;

    /// <summary>Mean seconds to the first token; null when there was none.</summary>
    public double? FirstToken => Usage.FirstTokens > 0 ? Usage.FirstToken / 1e6 / Usage.FirstTokens : null;

    /// <summary>Uncached prompt tokens per second until the first token; null when there was none.</summary>
    public double? PrefillRate => Usage is { FirstToken: > 0, Uncached: > 0 } ? Usage.Uncached / (Usage.FirstToken / 1e6) : null;
}

/// <summary>How many attempts' figures come from where.</summary>
internal sealed record FigureOrigins(Origin Tokens, Origin Energy)
{
    public static FigureOrigins Of(IReadOnlyList<UsageRow> rows) => new(Origin.Of(rows, kind => kind.Tokens), Origin.Of(rows, kind => kind.Energy));
}

/// <param name="Unknown">Nobody knows.</param>
internal sealed record Origin(long Measured, long Estimated, long Simulated, long Unknown)
{
    public static Origin Of(IReadOnlyList<UsageRow> rows, Func<UsageKind, Provenance?> from)
    {
        long Count(Provenance? provenance) => rows.Where(row => from(row.Kind) == provenance).Sum(row => row.Sum.Attempts);
        return new Origin(Count(Provenance.Measured), Count(Provenance.Estimated), Count(Provenance.Simulated), Count(null));
    }

    /// <summary>The least certain of them; what nobody knows makes a sum an estimate.</summary>
    [JsonIgnore]
    public Provenance Least => Simulated > 0 ? Provenance.Simulated : Estimated + Unknown > 0 ? Provenance.Estimated : Provenance.Measured;

    /// <summary>E.g. <c>measured</c>, or <c>90 % measured, 10 % estimated</c>.</summary>
    public string Words
    {
        get
        {
            (string Word, long Count)[] all = [("measured", Measured), ("estimated", Estimated), ("simulated", Simulated), ("unknown", Unknown)];
            var some = all.Where(one => one.Count > 0).ToList();
            if (some.Count <= 1) return some.Count == 0 ? "none" : some[0].Word;
            var sum = some.Sum(one => one.Count);
            return string.Join(", ", some.Select(one => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{100.0 * one.Count / sum:0.#} % {one.Word}")));
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
[JsonSerializable(typeof(TreasuryReport))]
[JsonSerializable(typeof(IReadOnlyList<BudgetState>))]
[JsonSerializable(typeof(Comparison))]
internal sealed partial class TreasuryJson : JsonSerializerContext
{
    /// <summary>For people: indented.</summary>
    public static TreasuryJson Indented { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter<CaveatKind>(JsonNamingPolicy.SnakeCaseLower), new JsonStringEnumConverter<Provenance>(JsonNamingPolicy.SnakeCaseLower), new JsonStringEnumConverter<BudgetPeriod>(JsonNamingPolicy.SnakeCaseLower), new JsonStringEnumConverter<BudgetEnd>(JsonNamingPolicy.SnakeCaseLower), new JsonStringEnumConverter<SaturationReason>(JsonNamingPolicy.SnakeCaseLower) },
    });
}
