namespace LocalsOnly.Agents.Guards;

/// <summary>What a persona's header may name under <c>guards</c>.</summary>
internal static class GuardNames
{
    /// <summary>Every price, percentage and quantity comes from a tool, a cited passage or the person.</summary>
    public const string Figures = "figures";

    /// <summary>A venue that is recommended is on the person's own list.</summary>
    public const string Places = "places";

    /// <summary>An answer about a position ends in size, skip or watch, and an invalidation.</summary>
    public const string Verdict = "verdict";

    /// <summary>The person is never sent to ask a colleague.</summary>
    public const string Handover = "handover";

    /// <summary>Nothing is said to have been traded, signed or sent.</summary>
    public const string Execution = "execution";

    public static readonly string[] All = [Figures, Places, Verdict, Handover, Execution];
}
