using System.Text.Json;
using System.Text.Json.Serialization;

namespace LocalsOnly.Inference.Routing;

/// <summary>One line of the journal: a decision, or (with <see cref="Outcome"/>) what became of one. Never holds words of a prompt.</summary>
internal sealed record RouteJournalLine
{
    /// <summary>Id of the decision.</summary>
    public required string Id { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>One of <see cref="OutcomeNames"/>; null on a decision.</summary>
    public string? Outcome { get; init; }

    public string? Persona { get; init; }

    public string? Task { get; init; }

    public string? Weights { get; init; }

    public float? Score { get; init; }

    /// <summary>Capped signals by <see cref="ComplexitySignal"/>.</summary>
    public float[]? Signals { get; init; }

    public double? HeavyShare { get; init; }

    /// <summary>Null for no score at all, and for the infinite cuts of the shares 0 and 1.</summary>
    public float? Cut { get; init; }

    public Tier? Decided { get; init; }

    public string? Layer { get; init; }

    public Tier? Answered { get; init; }

    public string? Endpoint { get; init; }

    public string? Model { get; init; }

    public bool? Escalated { get; init; }

    public string? EscalatedBecause { get; init; }

    public static RouteJournalLine Of(in JournalDecision decision) => new()
    {
        Id = decision.Id,
        At = decision.At.ToUniversalTime(),
        Persona = decision.Persona,
        Task = decision.Task,
        Weights = decision.Weights,
        Score = decision.Reading?.Score,
        Signals = decision.Reading is { } reading ? [.. Enum.GetValues<ComplexitySignal>().Select(signal => reading[signal])] : null,
        HeavyShare = decision.HeavyShare,
        Cut = decision.Cut is { } cut && float.IsFinite(cut) ? cut : null,
        Decided = decision.Decided,
        Layer = decision.Layer,
        Answered = decision.Answered,
        Endpoint = decision.Endpoint,
        Model = decision.Model,
        Escalated = decision.Escalated ? true : null,
        EscalatedBecause = decision.EscalatedBecause,
    };

    public static RouteJournalLine Of(in JournalOutcome outcome) => new() { Id = outcome.Decision, At = outcome.At.ToUniversalTime(), Outcome = OutcomeNames.Of(outcome.Kind) };

    /// <summary>Null for what is no line of the journal, such as the half line of a host that was cut off.</summary>
    public static RouteJournalLine? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            return line.IsEmpty ? null : JsonSerializer.Deserialize(line, RouteJournalJson.Default.RouteJournalLine);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RouteJournalLine))]
internal sealed partial class RouteJournalJson : JsonSerializerContext;
