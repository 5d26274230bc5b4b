using Microsoft.Extensions.Options;

namespace LocalsOnly.Agents.Tools.DeFi;

/// <summary>The plans that wait for the person's word, for surfaces with buttons.</summary>
internal sealed class PlanApprovals(PlanBook plans, IOptions<AgentsOptions> options, TimeProvider time) : IApprovals
{
    public IReadOnlyList<PendingApproval> Pending(string? channel)
    {
        var now = time.GetUtcNow();
        return [.. plans.Seen(channel).Where(state => state.Status(now) == "open").Select(state => new PendingApproval(state.Plan.Code, state.Plan.Terms.Summary, state.Plan.MadeAt, state.Plan.ExpiresAt))];
    }

    public string Confirm(string code, string? channel)
    {
        var plan = plans.ConfirmByButton(code, channel, time.GetUtcNow(), options.Value.Zone(time));
        return $"Plan {plan.Code} is confirmed: {plan.Terms.Summary}. Nothing was signed or sent; do it in your own wallet.";
    }
}
