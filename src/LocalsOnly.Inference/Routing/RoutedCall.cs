using System.Runtime.CompilerServices;
using LocalsOnly.Inference.Clients;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Inference.Routing;

/// <summary>
/// Carries out one plan: asks its endpoints in order until one gives a first meaningful token, and then stays with it whatever happens.
/// A light answer that may be escalated is checked before any of it is shown; if it is found wanting the heavy endpoints are asked, and
/// it is taken back when none of them answers.
/// </summary>
internal sealed class RoutedCall(RoutePlan plan, RouterServices services) : IChatClient
{
    /// <summary>How often a request that nobody waits for begins anew because a person came: then it is done, whoever comes.</summary>
    private const int MostTimesStoodBack = 2;

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in StreamAsync(messages, options, unwatched: true, cancellationToken))
        {
            // In a whole answer only the route that answered is of interest; progress and queues are history.
            if (update.Contents.OfType<RouteContent>().Any())
                updates.Clear();
            if (update.Contents is not [PrefillProgressContent or QueuedContent])
                updates.Add(update);
        }

        return updates.ToChatResponse();
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        StreamAsync(messages, options, plan.Request.Unwatched, cancellationToken);

    private async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options, bool unwatched, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var sent = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        var log = new RouteLog(plan);
        var eligible = plan.Eligible;
        Attempt? light = null;
        HeldAnswer? held = null;
        Attempt? before = null;
        var stoodBack = 0;
        try
        {
            for (var i = 0; i < eligible; i++)
            {
                var target = plan.Targets[i];
                if (light is not null && target.Tier == Tier.Light)
                    continue;
                var attempt = new Attempt(target, plan, sent, options, services, plan.Request.Priority != WorkPriority.Person && stoodBack < MostTimesStoodBack, cancellationToken)
                {
                    Reason = log.Reason,
                    Before = before,
                };
                try
                {
                    var holding = plan.MayEscalate && light is null && target.Tier == Tier.Light ? new HeldAnswer(plan.Prompt.Question, unwatched) : null;
                    var shown = false;
                    while (await attempt.NextAsync() is { } update)
                    {
                        if (update.Contents is [EndpointOpenedContent opened])
                            update.Contents = [new RouteContent(log.Choose(target, opened.Model, opened.Simulated))];
                        var verdict = holding?.Take(update) ?? Holding.Pass;
                        if (verdict == Holding.Wanting)
                            break;
                        if (verdict == Holding.Keep)
                            continue;
                        if (verdict == Holding.Release)
                        {
                            foreach (var kept in holding!.Kept)
                                yield return kept;
                            (holding, shown) = (null, true);
                            continue;
                        }

                        shown |= MeaningfulToken.IsIn(update);
                        yield return update;
                    }

                    if (attempt.StoodBack)
                    {
                        log.StandBack();
                        stoodBack++;
                        i--;
                        continue;
                    }

                    if (attempt.Failure is { } failure)
                    {
                        if (shown)
                            throw log.Interrupted(failure);
                        if (before is null && attempt.HungUpEarly)
                        {
                            log.AskAgain(target);
                            before = attempt;
                            i--;
                            continue;
                        }

                        log.PassOver(target, failure);
                        before = null;
                        continue;
                    }

                    if (holding is not null && (holding.Wanting is not null || holding.End() == Holding.Wanting))
                    {
                        log.Escalate(target, holding.Wanting!);
                        (light, held, attempt, before) = (attempt, holding, null, null);
                        continue;
                    }

                    foreach (var kept in holding?.Kept ?? [])
                        yield return kept;
                    Answered(attempt, log);
                    yield break;
                }
                finally
                {
                    if (attempt is not null)
                        await attempt.DisposeAsync();
                }
            }

            if (light is null)
                throw log.GiveUp();

            // The light answer is better than none.
            log.TakeBack(light.Target);
            yield return new ChatResponseUpdate
            {
                Role = ChatRole.Assistant,
                Contents = [new RouteContent(log.Choose(light.Target, light.Key.Model, light.Target.Endpoint.Seen.Simulated))],
            };
            foreach (var kept in held!.Kept)
                yield return kept;
            while (await light.NextAsync() is { } update)
                yield return update;
            if (light.Failure is { } late)
                throw log.Interrupted(late);
            Answered(light, log);
        }
        finally
        {
            if (light is not null)
                await light.DisposeAsync();
        }
    }

    private void Answered(Attempt attempt, RouteLog log)
    {
        attempt.Used = true;
        var escalated = log.Wanting is not null && attempt.Target.Tier == Tier.Heavy;
        services.Conversations.Remember(
            plan.Prompt.Conversation, new ConversationPlace(escalated ? Tier.Heavy : plan.Tier, attempt.Key, attempt.CachedTokens));
        services.Journal.Decided(new JournalDecision
        {
            Id = plan.Id,
            At = plan.At,
            Persona = plan.Request.Persona,
            Task = plan.Request.Task,
            Weights = ComplexityModel.Default.Version,
            Reading = plan.Reading,
            HeavyShare = plan.HeavyShare,
            Cut = plan.Cut,
            Decided = plan.Tier,
            Layer = RouteWords.Layer(plan.DecidedBy),
            Answered = attempt.Target.Tier,
            Endpoint = attempt.Key.Endpoint,
            Model = attempt.Key.Model,
            Escalated = escalated,
            EscalatedBecause = escalated ? log.Wanting : null,
        });
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;
    }

    /// <summary>The endpoints belong to the directory.</summary>
    public void Dispose()
    {
    }
}
