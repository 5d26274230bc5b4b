using System.Text.Json;
using System.Text.Json.Nodes;
using LocalsOnly.Memory.Embedding;
using LocalsOnly.Memory.Embedding.Http;
using Microsoft.AspNetCore.Http;

namespace LocalsOnly.Tests.Memory.Embedding;

/// <summary>Each thing that can go wrong at a server is one exception with one sentence.</summary>
public sealed class HttpEmbeddingFaultTests : IAsyncLifetime
{
    private readonly JumpingClock _time = new();
    private EmbeddingServerDouble _server = null!;

    public async Task InitializeAsync() => _server = await EmbeddingServerDouble.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_server_that_is_away_is_named()
    {
        await _server.StopAsync();
        await FailsAsync(EmbeddingFault.ServerAway, _server.Url.ToString(), "start it");
    }

    [Fact]
    public async Task A_server_that_is_too_slow_is_away()
    {
        _server.Http.Timeout = TimeSpan.FromMilliseconds(1);
        _server.Instead = async (context, _) =>
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return true;
        };
        await FailsAsync(EmbeddingFault.ServerAway, "did not answer within");
    }

    [Fact]
    public async Task A_caller_who_gives_up_gets_a_cancellation_and_no_fault()
    {
        using var gaveUp = new CancellationTokenSource();
        _server.Instead = async (context, _) =>
        {
            gaveUp.Cancel();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return true;
        };
        using var source = Source();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => source.GenerateAsync(["walnut"], cancellationToken: gaveUp.Token));
    }

    [Fact]
    public async Task A_model_that_the_server_does_not_know_is_named_with_what_the_server_says()
    {
        await FailsAsync(options => options with { Model = "large-embed" }, EmbeddingFault.ModelUnknown, "large-embed", "try pulling it first");
        Assert.Single(_server.Requests);
    }

    [Fact]
    public async Task A_server_without_embeddings_is_told_from_one_without_the_model()
    {
        await FailsAsync(options => options with { Server = new Uri(_server.Url, "elsewhere/") }, EmbeddingFault.ModelUnknown, "has no /v1/embeddings");
    }

    [Theory]
    [InlineData(400, """{"error":{"message":"input is too large","type":"invalid_request_error"}}""", "input is too large")]
    [InlineData(422, """{"error":"bad input"}""", "bad input")]
    [InlineData(401, """{"message":"who are you?"}""", "who are you?")]
    [InlineData(500, "<html>oops</html>", "500")]
    public async Task A_refusal_is_not_tried_again(int status, string body, string said)
    {
        _server.Instead = (context, _) => Reply(context, status, body);
        await FailsAsync(EmbeddingFault.Refused, said);
        Assert.Single(_server.Requests);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task An_overloaded_server_is_asked_again_after_twice_the_delay_each_time(int status)
    {
        var at = new List<TimeSpan>();
        _server.Instead = (context, before) =>
        {
            at.Add(_time.GetUtcNow().TimeOfDay);
            return before < 3 ? Reply(context, status, "{}") : Task.FromResult(false);
        };
        using var source = Source();

        var made = await source.GenerateAsync(["walnut"]);

        Assert.Equal(EmbeddingServerDouble.VectorOf("walnut"), made[0].Vector.ToArray());
        Assert.Equal([0, 500, 1500, 3500], at.Select(time => time.TotalMilliseconds));
    }

    [Fact]
    public async Task The_server_says_itself_when_to_come_back_but_not_next_year()
    {
        var at = new List<TimeSpan>();
        _server.Instead = (context, before) =>
        {
            at.Add(_time.GetUtcNow().TimeOfDay);
            context.Response.Headers.RetryAfter = before switch { 0 => "7", 1 => "31536000", _ => _time.GetUtcNow().AddSeconds(-5).ToString("R", null) };
            return before < 3 ? Reply(context, 429, "{}") : Task.FromResult(false);
        };
        using var source = Source();

        await source.GenerateAsync(["walnut"]);

        Assert.Equal([0, 7, 37, 37], at.Select(time => time.TotalSeconds));
    }

    [Fact]
    public async Task A_server_that_stays_overloaded_is_given_up_after_the_attempts()
    {
        _server.Instead = (context, _) => Reply(context, 503, """{"error":{"message":"loading model"}}""");
        using var source = Source();

        var fault = await Assert.ThrowsAsync<EmbeddingException>(() => source.GenerateAsync(["walnut"]));

        Assert.Equal(EmbeddingFault.ServerBusy, fault.Fault);
        Assert.Contains("loading model", fault.Message, StringComparison.Ordinal);
        Assert.Equal(4, _server.Requests.Count);
    }

    [Theory]
    [InlineData("""{"data":"none"}""")]
    [InlineData("""{"choices":[]}""")]
    [InlineData("""{"data":[null,null]}""")]
    [InlineData("""{"data":[{"index":0},{"index":1}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[]},{"index":1,"embedding":[]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":"AAA"}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[[1,2,3]]}]}""")]
    [InlineData("<html>welcome</html>")]
    [InlineData("")]
    [InlineData("null")]
    public async Task What_is_not_the_protocol_is_said_to_be_not(string body)
    {
        _server.Instead = (context, _) => Reply(context, 200, body);
        await FailsAsync(EmbeddingFault.Protocol, "something else");
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_a_server_that_went_away()
    {
        _server.Instead = async (context, _) =>
        {
            context.Response.ContentLength = 1000;
            await context.Response.WriteAsync("""{"data":[{"index":0,"embedding":[1,""");
            await context.Response.Body.FlushAsync();
            context.Abort();
            return true;
        };
        await FailsAsync(EmbeddingFault.ServerAway);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Another_number_of_vectors_than_of_texts_is_refused(int vectors)
    {
        _server.Change = answer => answer["data"] = new JsonArray([.. Enumerable.Range(0, vectors).Select(i => Item(i, 1, 2, 3))]);
        await FailsAsync(EmbeddingFault.WrongCount, $"sent {vectors}");
    }

    [Fact]
    public async Task Two_vectors_for_the_same_text_are_refused()
    {
        _server.Change = answer => answer["data"] = new JsonArray(Item(1, 1, 2, 3), Item(1, 1, 2, 3));
        await FailsAsync(EmbeddingFault.WrongCount);
    }

    [Theory]
    [InlineData("""[1,null,3]""")]
    [InlineData("""["NaN",2,3]""")]
    [InlineData("""[1e60,2,3]""")]
    [InlineData("\"AADAfwAAgD8AAIA/\"")]
    public async Task A_number_that_is_none_is_refused(string vector)
    {
        _server.Change = answer => answer["data"]![1]!["embedding"] = JsonNode.Parse(vector);
        await FailsAsync(EmbeddingFault.NotANumber, "load the model anew");
    }

    [Fact]
    public async Task Vectors_of_another_length_than_the_stored_ones_are_refused()
    {
        await FailsAsync(options => options with { Dimensions = 384 }, EmbeddingFault.Mismatch, "3 numbers", "384");
    }

    [Fact]
    public async Task Vectors_of_two_lengths_in_one_answer_are_refused()
    {
        _server.Change = answer => answer["data"]![1] = Item(1, 1, 2);
        await FailsAsync(EmbeddingFault.Mismatch, "2 numbers");
    }

    private static JsonObject Item(int index, params float[] vector) => new() { ["index"] = index, ["embedding"] = JsonSerializer.SerializeToNode(vector) };

    private static async Task<bool> Reply(HttpContext context, int status, string body)
    {
        await EmbeddingServerDouble.ReplyAsync(context, status, body);
        return true;
    }

    private Task FailsAsync(EmbeddingFault fault, params string[] said) => FailsAsync(options => options, fault, said);

    private async Task FailsAsync(Func<HttpEmbeddingsOptions, HttpEmbeddingsOptions> change, EmbeddingFault expected, params string[] said)
    {
        using var source = Source(change);
        var fault = await Assert.ThrowsAsync<EmbeddingException>(() => source.GenerateAsync(["walnut", "oak"]));
        Assert.Equal(expected, fault.Fault);
        Assert.All(said, words => Assert.Contains(words, fault.Message, StringComparison.Ordinal));
        Assert.DoesNotContain("walnut", fault.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", fault.Message, StringComparison.Ordinal);
    }

    private HttpEmbeddings Source(Func<HttpEmbeddingsOptions, HttpEmbeddingsOptions>? change = null)
    {
        var options = new HttpEmbeddingsOptions(_server.Url, EmbeddingServerDouble.Model);
        return new HttpEmbeddings(_server.Http, change?.Invoke(options) ?? options, _time);
    }
}
