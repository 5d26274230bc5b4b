namespace LocalsOnly.Inference.Routing;

/// <summary>One routing decision as it is kept: everything but the prompt.</summary>
internal readonly record struct JournalDecision
{
    /// <summary><see cref="RouteDecision.Id"/>.</summary>
    public required string Id { get; init; }

    public required DateTimeOffset At { get; init; }

    public string? Persona { get; init; }

    /// <summary><see cref="RouteRequest.Task"/>.</summary>
    public string? Task { get; init; }

    /// <summary>Version of the weights that scored it.</summary>
    public string? Weights { get; init; }

    /// <summary>Score and signals; null when another layer decided and nothing was scored.</summary>
    public ComplexityReading? Reading { get; init; }

    /// <summary>The share of heavy work that was aimed at; null when the score did not decide.</summary>
    public double? HeavyShare { get; init; }

    /// <summary>The cut that the score was held against.</summary>
    public float? Cut { get; init; }

    /// <summary>The tier that the layers decided on.</summary>
    public required Tier Decided { get; init; }

    /// <summary>The layer that decided: <c>pin</c>, <c>task</c>, <c>follow-up</c>, <c>score</c>…</summary>
    public required string Layer { get; init; }

    /// <summary>The tier of the endpoint that answered.</summary>
    public required Tier Answered { get; init; }

    public required string Endpoint { get; init; }

    public required string Model { get; init; }

    /// <summary>A light answer was thrown away before this one.</summary>
    public bool Escalated { get; init; }

    /// <summary>Why, as a clause.</summary>
    public string? EscalatedBecause { get; init; }
}

/// <summary>What became of a decision.</summary>
internal enum OutcomeKind
{
    /// <summary>A person had it answered again.</summary>
    Regenerate,

    /// <summary>A person asked for more thought.</summary>
    ThinkHarder,

    ThumbsDown,

    ThumbsUp,

    /// <summary>The heavy answer was better than the light one that was thrown away.</summary>
    EscalationHelped,

    /// <summary>It was not.</summary>
    EscalationWasted,
}

/// <summary>One outcome.</summary>
/// <param name="Decision"><see cref="JournalDecision.Id"/>.</param>
internal readonly record struct JournalOutcome(string Decision, OutcomeKind Kind, DateTimeOffset At);

/// <summary>The outcomes as people and files name them: <c>think-harder</c>.</summary>
internal static class OutcomeNames
{
    private static readonly string[] s_names = ["regenerate", "think-harder", "thumbs-down", "thumbs-up", "escalation-helped", "escalation-wasted"];

    /// <summary>By <see cref="OutcomeKind"/>.</summary>
    public static IReadOnlyList<string> All => s_names;

    public static string Of(OutcomeKind kind) => s_names[(int)kind];

    public static bool TryParse(string? name, out OutcomeKind kind)
    {
        var at = Array.FindIndex(s_names, known => known.Equals(name, StringComparison.OrdinalIgnoreCase));
        kind = (OutcomeKind)Math.Max(at, 0);
        return at >= 0;
    }
}
