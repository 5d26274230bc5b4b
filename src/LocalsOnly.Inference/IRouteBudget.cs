namespace LocalsOnly.Inference;

/// <summary>Says whether there is still something left to spend on a prompt. Implementations must not throw and must not block.</summary>
public interface IRouteBudget
{
    /// <summary>Asked once for every prompt, before it is routed.</summary>
    BudgetVerdict Check(RouteRequest route);
}

/// <summary>What a budget says of one prompt.</summary>
/// <param name="Clause">What has been used of what, for a person; null when there is nothing to say.</param>
public readonly record struct BudgetVerdict(BudgetAction Action, string? Clause)
{
    /// <summary>When a refused prompt is worth asking again, from now; null when it is not refused.</summary>
    public TimeSpan? Until { get; init; }
}

/// <summary>What becomes of a prompt, the mildest first. Whatever is not <see cref="Allow"/> is said with the answer.</summary>
public enum BudgetAction
{
    /// <summary>Goes where it belongs.</summary>
    Allow,

    /// <summary>Goes where it belongs, and it is said how little is left.</summary>
    Warn,

    /// <summary>Goes to the light tier, unless a person asked for an endpoint or a tier by name.</summary>
    Downgrade,

    /// <summary>Is not sent.</summary>
    Refuse,
}
