using System.Text.Json;
using LocalsOnly.Simulation.Discord.Schema;
using LocalsOnly.Simulation.Discord.State;

namespace LocalsOnly.Tests.Discord.FakeDiscord;

/// <summary>The fake holds what it sends against the documented schema.</summary>
public sealed class SelfCheckTests
{
    private const string User = """{"id":"1","username":"ana","discriminator":"0","global_name":null,"avatar":null}""";

    [Theory]
    [InlineData("User", User, "")]
    [InlineData("User", """{"id":"1","username":"ana","discriminator":"0","avatar":null}""", "global_name: This field is required")]
    [InlineData("User", """{"id":1,"username":"ana","discriminator":"0","global_name":null,"avatar":null}""", "id: Value \"1\" is not snowflake")]
    [InlineData("User", """{"id":"1","username":null,"discriminator":"0","global_name":null,"avatar":null}""", "username: This field is required")]
    [InlineData("User", """{"id":"1","username":"ana","discriminator":"0","global_name":null,"avatar":null,"nickname":"a"}""", "nickname: is no documented field")]
    [InlineData("MESSAGE_DELETE", """{"id":"1"}""", "channel_id: This field is required")]
    [InlineData("SOMETHING", "{}", "SOMETHING is no documented type")]
    [InlineData("TYPING_START", """{"channel_id":"1","user_id":"2","timestamp":"now"}""", "timestamp: Value \"now\" is not int")]
    public void A_payload_that_drifts_from_the_documentation_is_told(string type, string json, string problem)
    {
        var log = new ViolationLog();
        new SelfCheck(log).Event(type, System.Text.Encoding.UTF8.GetBytes(json));

        if (problem.Length == 0)
            Assert.Empty(log.All());
        else
            Assert.Contains(problem, Assert.Single(log.All()), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_type_that_a_type_names_is_there()
    {
        // Reading the tables follows no names; looking at a value does.
        foreach (var type in (string[])["CreateMessage", "EditMessage", "ExecuteWebhook", "EditWebhookMessage", "Command", "EditCommand", "Callback", "CreateDirect", "ThreadFromMessage", "StartThread", "EditChannel", "CreateWebhook", "BulkDelete"])
            Assert.NotEmpty(WireSchema.Taken(type, JsonSerializer.Deserialize<JsonElement>("7")));
    }
}
