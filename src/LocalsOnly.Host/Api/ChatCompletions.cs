using System.Text;
using System.Text.Json;
using LocalsOnly.Agents;

namespace LocalsOnly.Host.Api;

/// <summary><c>POST /v1/chat/completions</c>: a persona's turn in OpenAI's clothes.</summary>
internal sealed class ChatCompletions(IAgentRuntime runtime, TimeProvider time)
{
    private static readonly TimeSpan s_keepAlive = TimeSpan.FromSeconds(10);

    public async Task HandleAsync(HttpContext context)
    {
        ChatRequest request;
        try
        {
            using var body = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
            request = ChatRequest.Parse(body.RootElement);
        }
        catch (FormatException wrong)
        {
            await Errors.WriteAsync(context, StatusCodes.Status400BadRequest, wrong.Message, "invalid_request_error", "invalid_request");
            return;
        }
        catch (InvalidOperationException)
        {
            // What System.Text.Json throws for text that is no Unicode: half a surrogate pair, bytes of another encoding.
            await Errors.WriteAsync(context, StatusCodes.Status400BadRequest, "The body holds text that is not valid Unicode; send it as UTF-8.", "invalid_request_error", "invalid_text");
            return;
        }
        catch (JsonException)
        {
            await Errors.WriteAsync(context, StatusCodes.Status400BadRequest, "The body is not JSON.", "invalid_request_error", "invalid_json");
            return;
        }

        var turn = runtime.RunAsync(new TurnRequest(request.Model, request.Messages, MaxReplyTokens: request.MaxTokens) { Tier = request.Tier, Conversation = request.Conversation }, context.RequestAborted)
            .GetAsyncEnumerator(context.RequestAborted);
        try
        {
            // A refusal comes before the first event and without waiting; everything later belongs inside the reply.
            var first = turn.MoveNextAsync().AsTask();
            if (first.IsFaulted) await first;
            if (request.Stream) await StreamAsync(context, request, turn, new ValueTask<bool>(first));
            else await WholeAsync(context, request, turn, new ValueTask<bool>(first));
        }
        catch (TurnRefusedException refused)
        {
            var (status, code) = refused.Refusal switch
            {
                TurnRefusal.UnknownPersona => (StatusCodes.Status404NotFound, "model_not_found"),
                TurnRefusal.NothingAsked => (StatusCodes.Status400BadRequest, "invalid_request"),
                _ => (StatusCodes.Status503ServiceUnavailable, "stopping"),
            };
            await Errors.WriteAsync(context, status, refused.Message, status == 503 ? "unavailable" : "invalid_request_error", code);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller hung up; the turn ended with it.
        }
        finally
        {
            await turn.DisposeAsync();
        }
    }

    private async Task StreamAsync(HttpContext context, ChatRequest request, IAsyncEnumerator<TurnEvent> turn, ValueTask<bool> next)
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        var output = context.Response.BodyWriter;
        using var chunks = new ChunkWriter(output, NewId(), time.GetUtcNow().ToUnixTimeSeconds(), request.Model, BaseUrl(context));
        chunks.Begin();
        while (await NextAsync(next, chunks, context))
        {
            switch (turn.Current)
            {
                case TextDelta delta:
                    chunks.Text(delta.Text);
                    break;
                case RouteChosen route:
                    chunks.Route(route);
                    break;
                case Queued queued:
                    chunks.Queued(queued);
                    break;
                case PrefillProgress progress:
                    chunks.Prefill(progress);
                    break;
                case TurnCompleted completed:
                    chunks.Finish(completed);
                    if (request.IncludeUsage) chunks.Usage(completed.Stats);
                    chunks.Done();
                    break;
                case TurnInterrupted interrupted:
                    chunks.Error(interrupted.Sentence, interrupted.Failure?.ToString() ?? "stopping");
                    break;
            }

            next = turn.MoveNextAsync();
        }

        await output.FlushAsync(CancellationToken.None);
    }

    /// <summary>
    /// Shows what is written before waiting for more. A long prefill is silence, and clients hang up on silence, so it gets comments. Returns only when
    /// the turn has: it ends by itself when the caller hangs up, and must not be disposed of while it moves.
    /// </summary>
    private async ValueTask<bool> NextAsync(ValueTask<bool> next, ChunkWriter chunks, HttpContext context)
    {
        if (next.IsCompleted) return await next;
        var waiting = next.AsTask();
        while (true)
        {
            if (!context.RequestAborted.IsCancellationRequested) await context.Response.BodyWriter.FlushAsync(CancellationToken.None);
            using var enough = new CancellationTokenSource();
            if (await Task.WhenAny(waiting, Task.Delay(s_keepAlive, time, enough.Token)) == waiting)
            {
                await enough.CancelAsync();
                return await waiting;
            }

            chunks.KeepAlive();
        }
    }

    private async Task WholeAsync(HttpContext context, ChatRequest request, IAsyncEnumerator<TurnEvent> turn, ValueTask<bool> next)
    {
        var text = new StringBuilder();
        RouteChosen? route = null;
        while (await next)
        {
            switch (turn.Current)
            {
                case TextDelta delta:
                    text.Append(delta.Text);
                    break;
                case RouteChosen chosen:
                    route = chosen;
                    break;
                case TurnCompleted completed:
                    context.Response.ContentType = "application/json";
                    ReplyJson.WriteWhole(
                        context.Response.BodyWriter, NewId(), time.GetUtcNow().ToUnixTimeSeconds(), request.Model, text.ToString(), route, completed, BaseUrl(context));
                    break;
                case TurnInterrupted interrupted:
                    await Errors.WriteAsync(
                        context, StatusCodes.Status502BadGateway, interrupted.Sentence, "incomplete", interrupted.Failure?.ToString() ?? "stopping", text.ToString());
                    break;
            }

            next = turn.MoveNextAsync();
        }
    }

    private static string NewId() => $"chatcmpl-{Guid.NewGuid():N}";

    private static string BaseUrl(HttpContext context) => $"{context.Request.Scheme}://{context.Request.Host}";
}
