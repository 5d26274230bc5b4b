using System.ClientModel;
using System.Text.Json;
using LocalsOnly.Tests.Inference;
using OpenAI;
using OpenAI.Chat;

namespace LocalsOnly.Tests.Host;

/// <summary>Models without a persona, seen by the OpenAI .NET client.</summary>
public sealed class PassThroughClientTests : IAsyncLifetime
{
    private static readonly ChatTool s_weather = ChatTool.CreateFunctionTool(
        "weather", "Tells the weather.", BinaryData.FromString("""{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}"""));

    private static readonly string s_call = ScriptedReply.Delta(
        "\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"c1\",\"index\":0,\"type\":\"function\",\"function\":{\"id\":\"c1\",\"name\":\"weather\",\"arguments\":\"{\\\"city\\\":\\\"Oslo\\\"}\"}}]", "tool_calls");

    private ProgramHouse _house = null!;

    public async Task InitializeAsync() => _house = await ProgramHouse.StartAsync();

    public async Task DisposeAsync() => await _house.DisposeAsync();

    [Fact]
    public async Task A_tool_is_called_and_its_result_is_answered()
    {
        _house.Answer(s_call, ScriptedReply.Done);
        List<ChatMessage> messages = [new UserChatMessage("Weather in Oslo?")];
        ChatCompletion asked = await Client().CompleteChatAsync(messages, new ChatCompletionOptions { Tools = { s_weather } });
        Assert.Equal(ChatFinishReason.ToolCalls, asked.FinishReason);
        var call = Assert.Single(asked.ToolCalls);
        Assert.Equal(("c1", "weather", """{"city":"Oslo"}"""), (call.Id, call.FunctionName, call.FunctionArguments.ToString()));

        messages.Add(new AssistantChatMessage(asked));
        messages.Add(new ToolChatMessage(call.Id, "rain"));
        _house.Answer(ScriptedReply.Token("It rains.", "stop"), ScriptedReply.Done);
        ChatCompletion answered = await Client().CompleteChatAsync(messages, new ChatCompletionOptions { Tools = { s_weather } });

        Assert.Equal("It rains.", answered.Content[0].Text);
        var sent = _house.Sent.GetProperty("messages");
        Assert.Equal("""{"city":"Oslo"}""", sent[1].GetProperty("tool_calls")[0].GetProperty("function").GetProperty("arguments").GetString());
        Assert.Equal(("tool", "c1", "rain"), (sent[2].GetProperty("role").GetString(), sent[2].GetProperty("tool_call_id").GetString(), sent[2].GetProperty("content").GetString()));
        Assert.Equal("weather", _house.Sent.GetProperty("tools")[0].GetProperty("function").GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_streamed_call_is_put_together()
    {
        _house.Answer(ScriptedReply.Token("Let me see."), s_call, ScriptedReply.Done);
        var (text, arguments, finish) = ("", "", default(ChatFinishReason?));
        await foreach (var update in Client().CompleteChatStreamingAsync([new UserChatMessage("Weather?")], new ChatCompletionOptions { Tools = { s_weather } }))
        {
            text += string.Concat(update.ContentUpdate.Select(part => part.Text));
            arguments += string.Concat(update.ToolCallUpdates.Select(call => call.FunctionArgumentsUpdate.ToString()));
            finish ??= update.FinishReason;
        }

        Assert.Equal(("Let me see.", """{"city":"Oslo"}""", ChatFinishReason.ToolCalls), (text, arguments, finish));
    }

    [Fact]
    public async Task A_schema_for_the_answer_is_passed_through()
    {
        const string Schema = """{"type":"object","properties":{"rain":{"type":"boolean"}},"required":["rain"],"additionalProperties":false}""";
        _house.Answer(ScriptedReply.Token("{}", "stop"), ScriptedReply.Done);
        await Client().CompleteChatAsync(
            [new UserChatMessage("Weather?")],
            new ChatCompletionOptions { ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat("weather", BinaryData.FromString(Schema), jsonSchemaIsStrict: true), MaxOutputTokenCount = 50 });
        var format = _house.Sent.GetProperty("response_format");
        Assert.Equal("json_schema", format.GetProperty("type").GetString());
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(Schema).RootElement, format.GetProperty("json_schema").GetProperty("schema")));
        Assert.Equal(50, _house.Sent.GetProperty("max_tokens").GetInt32());
    }

    [Fact]
    public async Task Log_probabilities_are_understood()
    {
        _house.Answer(
            """data: {"choices":[{"index":0,"delta":{"content":"Y"},"logprobs":{"content":[{"token":"Y","logprob":-0.5,"bytes":[89],"top_logprobs":[]}]}}]}""" + "\n\n",
            """data: {"choices":[{"index":0,"delta":{"content":"es"},"logprobs":{"content":[{"token":"es","logprob":-0.25,"bytes":null,"top_logprobs":[]}]},"finish_reason":"stop"}]}""" + "\n\n",
            ScriptedReply.Done);
        ChatCompletion completion = await Client().CompleteChatAsync([new UserChatMessage("Yes?")], new ChatCompletionOptions { IncludeLogProbabilities = true });
        Assert.Equal([("Y", -0.5f), ("es", -0.25f)], completion.ContentTokenLogProbabilities.Select(token => (token.Token, token.LogProbability)));
        Assert.True(_house.Sent.GetProperty("logprobs").GetBoolean());
    }

    [Fact]
    public async Task A_server_with_too_much_to_do_is_a_503()
    {
        _house.Node.Script = context =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        };
        Assert.Equal(503, (await Assert.ThrowsAsync<ClientResultException>(() => Client().CompleteChatAsync("Hello"))).Status);
    }

    private ChatClient Client() => new(
        "auto", new ApiKeyCredential("unused"), new OpenAIClientOptions { Endpoint = new Uri(_house.House.Url, "/v1"), RetryPolicy = new System.ClientModel.Primitives.ClientRetryPolicy(0) });
}
