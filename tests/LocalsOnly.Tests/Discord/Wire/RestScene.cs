using System.Collections.Concurrent;
using System.Net;
using System.Text;
using LocalsOnly.Discord;
using LocalsOnly.Discord.Rest;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace LocalsOnly.Tests.Discord.Wire;

/// <summary>A REST client whose requests a test answers, on a clock that the test moves.</summary>
internal sealed class RestScene : HttpMessageHandler
{
    private readonly HttpMessageInvoker _invoker;

    public RestScene(string api = "http://127.0.0.1:9/api/")
    {
        _invoker = new HttpMessageInvoker(this, disposeHandler: false);
        Options = new DiscordBotOptions("vince", ScriptedDiscord.Token) { Api = new Uri(api) };
        Rest = new RestClient(Options, _invoker, Clock, NullLogger.Instance);
    }

    public DiscordBotOptions Options { get; }

    public FakeTimeProvider Clock { get; } = new();

    public RestClient Rest { get; }

    public HttpMessageInvoker Invoker => _invoker;

    /// <summary>When each request came, what it was and what was in it.</summary>
    public ConcurrentQueue<(TimeSpan At, string Request, string Body, string? Authorization)> Seen { get; } = new();

    /// <summary>What a request is answered; it gets the number of the request, from 1.</summary>
    public Func<int, HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Answer { get; set; } = (_, _, _) => Task.FromResult(Reply(200, "{}"));

    public TimeSpan Now => Clock.GetUtcNow() - Clock.Start;

    public static HttpResponseMessage Reply(int status, string json, params (string Name, string Value)[] headers)
    {
        var reply = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers) reply.Headers.TryAddWithoutValidation(name, value);
        return reply;
    }

    public static HttpResponseMessage Limited(string bucket, int remaining, string resetAfter) =>
        Reply(200, "{}", ("X-RateLimit-Bucket", bucket), ("X-RateLimit-Limit", "5"), ("X-RateLimit-Remaining", $"{remaining}"), ("X-RateLimit-Reset-After", resetAfter));

    public void Answers(Func<int, HttpResponseMessage> answer) => Answer = (number, _, _) => Task.FromResult(answer(number));

    /// <summary>Lets time pass, a tenth of a second at a time, until a task is done.</summary>
    public async Task<T> PassUntilAsync<T>(Task<T> task)
    {
        for (var i = 0; i < 3000 && !task.IsCompleted; i++)
        {
            await SettleAsync();
            if (!task.IsCompleted) Clock.Advance(TimeSpan.FromMilliseconds(100));
        }

        return await task.WaitAsync(TimeSpan.FromSeconds(5));
    }

    /// <summary>Lets everything that can go on without time passing go on.</summary>
    public static async Task SettleAsync()
    {
        for (var i = 0; i < 20; i++) await Task.Yield();
        await Task.Delay(1);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        Seen.Enqueue((Now, $"{request.Method} {request.RequestUri!.PathAndQuery.Replace("/api/v10/", "", StringComparison.Ordinal)}", body, request.Headers.Authorization?.ToString()));
        return await Answer(Seen.Count, request, cancellationToken);
    }
}
