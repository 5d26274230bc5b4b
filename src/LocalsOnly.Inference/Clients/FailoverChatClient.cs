using System.Runtime.CompilerServices;
using LocalsOnly.Inference.Endpoints;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Inference.Clients;

/// <summary>
/// Asks the endpoints of one tier in order until one gives a first token, and then stays with it whatever happens. The route is told
/// as soon as an endpoint has opened its stream, so that progress in reading a long prompt can be shown with the name of the one reading.
/// </summary>
internal sealed class FailoverChatClient(Tier tier, EndpointDirectory directory) : IChatClient
{
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in GetStreamingResponseAsync(messages, options, cancellationToken))
        {
            // In a whole answer only the route that answered is of interest, and progress is history.
            if (update.Contents.OfType<RouteContent>().Any())
                updates.Clear();
            if (!update.Contents.OfType<PrefillProgressContent>().Any())
                updates.Add(update);
        }

        return updates.ToChatResponse();
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var sent = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        var route = new RouteLog(tier);
        foreach (var candidate in await CandidatesAsync(route, cancellationToken))
        {
            if (await ModelOfAsync(candidate, options, route, cancellationToken) is not { } model)
                continue;

            var asked = options?.Clone() ?? new ChatOptions().WithRoute(new RouteRequest { TaskTier = tier });
            asked.ModelId = model;
            var started = false;
            await using var updates = candidate.Endpoint.Chat.GetStreamingResponseAsync(sent, asked, cancellationToken)
                .GetAsyncEnumerator(cancellationToken);
            while (true)
            {
                try
                {
                    if (!await updates.MoveNextAsync())
                    {
                        candidate.Endpoint.Answered();
                        yield break;
                    }
                }
                catch (InferenceException e) when (started)
                {
                    candidate.Endpoint.Observe(e);
                    throw route.Interrupted(e);
                }
                catch (InferenceException e)
                {
                    candidate.Endpoint.Observe(e);
                    route.PassOver(candidate.Endpoint, e);
                    break;
                }

                var update = updates.Current;
                if (update.Contents is [EndpointOpenedContent opened])
                    update.Contents = [new RouteContent(route.Choose(candidate, opened))];
                started |= MeaningfulToken.IsIn(update);
                yield return update;
            }
        }

        throw route.GiveUp();
    }

    /// <summary>When nothing is known to be there, a look costs little and finds what was started a moment ago.</summary>
    private async ValueTask<IReadOnlyList<RouteCandidate>> CandidatesAsync(RouteLog route, CancellationToken cancellationToken)
    {
        var candidates = directory.CandidatesFor(tier);
        if (candidates.Count == 0)
        {
            await directory.RefreshAsync(cancellationToken);
            candidates = directory.CandidatesFor(tier);
        }

        route.Consider(candidates);
        return candidates;
    }

    /// <summary>The caller's model, the configured one, or the one last seen there; looks again when none was. Null: there is none.</summary>
    private static async ValueTask<string?> ModelOfAsync(
        RouteCandidate candidate, ChatOptions? options, RouteLog route, CancellationToken cancellationToken)
    {
        var endpoint = candidate.Endpoint;
        if ((options?.ModelId ?? endpoint.Settings.Model ?? endpoint.Snapshot.Model) is { } known)
            return known;
        var seen = await endpoint.LookAsync(cancellationToken);
        if (seen.Model is not null)
            return seen.Model;
        route.PassOver(endpoint, new InferenceException(FailureOf(seen.State), $"{seen.Name}: {seen.Detail}.", seen.Name));
        return null;
    }

    private static InferenceFailure FailureOf(EndpointState state) => state switch
    {
        EndpointState.Unreachable => InferenceFailure.Unreachable,
        EndpointState.RefusedByGuard => InferenceFailure.RefusedByGuard,
        EndpointState.Faulty => InferenceFailure.ServerError,
        _ => InferenceFailure.NotPlaced,
    };

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
