using LocalsOnly.Inference.Endpoints;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Inference.Routing;

/// <summary>
/// Decides where a prompt goes, layer by layer: hard constraints, the persona's and the task's tier, the complexity of what was asked,
/// the live state of the endpoints. Sends nothing and waits for nothing; the plan is all that it allocates.
/// </summary>
internal sealed class RoutePlanner(
    EndpointDirectory directory, TierDecision tiers, ConversationTable conversations, RoutingOptions options, TimeProvider time, IRouteBudget? budgets = null)
{
    /// <param name="messages">The prompt, oldest first.</param>
    /// <param name="remember">Whether its score is one of the host's own: not that of an explanation.</param>
    public RoutePlan Plan(IReadOnlyList<ChatMessage> messages, ChatOptions? chat, bool remember = true)
    {
        var route = chat.GetRoute();
        var prompt = PromptShape.Of(messages, chat, route);
        ConversationPlace place = default;
        var known = prompt.Continues && conversations.TryFind(prompt.Conversation, out place);
        var verdict = tiers.Decide(route, prompt.Question, known ? place.Tier : null, remember);
        var budget = budgets?.Check(route) ?? default;
        if (budget.Action == BudgetAction.Downgrade && verdict is { Tier: Tier.Heavy, Layer: not TierLayer.Pin } && route.PinnedEndpoint is null && chat?.ModelId is null)
            verdict = verdict with { Tier = Tier.Light, Layer = TierLayer.Budget };
        var candidates = directory.CandidatesFor(verdict.Tier);
        var targets = candidates.Count == 0 ? [] : new PlannedTarget[candidates.Count];
        for (var i = 0; i < targets.Length; i++)
            targets[i] = Look(candidates[i], verdict.Tier, prompt, route, chat?.ModelId, known ? place : null);
        LiveOrder.Sort(targets, verdict.Tier);
        return new RoutePlan
        {
            Request = route,
            Prompt = prompt,
            PinnedModel = chat?.ModelId,
            Tier = verdict.Tier,
            DecidedBy = verdict.Layer,
            Reading = verdict.Reading,
            HeavyShare = verdict.HeavyShare,
            Cut = verdict.Cut,
            At = time.GetUtcNow(),
            Targets = targets,
            Budget = budget,
            MayEscalate = options.Escalate && MayEscalate(verdict, targets),
        };
    }

    private static PlannedTarget Look(
        RouteCandidate candidate, Tier decided, in PromptShape prompt, RouteRequest route, string? pinnedModel, ConversationPlace? place)
    {
        var endpoint = candidate.Endpoint;
        var misfit = HardConstraints.Check(candidate, decided, prompt, route, pinnedModel);
        if (misfit != Misfit.None)
            return new PlannedTarget(endpoint, candidate.Tier, misfit, Standing.Away, null, false);
        var lane = endpoint.LaneOf(pinnedModel);
        var cached = lane is not null && place?.Endpoint is { } cache && cache.Endpoint == endpoint.Settings.Name && cache.Model == lane.Model
            ? Math.Min(place.Value.Tokens, prompt.Tokens)
            : 0;
        return new PlannedTarget(
            endpoint,
            candidate.Tier,
            Misfit.None,
            LiveOrder.StandingOf(endpoint, lane),
            LiveOrder.ExpectedWait(endpoint, lane, route.Priority, prompt.Tokens - cached),
            cached > 0);
    }

    /// <summary>Nobody chose light by name, and a heavy endpoint is there to ask.</summary>
    private static bool MayEscalate(in TierVerdict verdict, PlannedTarget[] targets)
    {
        if (verdict.Tier != Tier.Light || verdict.Layer is TierLayer.Pin or TierLayer.Task or TierLayer.Budget)
            return false;
        foreach (var target in targets)
        {
            if (target is { Tier: Tier.Heavy, Misfit: Misfit.None, Standing: Standing.Usable })
                return true;
        }

        return false;
    }
}
