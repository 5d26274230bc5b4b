using System.Text.Json;
using LocalsOnly.Simulation.Answering;
using Microsoft.AspNetCore.Http;

namespace LocalsOnly.Simulation.Protocol;

/// <summary><c>POST /v1/chat/completions</c>, streamed and whole, with every way in which it fails.</summary>
internal sealed class ChatHandler(SimulatedExoNode node)
{
    public async Task HandleAsync(HttpContext context)
    {
        var body = await Reply.ReadAsync(context);
        var chat = ChatBody.Read(body, out var missing);
        if (chat is null)
        {
            await Reply.UnprocessableAsync(context, "missing", missing, "Field required");
            return;
        }

        var request = new SimulatedRequest(body, node.Time.GetUtcNow()) { PromptTokens = chat.PromptTokens };
        node.Arrived(request);
        var outcome = SimulatedOutcome.Completed;
        try
        {
            await AnswerAsync(context, chat, request);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            outcome = SimulatedOutcome.Disconnected;
            context.Abort();
        }
        finally
        {
            request.End(context.RequestAborted.IsCancellationRequested ? SimulatedOutcome.Disconnected : outcome, node.Time.GetUtcNow());
        }
    }

    private Task AnswerAsync(HttpContext context, ChatBody chat, SimulatedRequest request)
    {
        if (node.Script is { } script)
            return script(context);
        var model = node.State.Card(chat.Model);
        if (model is null || !IsPlaced(chat.Model) || node.Fault == SimulatedFault.NotPlaced)
            return Reply.ErrorAsync(context, 404, "Not Found", $"No instance found for model {chat.Model}");
        return node.Fault switch
        {
            SimulatedFault.InternalServerError => Reply.InternalServerErrorAsync(context),
            SimulatedFault.Unprocessable =>
                Reply.UnprocessableAsync(context, "literal_error", "messages", "Input should be 'system', 'user' or 'assistant'"),
            SimulatedFault.MethodNotAllowed => Reply.DetailAsync(context, 405, "Method Not Allowed"),
            SimulatedFault.WebPage => Reply.TextAsync(context, 200, "text/html; charset=utf-8", "<!doctype html><title>exo</title>"),
            SimulatedFault.EmptyBody => Reply.TextAsync(context, 200, "application/json", ""),
            SimulatedFault.Silence => Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted),
            _ when chat.Stream => new ChatRun(node, context, chat, model, request).StreamAsync(),
            // Without a stream, exo has no way to say any of these but to say nothing.
            SimulatedFault.ErrorFirst or SimulatedFault.ErrorMidText or SimulatedFault.MalformedToolCall =>
                Reply.TextAsync(context, 200, "application/json", ""),
            SimulatedFault.KeepAliveForever or SimulatedFault.StallInPrefill or SimulatedFault.StallMidText =>
                Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted),
            _ => WholeAsync(context, chat, model, request),
        };
    }

    private bool IsPlaced(string model)
    {
        lock (node.State.Gate)
            return node.State.IsPlaced(model);
    }

    private async Task WholeAsync(HttpContext context, ChatBody chat, SimulatedModel model, SimulatedRequest request)
    {
        var pieces = TokenPieces.Of(PassageModel.Answer(chat.LastUserText, model.Sentences)).Take(chat.MaxTokens).ToList();
        var seconds = (chat.PromptTokens / node.Options.PrefillTokensPerSecond) + (pieces.Count / node.Options.DecodeTokensPerSecond);
        if (seconds > 0)
            await Task.Delay(TimeSpan.FromSeconds(seconds), node.Time, context.RequestAborted);
        request.PrefillEndedAt = node.Time.GetUtcNow();
        foreach (var _ in pieces)
            request.TokenWritten(node.Time.GetUtcNow());
        await Reply.JsonAsync(context, 200, json => WriteWhole(json, chat, string.Concat(pieces), pieces.Count));
    }

    private void WriteWhole(Utf8JsonWriter json, ChatBody chat, string text, int tokens)
    {
        var cutOff = node.Fault == SimulatedFault.EndWithoutFinish;
        json.WriteStartObject();
        json.WriteString("id"u8, Guid.NewGuid());
        json.WriteString("object"u8, "chat.completion"u8);
        json.WriteNumber("created"u8, node.Time.GetUtcNow().ToUnixTimeSeconds());
        json.WriteString("model"u8, chat.Model);
        json.WriteStartArray("choices"u8);
        json.WriteStartObject();
        json.WriteNumber("index"u8, 0);
        json.WriteStartObject("message"u8);
        json.WriteString("role"u8, "assistant"u8);
        json.WriteString("content"u8, cutOff ? text[..(text.Length / 2)] : text);
        json.WriteEndObject();
        if (!cutOff)
            json.WriteString("finish_reason"u8, tokens >= chat.MaxTokens ? "length"u8 : "stop"u8);
        json.WriteEndObject();
        json.WriteEndArray();
        if (!cutOff)
            ChatFrames.WriteUsage(json, chat.PromptTokens, tokens);
        json.WriteEndObject();
    }
}
