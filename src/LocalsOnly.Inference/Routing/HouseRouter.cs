using LocalsOnly.Inference.Endpoints;
using LocalsOnly.Inference.Flow;
using LocalsOnly.Inference.Telemetry;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

// RoutingChatClient is marked experimental in Abstractions 10.11: the seam may still move, and only this file would notice.
#pragma warning disable MEAI001

namespace LocalsOnly.Inference.Routing;

/// <summary>The one chat client of the house: makes a plan for each prompt and hands it to whoever carries it out.</summary>
internal sealed class HouseRouter(EndpointDirectory directory, RouterServices services) : RoutingChatClient
{
    /// <summary>A router over a directory that no container made, with everything else as on a fresh machine.</summary>
    public static HouseRouter Over(EndpointDirectory directory, InferenceOptions options, TimeProvider time)
    {
        var conversations = new ConversationTable(time);
        var tiers = new TierDecision(ComplexityModel.Default, new ScoreWindow(ComplexityModel.Default), RoutePriors.None, options.Routing);
        var planner = new RoutePlanner(directory, tiers, conversations, options.Routing, time);
        return new HouseRouter(
            directory, new RouterServices(planner, conversations, new PoisonedPrompts(time), new RouteJournalRecent(), [], Options.Create(options), time));
    }

    protected override ValueTask<IChatClient> SelectClientAsync(RoutingContext context, CancellationToken cancellationToken)
    {
        var messages = context.Messages as IReadOnlyList<ChatMessage> ?? [.. context.Messages];
        var began = services.Time.GetTimestamp();
        var plan = services.Planner.Plan(messages, context.ChatOptions);
        InferenceTelemetry.Decided(plan.Tier, services.Time.GetElapsedTime(began));
        if (plan.Budget is { Action: BudgetAction.Refuse } spent)
            throw new InferenceException(InferenceFailure.BudgetSpent, $"{spent.Clause}, so nothing was sent.") { RetryAfter = spent.Until };
        return plan.Targets.Length > 0 ? new(new RoutedCall(plan, services)) : LookFirstAsync(messages, context.ChatOptions, cancellationToken);
    }

    /// <summary>When nothing is known to be there, a look costs little and finds what was started a moment ago.</summary>
    private async ValueTask<IChatClient> LookFirstAsync(IReadOnlyList<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        await directory.RefreshAsync(cancellationToken);
        return new RoutedCall(services.Planner.Plan(messages, options), services);
    }
}
