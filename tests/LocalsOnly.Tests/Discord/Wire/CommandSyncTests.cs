using LocalsOnly.Discord.Rest;
using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Tests.Discord.Wire;

public sealed class CommandSyncTests
{
    private static readonly CommandDefinition s_ask = new("ask", "Asks somebody")
    {
        Options =
        [
            new CommandOption("text", "What", Required: true) { Most = 500 },
            new CommandOption("who", "Whom") { Completes = true },
            new CommandOption("rounds", "How often", CommandOptionKind.Whole) { Least = 1, Choices = ["1", "2"] },
        ],
    };

    private static readonly CommandDefinition s_task = new("task", "Tasks") { Subcommands = [new CommandDefinition("list", "Lists them")] };

    private const string AskAsDiscordTellsIt = """
        {"id":"1","application_id":"101","version":"5","type":1,"name":"ask","name_localizations":null,"description":"Asks somebody","nsfw":false,"dm_permission":true,"contexts":null,"integration_types":[0],
         "options":[{"type":3,"name":"text","description":"What","required":true,"max_length":500},{"type":3,"name":"who","description":"Whom","autocomplete":true},
                    {"type":4,"name":"rounds","description":"How often","min_value":1.0,"choices":[{"name":"1","value":1},{"name":"2","value":2}]}]}
        """;

    private const string TaskAsDiscordTellsIt = """{"id":"2","type":1,"name":"task","description":"Tasks","options":[{"type":1,"name":"list","description":"Lists them"}]}""";

    private static async Task<(CommandSync Sync, RestScene Scene)> SyncAsync(string there, params CommandDefinition[] commands)
    {
        var scene = new RestScene();
        scene.Answer = (_, request, _) => Task.FromResult(request.Method == HttpMethod.Get ? RestScene.Reply(200, there) : RestScene.Reply(200, "{}"));
        return (await new CommandApi(scene.Rest, _ => Task.FromResult(new Snowflake(101))).SyncAsync(commands, default), scene);
    }

    [Fact]
    public async Task Commands_that_are_as_they_should_be_are_left_alone()
    {
        var (sync, scene) = await SyncAsync($"[{AskAsDiscordTellsIt},{TaskAsDiscordTellsIt}]", s_ask, s_task);
        Assert.Equal(new CommandSync(0, 0, 0, 2), sync);
        Assert.Equal(["GET applications/101/commands"], scene.Seen.Select(seen => seen.Request));
    }

    [Fact]
    public async Task Only_what_differs_is_made_changed_or_deleted()
    {
        var there = $$"""[{{AskAsDiscordTellsIt.Replace("Asks somebody", "Asked", StringComparison.Ordinal)}},{"id":"8","type":1,"name":"old","description":"x"},{"id":"9","type":4,"name":"launch","description":""}]""";
        var (sync, scene) = await SyncAsync(there, s_ask, s_task);
        Assert.Equal(new CommandSync(1, 1, 1, 0), sync);
        Assert.Equal(
            ["GET applications/101/commands", "DELETE applications/101/commands/8", "PATCH applications/101/commands/1", "POST applications/101/commands"],
            scene.Seen.Select(seen => seen.Request));
        Assert.Equal("""{"name":"task","description":"Tasks","type":1,"options":[{"type":1,"name":"list","description":"Lists them","options":[]}]}""", scene.Seen.Last().Body);
        Assert.Contains("""{"type":4,"name":"rounds","description":"How often","choices":[{"name":"1","value":1},{"name":"2","value":2}],"min_value":1}""", scene.Seen.ElementAt(2).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"required\":true", "\"required\":false")]
    [InlineData("\"autocomplete\":true", "\"autocomplete\":false")]
    [InlineData("\"max_length\":500", "\"max_length\":400")]
    [InlineData("\"min_value\":1.0", "\"min_value\":2")]
    [InlineData("\"value\":2", "\"value\":3")]
    [InlineData("\"type\":4", "\"type\":10")]
    public async Task Every_difference_counts(string from, string to)
    {
        var (sync, _) = await SyncAsync($"[{AskAsDiscordTellsIt.Replace(from, to, StringComparison.Ordinal)}]", s_ask);
        Assert.Equal(new CommandSync(0, 1, 0, 0), sync);
    }
}
