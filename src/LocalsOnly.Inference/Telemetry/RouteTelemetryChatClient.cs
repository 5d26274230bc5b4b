using System.Diagnostics;
using System.Runtime.CompilerServices;
using LocalsOnly.Inference.Clients;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Inference.Telemetry;

/// <summary>One span <c>route</c> around a whole routed call, whose children are the attempts. While nobody listens it adds nothing.</summary>
internal sealed class RouteTelemetryChatClient(IChatClient inner) : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var span = Start(options);
        try
        {
            var response = await base.GetResponseAsync(messages, options, cancellationToken);
            foreach (var message in response.Messages)
                Observe(span, message.Contents);
            return response;
        }
        catch (Exception e)
        {
            Failed(span, e);
            throw;
        }
    }

    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        InferenceTelemetry.Source.HasListeners()
            ? ObserveAsync(messages, options, cancellationToken)
            : base.GetStreamingResponseAsync(messages, options, cancellationToken);

    private async IAsyncEnumerable<ChatResponseUpdate> ObserveAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var caller = Activity.Current;
        using var span = Start(options);
        await using var updates = base.GetStreamingResponseAsync(messages, options, cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        var answered = false;
        while (true)
        {
            // A step is under this span; what the caller does between two steps is not.
            Activity.Current = span ?? caller;
            try
            {
                if (!await updates.MoveNextAsync())
                    break;
            }
            catch (Exception e)
            {
                Failed(span, e);
                throw;
            }
            finally
            {
                Activity.Current = caller;
            }

            Observe(span, updates.Current.Contents);
            if (!answered && MeaningfulToken.IsIn(updates.Current))
            {
                answered = true;
                span?.AddEvent(new ActivityEvent("first token"));
            }

            yield return updates.Current;
            caller = Activity.Current;
        }
    }

    private static Activity? Start(ChatOptions? options)
    {
        var span = InferenceTelemetry.Source.StartActivity("route");
        if (span is not { IsAllDataRequested: true })
            return span;
        var request = options.GetRoute();
        span.SetTag("locals.priority", InferenceTelemetry.Word(request.Priority));
        if (request.Persona is { } persona)
            span.SetTag("locals.persona", persona);
        if (request.Task is { } task)
            span.SetTag("locals.task", task);
        return span;
    }

    private static void Observe(Activity? span, IList<AIContent> contents)
    {
        if (span is not { IsAllDataRequested: true })
            return;
        for (var i = 0; i < contents.Count; i++)
        {
            if (contents[i] is QueuedContent queued)
                span.AddEvent(new ActivityEvent("queued", tags: new() { ["locals.endpoint"] = queued.Endpoint, ["locals.ahead"] = queued.Ahead }));
            if (contents[i] is not RouteContent { Route: var route })
                continue;
            span.SetTag("locals.tier", InferenceTelemetry.Word(route.Asked));
            span.SetTag("locals.tier.answered", InferenceTelemetry.Word(route.Answered));
            span.SetTag("locals.endpoint", route.Endpoint);
            span.SetTag("locals.simulated", route.Simulated);
            span.SetTag("locals.escalated", route.Escalated);
            span.SetTag("gen_ai.response.model", route.Model);
            if (route.Id.Length > 0)
                span.SetTag("locals.decision", route.Id);
        }
    }

    private static void Failed(Activity? span, Exception failure)
    {
        if (span is null)
            return;
        span.SetTag("error.type", failure switch
        {
            InferenceException inference => inference.Failure.ToString(),
            OperationCanceledException => nameof(InferenceFailure.Cancelled),
            _ => failure.GetType().FullName,
        });
        if (failure is not OperationCanceledException)
            span.SetStatus(ActivityStatusCode.Error, (failure as InferenceException)?.Message);
    }
}
