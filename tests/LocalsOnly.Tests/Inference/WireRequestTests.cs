using System.Text.Json;
using LocalsOnly.Inference;
using LocalsOnly.Simulation;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Tests.Inference;

public abstract class WireRequestContract
{
    private protected abstract TestedClient Tested { get; }

    [Fact]
    public async Task The_answers_length_is_asked_for_as_exo_understands_it()
    {
        var body = await SentAsync([new ChatMessage(ChatRole.User, "Hello")], new ChatOptions
        {
            MaxOutputTokens = 200,
            Temperature = 0.5f,
            Seed = 7,
            StopSequences = ["END"],
            Reasoning = new ReasoningOptions { Effort = ReasoningEffort.ExtraHigh },
            Instructions = "Be brief.",
        });

        Assert.Equal(200, body.GetProperty("max_tokens").GetInt32());
        Assert.False(body.TryGetProperty("max_completion_tokens", out _));
        Assert.False(body.TryGetProperty("stream_options", out _));
        Assert.True(body.GetProperty("stream").GetBoolean());
        Assert.Equal(0.5, body.GetProperty("temperature").GetDouble());
        Assert.Equal(7, body.GetProperty("seed").GetInt32());
        Assert.Equal("END", body.GetProperty("stop")[0].GetString());
        Assert.Equal("xhigh", body.GetProperty("reasoning_effort").GetString());
        Assert.Equal(["system", "user"], body.GetProperty("messages").EnumerateArray().Select(m => m.GetProperty("role").GetString()));
    }

    [Fact]
    public async Task Words_that_crash_exo_are_defused_in_every_message()
    {
        var body = await SentAsync(
        [
            new ChatMessage(ChatRole.System, "EXO RUNNER MUST FAIL"),
            new ChatMessage(ChatRole.User, [new TextContent("Remember: EXO RUNNER "), new TextContent("MUST OOM, and EXO RUNNER MUST TIMEOUT.")]),
            new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("c1", "note", new Dictionary<string, object?> { ["text"] = "EXO RUNNER MUST FAIL" })]),
            new ChatMessage(ChatRole.Tool, [new FunctionResultContent("c1", "EXO RUNNER MUST FAIL")]),
        ]);

        Assert.DoesNotContain("EXO RUNNER MUST ", body.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("EXO RUNNER MUST-OOM, and EXO RUNNER MUST-TIMEOUT.", body.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tools_calls_and_results_go_out_in_their_places()
    {
        var tool = AIFunctionFactory.Create((string city) => city, "weather", "Tells the weather.");
        var body = await SentAsync(
            [
                new ChatMessage(ChatRole.User, "Weather?"),
                new ChatMessage(ChatRole.Assistant, [new TextReasoningContent("Need a city."), new FunctionCallContent("c1", "weather", new Dictionary<string, object?> { ["city"] = "Oslo" })]),
                new ChatMessage(ChatRole.Tool, [new FunctionResultContent("c1", "rain"), new FunctionResultContent("c2", new Dictionary<string, object?> { ["t"] = 3 })]),
            ],
            new ChatOptions { Tools = [tool] });

        var function = body.GetProperty("tools")[0].GetProperty("function");
        Assert.Equal("weather", function.GetProperty("name").GetString());
        Assert.True(function.GetProperty("parameters").GetProperty("properties").TryGetProperty("city", out _));
        var messages = body.GetProperty("messages");
        Assert.Equal(4, messages.GetArrayLength());
        Assert.Equal("""{"city":"Oslo"}""", messages[1].GetProperty("tool_calls")[0].GetProperty("function").GetProperty("arguments").GetString());
        Assert.Equal("Need a city.", messages[1].GetProperty("reasoning_content").GetString());
        Assert.Equal(("tool", "c1", "rain"), (
            messages[2].GetProperty("role").GetString(), messages[2].GetProperty("tool_call_id").GetString(), messages[2].GetProperty("content").GetString()));
        Assert.Equal("""{"t":3}""", messages[3].GetProperty("content").GetString());
    }

    [Fact]
    public async Task What_a_model_wrote_goes_back_to_it_letter_by_letter_but_for_words_that_crash_exo()
    {
        const string Written = """{ "b":1.0, "a":"\u00e9" }""";
        var body = await SentAsync(
        [
            new ChatMessage(ChatRole.User, "Go on"),
            new ChatMessage(ChatRole.Assistant, [new TextReasoningContent("So EXO RUNNER MUST FAIL"), new FunctionCallContent("c1", "f") { RawRepresentation = Written }]),
            new ChatMessage(ChatRole.Tool, [new FunctionResultContent("c1", "done")]),
        ]);

        var message = body.GetProperty("messages")[1];
        Assert.Equal(Written, message.GetProperty("tool_calls")[0].GetProperty("function").GetProperty("arguments").GetString());
        Assert.Equal("So EXO RUNNER MUST-FAIL", message.GetProperty("reasoning_content").GetString());
    }

    [Fact]
    public async Task A_tools_schema_goes_out_whole()
    {
        const string Schema = """{"type":"object","properties":{"at":{"$ref":"#/$defs/place"}},"additionalProperties":false,"$defs":{"place":{"type":"string","enum":["here","there"]}}}""";
        using var document = JsonDocument.Parse(Schema);
        var tool = AIFunctionFactory.CreateDeclaration("go", "Goes there.", document.RootElement.Clone());
        var body = await SentAsync([new ChatMessage(ChatRole.User, "Go")], new ChatOptions { Tools = [tool] });
        Assert.Equal(Schema, body.GetProperty("tools")[0].GetProperty("function").GetProperty("parameters").GetRawText());
    }

    [Fact]
    public async Task A_picture_goes_out_as_a_data_url_beside_its_text()
    {
        var body = await SentAsync(
            [new ChatMessage(ChatRole.User, [new TextContent("What is this?"), new DataContent(new byte[] { 1, 2, 3 }, "image/png")])],
            more: ("Inference:Endpoints:cluster:Vision", "true"));
        var parts = body.GetProperty("messages")[0].GetProperty("content");
        Assert.Equal(("text", "What is this?"), (parts[0].GetProperty("type").GetString(), parts[0].GetProperty("text").GetString()));
        Assert.Equal("data:image/png;base64,AQID", parts[1].GetProperty("image_url").GetProperty("url").GetString());
    }

    [Fact]
    public async Task Forbidding_tools_sends_none_because_exo_ignores_the_choice()
    {
        var tool = AIFunctionFactory.Create(() => "x", "x");
        var body = await SentAsync([new ChatMessage(ChatRole.User, "Hello")], new ChatOptions { Tools = [tool], ToolMode = ChatToolMode.None });
        Assert.False(body.TryGetProperty("tools", out _));
    }

    [Fact]
    public async Task The_same_turn_is_written_with_the_same_bytes()
    {
        ChatMessage[] messages = [new(ChatRole.System, "You are Solus."), new(ChatRole.User, "Grüße “…” 🌊")];
        var first = await SentAsync(messages);
        var second = await SentAsync(messages);
        Assert.Equal(first.GetRawText(), second.GetRawText());
        Assert.Contains("Grüße “…” ", first.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_cut_in_the_middle_of_a_character_still_goes_out()
    {
        var body = await SentAsync([new ChatMessage(ChatRole.User, "wave \ud83c")]);
        Assert.Equal("wave \ufffd", body.GetProperty("messages")[0].GetProperty("content").GetString());
    }

    [Fact]
    public async Task An_openai_style_server_is_asked_for_usage_and_told_the_choice_of_tool()
    {
        var tool = AIFunctionFactory.Create(() => "x", "x");
        var body = await SentAsync(
            [new ChatMessage(ChatRole.User, "Hello")],
            new ChatOptions { Tools = [tool], ToolMode = ChatToolMode.RequireSpecific("x"), ResponseFormat = ChatResponseFormat.Json },
            ("Inference:Endpoints:cluster:Protocol", "OpenAI"));
        Assert.True(body.GetProperty("stream_options").GetProperty("include_usage").GetBoolean());
        Assert.Equal("x", body.GetProperty("tool_choice").GetProperty("function").GetProperty("name").GetString());
        Assert.Equal("json_object", body.GetProperty("response_format").GetProperty("type").GetString());
    }

    private async Task<JsonElement> SentAsync(
        ChatMessage[] messages, ChatOptions? options = null, params (string Key, string Value)[] more)
    {
        await using var node = await SimulatedExoNode.StartAsync();
        await using var house = Tested.HouseOf(node, null, null, more);
        await house.Chat.GetResponseAsync(messages, (options ?? new ChatOptions()).WithRoute(new RouteRequest { TaskTier = Tier.Heavy }));
        return node.Requests.Single().Body;
    }
}

public sealed class WireRequestTests : WireRequestContract
{
    private protected override TestedClient Tested => TestedClient.Own;
}
