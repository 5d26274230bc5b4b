using System.Diagnostics;
using System.Runtime.CompilerServices;
using LocalsOnly.Inference.Clients;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Inference.Telemetry;

/// <summary>
/// One span <c>chat {model}</c> and one sample of every client metric for each attempt at one endpoint. While nobody listens, the inner
/// client's stream is passed on as it is.
/// </summary>
internal sealed class TelemetryChatClient(IChatClient inner, Endpoint endpoint, TimeProvider time) : DelegatingChatClient(inner)
{
    public override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        IsHeard
            ? ObserveAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken)
            : base.GetResponseAsync(messages, options, cancellationToken);

    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        IsHeard
            ? ObserveAsync(messages, options, cancellationToken)
            : base.GetStreamingResponseAsync(messages, options, cancellationToken);

    private static bool IsHeard => InferenceTelemetry.Source.HasListeners() || InferenceTelemetry.IsMetered;

    private async IAsyncEnumerable<ChatResponseUpdate> ObserveAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var caller = Activity.Current;
        using var attempt = new AttemptTelemetry(endpoint, options, time);
        await using var updates = base.GetStreamingResponseAsync(messages, options, cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            // A step is under this attempt's span; what the caller does between two steps is not.
            Activity.Current = attempt.Span ?? caller;
            try
            {
                if (!await updates.MoveNextAsync())
                    break;
            }
            catch (Exception e)
            {
                attempt.Failed(e);
                throw;
            }
            finally
            {
                Activity.Current = caller;
            }

            attempt.Observe(updates.Current);
            yield return updates.Current;
            caller = Activity.Current;
        }

        attempt.Succeeded();
    }
}
