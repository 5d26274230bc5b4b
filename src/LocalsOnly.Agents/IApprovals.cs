namespace LocalsOnly.Agents;

/// <summary>What waits for the person's own word: plans of what they might do in their own wallet, tasks that a persona proposes. Nothing here signs or sends.</summary>
public interface IApprovals
{
    /// <summary>Plans that can be confirmed now, oldest first.</summary>
    /// <param name="channel">Where the person is; null for a private place.</param>
    IReadOnlyList<PendingApproval> Pending(string? channel);

    /// <summary>Notes that the person confirmed exactly this plan.</summary>
    /// <returns>A sentence on what was confirmed.</returns>
    /// <exception cref="Tools.ToolException">There is no such plan there, or it was confirmed, or has expired.</exception>
    string Confirm(string code, string? channel);
}

/// <summary>A plan that waits.</summary>
/// <param name="Code">Names it.</param>
/// <param name="Summary">What it does, in a few words, with amount and token.</param>
/// <param name="ExpiresAt">From then on it cannot be confirmed.</param>
public sealed record PendingApproval(string Code, string Summary, DateTimeOffset MadeAt, DateTimeOffset ExpiresAt);
