using LocalsOnly.Tests.Inference;

namespace LocalsOnly.Tests.Host;

/// <summary>Models without a persona, seen by the <c>openai</c> package of npm and its strict streaming helper.</summary>
public sealed class PassThroughNodeTests
{
    [SkippableFact]
    public async Task Tools_go_round_and_a_break_is_an_error()
    {
        OpenAINodeTests.Require();
        await using var house = await ProgramHouse.StartAsync();
        house.Node.Script = async context =>
        {
            var messages = house.Sent.GetProperty("messages");
            var said = messages[messages.GetArrayLength() - 1];
            var reply = said.GetProperty("role").GetString() == "tool"
                ? ScriptedReply.Whole(ScriptedReply.Delta("\"reasoning_content\":\"Hm\""), ScriptedReply.Token("It is ", more: ""), ScriptedReply.Token(said.GetProperty("content").GetString()!, "stop"), ScriptedReply.Done)
                : said.GetProperty("content").GetString() == "break"
                    ? ScriptedReply.Whole(ScriptedReply.Token("Half"))
                    : ScriptedReply.Whole(
                        ScriptedReply.Delta("\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"c1\",\"index\":0,\"type\":\"function\",\"function\":{\"id\":\"c1\",\"name\":\"weather\",\"arguments\":\"{\\\"city\\\":\\\"Oslo\\\"}\"}}]", "tool_calls"),
                        ScriptedReply.Done);
            await reply(context);
        };

        var result = await OpenAINodeTests.RunAsync("tools.mjs", new Uri(house.House.Url, "/v1").ToString());

        Assert.Equal("It is rain in Oslo", result.GetProperty("answer").GetString());
        Assert.Equal("tool_calls", result.GetProperty("firstFinish").GetString());
        Assert.Equal("""{"city":"Oslo"}""", result.GetProperty("arguments").GetString());
        Assert.True(result.GetProperty("usage").GetProperty("total_tokens").GetInt32() >= 0);
        Assert.Equal("Half", result.GetProperty("broken").GetProperty("text").GetString());
        Assert.Contains("incomplete", result.GetProperty("broken").GetProperty("message").GetString(), StringComparison.Ordinal);
    }
}
