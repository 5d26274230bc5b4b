using LocalsOnly.Inference.Endpoints;

namespace LocalsOnly.Inference.Routing;

/// <summary>Which layer of the router decided on the tier.</summary>
internal enum TierLayer
{
    /// <summary>A person asked for it by name.</summary>
    Pin,

    /// <summary>The task's file says so.</summary>
    Task,

    /// <summary>A short follow-up: the tier of the turn before it.</summary>
    FollowUp,

    /// <summary>The complexity score against the cut for this persona.</summary>
    Score,

    /// <summary>It would have been heavy, but its budget is spent.</summary>
    Budget,
}

/// <summary>Why an endpoint cannot be asked at all.</summary>
internal enum Misfit
{
    None,
    OtherEndpointPinned,
    OtherModelPinned,
    OtherTierPinned,
    PromptTooLong,
    NoTools,
    NoPictures,
    OutsideTheHouse,
}

/// <summary>What is to be expected of an endpoint now, best first.</summary>
internal enum Standing : byte
{
    /// <summary>It may well answer.</summary>
    Usable,

    /// <summary>It is loading its model, answers with errors, or is left alone by its breaker.</summary>
    Troubled,

    /// <summary>It was last seen unable to answer; what was seen may be old.</summary>
    Away,
}

/// <summary>One endpoint in the order of a plan.</summary>
/// <param name="Tier">The tier from whose list it comes.</param>
/// <param name="Misfit">Why it is not asked; such ones stand at the end.</param>
/// <param name="Wait">Expected time to the first token, the queue included; null when nothing is known.</param>
/// <param name="Affine">The conversation's prefix is in its cache.</param>
internal readonly record struct PlannedTarget(
    LocalEndpoint Endpoint, Tier Tier, Misfit Misfit, Standing Standing, TimeSpan? Wait, bool Affine);

/// <summary>What the layers of the router decided for one prompt, with everything needed to explain it, and no more.</summary>
internal sealed class RoutePlan
{
    public required RouteRequest Request { get; init; }

    public required PromptShape Prompt { get; init; }

    /// <summary>The model a person pinned; null when none.</summary>
    public required string? PinnedModel { get; init; }

    public required Tier Tier { get; init; }

    public required TierLayer DecidedBy { get; init; }

    /// <summary>Signals and score of the newest text.</summary>
    public required ComplexityReading Reading { get; init; }

    /// <summary>The share of this persona's or task's work that is to be heavy, and the score above which that share lies.</summary>
    public required double HeavyShare { get; init; }

    public required float Cut { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>What the budget of its persona or task says.</summary>
    public BudgetVerdict Budget { get; init; }

    /// <summary>Every endpoint, in the order in which they are asked; those that cannot be asked stand last.</summary>
    public required PlannedTarget[] Targets { get; init; }

    /// <summary>A light answer may be thrown away for a heavy one while nothing has been shown.</summary>
    public required bool MayEscalate { get; init; }

    /// <summary>How many of <see cref="Targets"/> may be asked.</summary>
    public int Eligible
    {
        get
        {
            var count = 0;
            while (count < Targets.Length && Targets[count].Misfit == Misfit.None)
                count++;
            return count;
        }
    }

    /// <summary>Names the decision.</summary>
    public string Id { get => field ??= DecisionId.Next(At); }
}
