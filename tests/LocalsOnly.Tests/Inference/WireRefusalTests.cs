using System.Globalization;
using LocalsOnly.Inference;
using Microsoft.AspNetCore.Http;

namespace LocalsOnly.Tests.Inference;

/// <summary>What a server says in place of a stream, in its own words, and what is told of it.</summary>
public abstract class WireRefusalContract
{
    private protected abstract TestedClient Tested { get; }

    [Theory]
    [InlineData(503, """{"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}""")]
    [InlineData(503, """{"error":{"message":"llm server loading model","type":"api_error","param":null,"code":null}}""")]
    public async Task A_model_that_is_being_loaded_is_loading(int status, string body)
    {
        var failure = await RefusedAsync(status, body);
        Assert.Equal((InferenceFailure.Loading, status, false), (failure.Failure, failure.Status, failure.IsConfiguration));
    }

    [Theory]
    [InlineData(429, """{"error":{"message":"Rate limit reached","type":"requests","code":"rate_limit_exceeded"}}""")]
    [InlineData(503, """{"error":{"message":"server busy, please try again.  maximum pending requests exceeded","type":"api_error","param":null,"code":null}}""")]
    [InlineData(503, "Service Unavailable")]
    [InlineData(429, "")]
    public async Task A_server_with_too_much_to_do_is_overloaded(int status, string body)
    {
        var failure = await RefusedAsync(status, body);
        Assert.Equal((InferenceFailure.Overloaded, null, false), (failure.Failure, failure.RetryAfter, failure.IsConfiguration));
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("0", 0)]
    [InlineData("soon", null)]
    [InlineData("-3", null)]
    public async Task It_may_ask_to_be_left_alone_for_some_seconds(string header, int? seconds)
    {
        var failure = await RefusedAsync(503, "", header);
        Assert.Equal(seconds, failure.RetryAfter is { } wait ? (int)wait.TotalSeconds : null);
    }

    [Theory]
    [InlineData(90, 90)]
    [InlineData(-90, 0)]
    public async Task Or_until_an_instant(int offset, int seconds)
    {
        await using var scene = await Tested.StartAsync(NothingAsync);
        var until = scene.Time.GetUtcNow().AddSeconds(offset).ToString("r", CultureInfo.InvariantCulture);
        scene.Node.Script = context => AnswerAsync(context, 429, "", until);
        Assert.Equal(TimeSpan.FromSeconds(seconds), (await scene.FailAsync()).RetryAfter);
    }

    [Theory]
    [InlineData(401, """{"error":{"message":"Invalid API Key","type":"authentication_error","code":401}}""", InferenceFailure.ServerError)]
    [InlineData(403, "", InferenceFailure.ServerError)]
    [InlineData(404, """{"detail":"Not Found"}""", InferenceFailure.Protocol)]
    [InlineData(405, """{"detail":"Method Not Allowed"}""", InferenceFailure.Protocol)]
    [InlineData(422, """{"detail":[{"type":"missing","loc":["body","messages"],"msg":"Field required","input":{}}]}""", InferenceFailure.ServerError)]
    [InlineData(400, """{"error":{"message":"temperature must be non-negative, got -1.0","type":"BadRequestError","param":"temperature","code":400}}""", InferenceFailure.ServerError)]
    [InlineData(501, """{"error":{"code":501,"message":"tools param requires --jinja flag","type":"not_supported_error"}}""", InferenceFailure.ServerError)]
    [InlineData(307, "", InferenceFailure.Protocol)]
    [InlineData(200, "<!doctype html><title>exo</title>", InferenceFailure.Protocol)]
    public async Task What_asking_again_would_not_change_is_a_matter_of_configuration(int status, string body, InferenceFailure kind)
    {
        var failure = await RefusedAsync(status, body);
        Assert.Equal((kind, true, status), (failure.Failure, failure.IsConfiguration, failure.Status));
    }

    [Theory]
    [InlineData(500, "Internal Server Error")]
    [InlineData(502, "Bad Gateway")]
    [InlineData(200, "")]
    public async Task What_may_be_better_next_time_is_not(int status, string body) => Assert.False((await RefusedAsync(status, body)).IsConfiguration);

    [Theory]
    [InlineData(404, """{"error":{"message":"No instance found for model X","type":"Not Found","param":null,"code":404}}""")]
    [InlineData(404, """{"error":{"message":"model \"qwen3\" not found, try pulling it first","type":"api_error","param":null,"code":null}}""")]
    [InlineData(404, """{"object":"error","message":"The model `x` does not exist.","type":"NotFoundError","param":null,"code":404}""")]
    [InlineData(404, """{"error":{"message":"No models loaded. Please load a model in the developer page or use the `lms load` command.","type":"invalid_request_error","param":"model","code":"model_not_found"}}""")]
    public async Task A_model_that_is_not_there_is_not_placed(int status, string body)
    {
        var failure = await RefusedAsync(status, body);
        Assert.Equal((InferenceFailure.NotPlaced, false), (failure.Failure, failure.IsConfiguration));
    }

    [Theory]
    [InlineData(400, """{"error":{"code":400,"message":"request (5120 tokens) exceeds the available context size (4096 tokens), try increasing it","type":"exceed_context_size_error","n_prompt_tokens":5120,"n_ctx":4096}}""")]
    [InlineData(400, """{"error":"The number of tokens to keep from the initial prompt is greater than the context length (n_keep: 13055>= n_ctx: 4096). Try to load the model with a larger context length, or provide a shorter input."}""")]
    [InlineData(400, """{"error":"Trying to keep the first 10136 tokens when context the overflows. However, the model is loaded with context length of only 7866 tokens, which is not enough."}""")]
    [InlineData(400, """{"error":"Cannot truncate prompt with n_keep (15028) >= n_ctx (7424)"}""")]
    [InlineData(400, """{"object":"error","message":"This model's maximum context length is 8192 tokens. However, you requested 8204 tokens (12 in the messages, 8192 in the completion). Please reduce the length of the messages or completion.","type":"BadRequestError","param":null,"code":400}""")]
    [InlineData(400, """{"error":{"message":"max_tokens must be at least 1, got -4.","type":"BadRequestError","param":"max_tokens","code":400}}""")]
    [InlineData(400, """{"error":{"message":"The decoder prompt (length 9000) is longer than the maximum model length of 8192.","type":"BadRequestError","param":null,"code":400}}""")]
    [InlineData(500, """{"error":{"message":"prompt too long; exceeded max context length by 12 tokens","type":"api_error","param":null,"code":null}}""")]
    [InlineData(413, "")]
    public async Task A_prompt_that_is_too_long_is_that_in_every_servers_words(int status, string body)
    {
        var failure = await RefusedAsync(status, body);
        Assert.Equal((InferenceFailure.ContextOverflow, false), (failure.Failure, failure.IsConfiguration));
    }

    [Theory]
    [InlineData(500, """{"error":{"message":"llama runner process has terminated: signal: killed","type":"api_error","param":null,"code":null}}""")]
    [InlineData(500, """{"error":{"message":"model runner has unexpectedly stopped, this may be due to resource limitations or an internal error, check ollama server logs for details","type":"api_error"}}""")]
    [InlineData(500, """{"error":{"message":"EngineCore encountered an issue. See stack trace (above) for the root cause.","type":"InternalServerError","param":null,"code":500}}""")]
    [InlineData(200, """{"error":"The model has crashed without additional information. (Exit code: null)"}""")]
    public async Task A_dead_runner_is_that_in_every_servers_words(int status, string body)
    {
        var failure = await RefusedAsync(status, body);
        Assert.Equal((InferenceFailure.ServerError, true), (failure.Failure, failure.RunnerDied));
    }

    [Fact]
    public async Task A_request_that_is_turned_away_with_its_tools_quoted_is_no_tool_call_of_the_models() =>
        Assert.Equal(
            InferenceFailure.ServerError,
            (await RefusedAsync(400, """{"error":{"message":"invalid tool: {\"name\": \"f\"}","type":"BadRequestError","code":400}}""")).Failure);

    private async Task<InferenceException> RefusedAsync(int status, string body, string? retryAfter = null)
    {
        await using var scene = await Tested.StartAsync(context => AnswerAsync(context, status, body, retryAfter));
        return await scene.FailAsync();
    }

    private static Task AnswerAsync(HttpContext context, int status, string body, string? retryAfter)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = body.StartsWith('<') ? "text/html" : "application/json";
        if (retryAfter is not null)
            context.Response.Headers.RetryAfter = retryAfter;
        return context.Response.WriteAsync(body);
    }

    private static Task NothingAsync(HttpContext context) => Task.CompletedTask;
}

public sealed class WireRefusalTests : WireRefusalContract
{
    private protected override TestedClient Tested => TestedClient.Own;
}
