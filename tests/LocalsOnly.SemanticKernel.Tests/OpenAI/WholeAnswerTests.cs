using LocalsOnly.Inference;
using LocalsOnly.SemanticKernel.OpenAI;
using LocalsOnly.Simulation;
using Microsoft.AspNetCore.Http;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace LocalsOnly.SemanticKernel.Tests.OpenAI;

/// <summary>Answers that are not streamed.</summary>
public sealed class WholeAnswerTests
{
    [Fact]
    public async Task A_whole_answer_is_mended_too()
    {
        await using var scene = await ConnectorScene.WithHandlerAsync();
        scene.Node.Script = Json(
            """
            {"id":7,"object":"chat.completion","created":1,"model":"M","choices":[{"index":0,"message":{"role":"assistant","content":null,"reasoning":"Hm","tool_calls":[
            {"id":null,"type":"function","function":{"name":"weather","arguments":{"city":"Oslo"}}}]},"logprobs":null,"finish_reason":"tool_calls"}],
            "usage":{"prompt_tokens":15,"completion_tokens":8,"total_tokens":23,"prompt_tokens_details":null}}
            """);
        var answer = await scene.Chat.GetChatMessageContentAsync("Hello");
        Assert.Equal("Hm", answer.GetReasoning());
        var call = FunctionCallContent.GetFunctionCalls(answer).Single();
        Assert.Equal(("weather", "Oslo"), (call.FunctionName, call.Arguments!["city"]?.ToString()));
        Assert.NotNull(call.Id);
        Assert.Equal(8, Assert.IsType<global::OpenAI.Chat.ChatTokenUsage>(answer.Metadata!["Usage"]).OutputTokenCount);
    }

    [Theory]
    [InlineData("application/json", "", InferenceFailure.Protocol)]
    [InlineData("text/html", "<!doctype html><title>exo</title>", InferenceFailure.Protocol)]
    [InlineData("application/json", "{\"choices\":", InferenceFailure.Protocol)]
    [InlineData("application/json", "{\"error\":{\"message\":\"Runner shutdown before completing command (signal=9)\",\"code\":500}}", InferenceFailure.ServerError)]
    [InlineData("application/json", "{\"choices\":[]}", InferenceFailure.Truncated)]
    [InlineData("application/json", "{\"choices\":[{\"index\":0,\"message\":{\"content\":\"Half\"},\"finish_reason\":null}]}", InferenceFailure.Truncated)]
    [InlineData("application/json", "{\"choices\":[{\"index\":0,\"message\":{\"content\":\"Half\"},\"finish_reason\":\"error\"}]}", InferenceFailure.ServerError)]
    public async Task A_whole_answer_that_is_none_is_a_failure(string type, string body, InferenceFailure kind)
    {
        await using var scene = await ConnectorScene.WithHandlerAsync();
        scene.Node.Script = Json(body, type);
        var failure = await Assert.ThrowsAsync<InferenceException>(() => scene.Chat.GetChatMessageContentAsync("Hello"));
        Assert.Equal(kind, failure.Failure);
    }

    [Fact]
    public async Task A_whole_answer_has_until_the_end_and_no_longer()
    {
        await using var scene = await ConnectorScene.WithHandlerAsync();
        scene.Failing(SimulatedFault.Silence);
        var answer = scene.Chat.GetChatMessageContentAsync("Hello");
        await scene.Node.NextRequestAsync();
        scene.Time.Advance(TimeSpan.FromMinutes(29));
        Assert.False(answer.IsCompleted);
        scene.Time.Advance(TimeSpan.FromMinutes(1));
        var failure = await Assert.ThrowsAsync<InferenceException>(() => answer.WaitAsync(ConnectorScene.Patience));
        Assert.Contains("no end within 30 min", failure.Message, StringComparison.Ordinal);
    }

    private static Func<HttpContext, Task> Json(string body, string type = "application/json") => context =>
    {
        context.Response.ContentType = type;
        return context.Response.WriteAsync(body);
    };
}
