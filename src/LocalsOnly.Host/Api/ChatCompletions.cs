using System.Text;
using System.Text.Json;
using LocalsOnly.Agents;

namespace LocalsOnly.Host.Api;

/// <summary><c>POST /v1/chat/completions</c>: a persona's turn in OpenAI's clothes, or a model for another program of the house.</summary>
internal sealed class ChatCompletions(IAgentRuntime runtime, ModelCompletions models, ModelList list, TimeProvider time)
{
    public async Task HandleAsync(HttpContext context)
    {
        ModelRequest? program = null;
        ChatRequest? person = null;
        try
        {
            var body = await RequestBody.ReadAsync(context);
            using var document = JsonDocument.Parse(body);
            var model = ChatRequest.ModelOf(document.RootElement);
            if (list.TryFind(model, out var name, out var pin)) program = ModelRequest.Parse(document.RootElement, body, name, pin, context.Request.Headers);
            else person = ChatRequest.Parse(document.RootElement);
        }
        catch (FormatException wrong)
        {
            await Errors.WriteAsync(context, StatusCodes.Status400BadRequest, wrong.Message, "invalid_request_error", "invalid_request", field: (wrong as FieldException)?.Field);
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

        try
        {
            if (program is not null) await models.HandleAsync(context, program);
            else await AnswerAsync(context, person!);
        }
        catch (TurnRefusedException refused)
        {
            var (status, code, sentence) = refused.Refusal switch
            {
                TurnRefusal.UnknownPersona => (StatusCodes.Status404NotFound, "model_not_found", $"{refused.Message} {PersonSentences.OrAModel}"),
                TurnRefusal.NothingAsked => (StatusCodes.Status400BadRequest, "invalid_request", refused.Message),
                _ => (StatusCodes.Status503ServiceUnavailable, "stopping", refused.Message),
            };
            await Errors.WriteAsync(context, status, sentence, status == 503 ? "unavailable" : "invalid_request_error", code);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller hung up; the turn ended with it.
        }
    }

    private async Task AnswerAsync(HttpContext context, ChatRequest request)
    {
        await using var turn = runtime.RunAsync(new TurnRequest(request.Model, request.Messages, MaxReplyTokens: request.MaxTokens) { Tier = request.Tier, Conversation = request.Conversation, Session = request.Session }, context.RequestAborted)
            .GetAsyncEnumerator(context.RequestAborted);
        // A refusal comes before the first event and without waiting; everything later belongs inside the reply.
        var first = turn.MoveNextAsync().AsTask();
        if (first.IsFaulted) await first;
        if (request.Stream) await StreamAsync(context, request, turn, new ValueTask<bool>(first));
        else await WholeAsync(context, request, turn, new ValueTask<bool>(first));
    }

    private async Task StreamAsync(HttpContext context, ChatRequest request, IAsyncEnumerator<TurnEvent> turn, ValueTask<bool> next)
    {
        using var stream = new EventStream(context, time);
        using var chunks = new ChunkWriter(stream, NewId(), time.GetUtcNow().ToUnixTimeSeconds(), request.Model, BaseUrl(context));
        chunks.Begin();
        while (await stream.WaitAsync(next))
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
                case ToolUsed used:
                    chunks.Tool(used);
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

        await stream.FlushAsync();
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
