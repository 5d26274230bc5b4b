using System.Net;
using System.Text;
using LocalsOnly.Inference;
using LocalsOnly.SemanticKernel.OpenAI;
using LocalsOnly.Tests.Inference;

namespace LocalsOnly.SemanticKernel.Tests.OpenAI;

/// <summary>The handler by itself, without a connector above it and a server below it.</summary>
public sealed class HandlerBytesTests
{
    [Fact]
    public async Task What_is_no_chat_completion_passes_as_it_is()
    {
        var inner = new Recording("<p>", "text/html");
        using var http = new HttpClient(new ChatCompletionsHandler { InnerHandler = inner });
        using var body = new StringContent("{\"max_completion_tokens\":7}", Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(new Uri("http://127.0.0.1/v1/embeddings"), body);
        Assert.Equal(("{\"max_completion_tokens\":7}", "<p>"), (inner.Body, await response.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task A_request_that_cannot_be_read_is_the_servers_to_refuse()
    {
        var inner = new Recording("{\"error\":\"no JSON\"}", "application/json", HttpStatusCode.BadRequest);
        using var http = new HttpClient(new ChatCompletionsHandler { InnerHandler = inner });
        using var body = new StringContent("{\"messages\":", Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(new Uri("http://127.0.0.1/v1/chat/completions"), body);
        Assert.Equal(("{\"messages\":", HttpStatusCode.BadRequest), (inner.Body, response.StatusCode));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public async Task However_it_is_read_the_same_bytes_come(int size)
    {
        var frames = string.Concat(Enumerable.Range(0, 2000).Select(i => ScriptedReply.Token($"{i} "))) + ScriptedReply.Delta("", "stop") + ScriptedReply.Done;
        using var http = new HttpClient(new ChatCompletionsHandler { InnerHandler = new Recording(frames, "text/event-stream") });
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("http://127.0.0.1/v1/chat/completions")) { Content = new StringContent("{\"stream\":true}") };
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await response.Content.ReadAsStreamAsync();
        var read = new MemoryStream();
        var buffer = new byte[size];
        // Both ways of reading, in turn.
        for (var turn = 0; (turn % 2 == 0 ? await stream.ReadAsync(buffer) : stream.Read(buffer, 0, size)) is var count and > 0; turn++)
            read.Write(buffer, 0, count);
        var texts = Encoding.UTF8.GetString(read.ToArray()).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2002, texts.Length);
        Assert.Equal("data: [DONE]", texts[^1]);
        Assert.All(Enumerable.Range(0, 2000), i => Assert.Contains($"\"content\":\"{i} \"", texts[i], StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_token_costs_an_object_on_its_way_through()
    {
        const int Tokens = 2000;
        var frames = string.Concat(Enumerable.Repeat(ScriptedReply.Token(" word"), Tokens)) + ScriptedReply.Delta("", "stop") + ScriptedReply.Done;
        using var http = new HttpClient(new ChatCompletionsHandler { InnerHandler = new Recording(frames, "text/event-stream") });
        var buffer = new byte[4096];
        long allocated = 0;
        // The first time pays for what is made once.
        for (var turn = 0; turn < 2; turn++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("http://127.0.0.1/v1/chat/completions")) { Content = new StringContent("{\"stream\":true}") };
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            await using var stream = await response.Content.ReadAsStreamAsync();
            var before = GC.GetAllocatedBytesForCurrentThread();
            var thread = Environment.CurrentManagedThreadId;
            // All of the answer is there, so that every read completes at once on this thread.
            int read;
            do
                read = await stream.ReadAsync(buffer);
            while (read > 0);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.Equal(thread, Environment.CurrentManagedThreadId);
        }

        // The smallest object takes 24 bytes; what there is belongs to the reads, each of which brings many tokens.
        Assert.InRange(allocated / (double)Tokens, 0, 16);
    }

    [Fact]
    public async Task A_failure_stays_one_however_often_it_is_read()
    {
        using var http = new HttpClient(new ChatCompletionsHandler { InnerHandler = new Recording(ScriptedReply.Token("Half"), "text/event-stream") });
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("http://127.0.0.1/v1/chat/completions")) { Content = new StringContent("{\"stream\":true}") };
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await response.Content.ReadAsStreamAsync();
        var buffer = new byte[4096];
        Assert.True(await stream.ReadAsync(buffer) > 0);
        for (var i = 0; i < 2; i++)
            Assert.Equal(InferenceFailure.Truncated, (await Assert.ThrowsAsync<InferenceException>(() => stream.ReadAsync(buffer).AsTask())).Failure);
    }

    /// <summary>Answers everything with the same bytes.</summary>
    private sealed class Recording(string answer, string type, HttpStatusCode status = HttpStatusCode.OK) : HttpMessageHandler
    {
        public string? Body { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Body = await request.Content!.ReadAsStringAsync(cancellationToken);
            return new HttpResponseMessage(status) { Content = new StringContent(answer, Encoding.UTF8, type) };
        }
    }
}
