using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;

namespace LocalsOnly.Tests.Inference;

/// <summary>An event stream whose bytes the test sends when it wants to.</summary>
internal sealed class ScriptedReply
{
    public const string Role = """data: {"id":"r1","object":"chat.completion","choices":[{"index":0,"delta":{"role":"assistant"}}]}""" + "\n\n";
    public const string Done = "data: [DONE]\n\n";

    private readonly Channel<string> _pieces = Channel.CreateUnbounded<string>();
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the client has closed the connection.</summary>
    public Task Gone => _gone.Task;

    /// <summary>A reply that is sent at once, whole.</summary>
    public static Func<HttpContext, Task> Whole(params string[] pieces)
    {
        var reply = new ScriptedReply();
        foreach (var piece in pieces)
            reply.Send(piece);
        reply.End();
        return reply.RunAsync;
    }

    /// <summary>A reply that is no stream.</summary>
    public static Func<HttpContext, Task> Json(string body) => context =>
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body);
    };

    public static string Delta(string delta, string? finish = null, string more = "") =>
        $$"""data: {"id":"r1","object":"chat.completion","choices":[{"index":0,"delta":{{{delta}}}{{(finish is null ? "" : $",\"finish_reason\":\"{finish}\"")}}}]{{more}}}""" + "\n\n";

    public static string Token(string text, string? finish = null, string more = "") => Delta($"\"role\":\"assistant\",\"content\":\"{text}\"", finish, more);

    public void Send(string piece) => _pieces.Writer.TryWrite(piece);

    public void End() => _pieces.Writer.Complete();

    public async Task RunAsync(HttpContext context)
    {
        context.RequestAborted.Register(() => _gone.TrySetResult());
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.Connection = "close";
        await context.Response.StartAsync();
        await context.Response.Body.FlushAsync();
        await foreach (var piece in _pieces.Reader.ReadAllAsync(context.RequestAborted))
        {
            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(piece));
            await context.Response.Body.FlushAsync();
        }
    }
}
