using System.Text.Json;
using LocalsOnly.Simulation.Answering;
using LocalsOnly.Simulation.Engine;
using LocalsOnly.Simulation.State;
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

        var fault = node.Fault;
        var request = new SimulatedRequest(body, node.Time.GetUtcNow()) { PromptTokens = chat.PromptTokens };
        node.Arrived(request);
        var outcome = SimulatedOutcome.Completed;
        try
        {
            await AnswerAsync(context, chat, request, fault);
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

    private async Task AnswerAsync(HttpContext context, ChatBody chat, SimulatedRequest request, SimulatedFault fault)
    {
        if (node.Script is { } script)
        {
            await script(context);
            return;
        }

        if (!IsPlaced(chat.Model) || fault == SimulatedFault.NotPlaced)
        {
            await Reply.ErrorAsync(context, 404, "Not Found", $"No instance found for model {chat.Model}");
            return;
        }

        if (Refuse(context, fault) is { } refusal)
        {
            await refusal;
            return;
        }

        await node.PauseAsync(context.RequestAborted);
        var commandId = Guid.NewGuid().ToString();
        var nulls = fault == SimulatedFault.Nulls || node.Options.Release == SimulatedRelease.V1_0_71;
        var command = new ChatCommand(node, chat, request.Body, fault, commandId);
        try
        {
            if (chat.Stream)
                await new ChatRun(node, context, chat, request, nulls).StreamAsync(commandId, command.Begin);
            else
                await WholeAsync(context, chat, request, command, nulls);
        }
        finally
        {
            command.End();
        }
    }

    private bool IsPlaced(string model)
    {
        lock (node.State.Gate)
            return node.State.IsPlaced(model);
    }

    /// <summary>Replies that come before any generation.</summary>
    private static Task? Refuse(HttpContext context, SimulatedFault fault) => fault switch
    {
        SimulatedFault.InternalServerError => Reply.InternalServerErrorAsync(context),
        SimulatedFault.Unprocessable =>
            Reply.UnprocessableAsync(context, "literal_error", "messages", "Input should be 'system', 'user' or 'assistant'"),
        SimulatedFault.MethodNotAllowed => Reply.DetailAsync(context, 405, "Method Not Allowed"),
        SimulatedFault.WebPage => Reply.TextAsync(context, 200, "text/html; charset=utf-8", "<!doctype html><title>exo</title>"),
        SimulatedFault.Garbage => Reply.TextAsync(context, 200, "text/event-stream; charset=utf-8", "%PDF-1.7 this is not an event stream\n\n"),
        SimulatedFault.EmptyBody => Reply.TextAsync(context, 200, "application/json", ""),
        SimulatedFault.Silence => Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted),
        _ => null,
    };

    /// <summary>Not one byte until all is there. Without a stream, exo has no way to say of an error but to say nothing.</summary>
    private async Task WholeAsync(HttpContext context, ChatBody chat, SimulatedRequest request, ChatCommand command, bool nulls)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        ChatJob? job = null;
        (job, _) = command.Begin(() =>
        {
            if (Volatile.Read(ref job) is { End: not JobEnd.None })
                ended.TrySetResult();
        });
        if (job is { End: not JobEnd.None })
            ended.TrySetResult();
        await ended.Task.WaitAsync(context.RequestAborted);
        request.PrefillEndedAt = job!.PrefillEnd;
        var written = Math.Min(job.Written, job.Script.Tokens.Count);
        for (var i = 0; i < written; i++)
            request.TokenWritten(node.Time.GetUtcNow());
        context.Response.ContentType = "application/json";
        if (job.End == JobEnd.Failed || job.Script.End == ScriptEnd.Error || job.Written == 0)
            return;
        var cutOff = job.End == JobEnd.Dropped || job.Script.End == ScriptEnd.Nothing;
        await context.Response.Body.WriteAsync(Reply.Bytes(json => WriteWhole(json, chat, command.Id, job, written, cutOff, nulls)));
    }

    private void WriteWhole(Utf8JsonWriter json, ChatBody chat, string id, ChatJob job, int written, bool cutOff, bool nulls)
    {
        var tokens = job.Script.Tokens.Take(written).ToList();
        json.WriteStartObject();
        json.WriteString("id"u8, id);
        json.WriteString("object"u8, "chat.completion"u8);
        json.WriteNumber("created"u8, node.Time.GetUtcNow().ToUnixTimeSeconds());
        json.WriteString("model"u8, chat.Model);
        json.WriteStartArray("choices"u8);
        json.WriteStartObject();
        json.WriteNumber("index"u8, 0);
        json.WriteStartObject("message"u8);
        json.WriteString("role"u8, "assistant"u8);
        json.WriteString("content"u8, string.Concat(tokens.Where(t => !t.Thinking).Select(t => t.Text)));
        if (tokens.Exists(t => t.Thinking))
            json.WriteString("reasoning_content"u8, string.Concat(tokens.Where(t => t.Thinking).Select(t => t.Text)));
        if (!cutOff && job.Script.Calls.Count > 0)
            ChatFrames.WriteCalls(json, job.Script.Calls);
        else if (nulls)
            json.WriteNull("tool_calls"u8);
        json.WriteEndObject();
        if (chat.Logprobs)
        {
            json.WriteStartObject("logprobs"u8);
            json.WriteStartArray("content"u8);
            foreach (var token in tokens)
                ChatFrames.WriteLogprob(json, chat, token);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        if (!cutOff)
            json.WriteString("finish_reason"u8, job.Script.FinishReason);
        json.WriteEndObject();
        json.WriteEndArray();
        if (!cutOff && !job.Script.WithoutUsage)
            ChatFrames.WriteUsage(json, job);
        json.WriteEndObject();
    }
}
