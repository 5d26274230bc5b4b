using LocalsOnly.Agents;
using LocalsOnly.Inference;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Host.Api;

/// <summary>
/// Answers other programs of the house with a model and no persona: routed, metered and admitted like every turn, and passed through with all parameters.
/// </summary>
internal sealed class ModelCompletions(IChatClient router, TurnGate gate, TimeProvider time, ILogger<ModelCompletions> logger)
{
    /// <exception cref="TurnRefusedException">The host is stopping.</exception>
    public async Task HandleAsync(HttpContext context, ModelRequest request)
    {
        using var pass = gate.Enter();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, gate.Abandon);
        await using var updates = router.GetStreamingResponseAsync(request.Messages, request.Options, ending.Token).GetAsyncEnumerator(ending.Token);
        var (id, created) = ($"chatcmpl-{Guid.NewGuid():N}", time.GetUtcNow().ToUnixTimeSeconds());
        if (request.Stream) await StreamAsync(context, request, updates, id, created);
        else await WholeAsync(context, request, updates, id, created);
    }

    private async Task StreamAsync(HttpContext context, ModelRequest request, IAsyncEnumerator<ChatResponseUpdate> updates, string id, long created)
    {
        using var stream = new EventStream(context, time);
        using var chunks = new ModelChunks(stream, context.Response, id, created, request);
        try
        {
            while (await stream.WaitAsync(updates.MoveNextAsync())) chunks.Write(updates.Current);
            chunks.Finish();
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller hung up, and the model was told.
            return;
        }
        catch (Exception broken)
        {
            if (!stream.HasBegun)
            {
                await FailAsync(context, request, broken, null);
                return;
            }

            Log(request, broken);
            chunks.Error(
                broken switch
                {
                    InferenceException { AfterFirstToken: false } failure => PersonSentences.NotAnswered(failure),
                    InferenceException failure => PersonSentences.Interrupted(failure),
                    OperationCanceledException => PersonSentences.InterruptedByStop,
                    _ => PersonSentences.InterruptedByDefect,
                },
                broken is InferenceException { AfterFirstToken: false } early ? ModelErrors.Of(early).Code : "incomplete");
        }

        await stream.FlushAsync();
    }

    private async Task WholeAsync(HttpContext context, ModelRequest request, IAsyncEnumerator<ChatResponseUpdate> updates, string id, long created)
    {
        var reply = new ModelReply();
        try
        {
            while (await updates.MoveNextAsync()) reply.Add(updates.Current);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (Exception broken)
        {
            await FailAsync(context, request, broken, reply.Text);
            return;
        }

        context.Response.ContentType = "application/json";
        if (reply.Endpoint is { } endpoint) context.Response.Headers["x-locals-endpoint"] = endpoint;
        reply.Write(context.Response.BodyWriter, id, created, request.Model);
    }

    private Task FailAsync(HttpContext context, ModelRequest request, Exception broken, string? partial)
    {
        Log(request, broken);
        return broken switch
        {
            InferenceException failure => ModelErrors.WriteAsync(context, failure, partial),
            OperationCanceledException => Errors.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, PersonSentences.HostStopping, "unavailable", "stopping", partial),
            _ => Errors.WriteAsync(context, StatusCodes.Status500InternalServerError, PersonSentences.FailedByDefect, "server_error", "internal", partial),
        };
    }

    private void Log(ModelRequest request, Exception broken)
    {
        if (broken is InferenceException failure) logger.LogWarning("{Model}: {Failure}: {Message}", request.Model, failure.Failure, failure.Message);
        else if (broken is not OperationCanceledException) logger.LogError(broken, "{Model}: a request failed in a way nobody foresaw.", request.Model);
    }
}
