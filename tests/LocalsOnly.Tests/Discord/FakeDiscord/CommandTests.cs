using System.Text.Json;
using LocalsOnly.Simulation.Discord;

namespace LocalsOnly.Tests.Discord.FakeDiscord;

/// <summary>Commands keep their ids, say nothing superfluous, and have rules.</summary>
public sealed class CommandTests
{
    [Fact]
    public async Task Overwriting_keeps_the_ids_of_the_same_names_and_versions_of_the_same_definitions()
    {
        await using var house = await FakeHouse.StartAsync(new SimulatedDiscordOptions { Limits = SimulatedLimits.None });
        var path = $"applications/{house.Bot.ApplicationId}/commands";

        var (_, first) = await house.SendAsync("PUT", path, """[{"name":"ask","description":"Asks","options":[{"type":3,"name":"q","description":"What","required":false,"choices":[]}]},{"name":"old","description":"Goes"}]""");
        var (_, second) = await house.SendAsync("PUT", path, """[{"name":"new","description":"Comes"},{"name":"ask","description":"Asks","options":[{"type":3,"name":"q","description":"What"}]}]""");
        var (_, third) = await house.SendAsync("PUT", path, """[{"name":"ask","description":"Asks more"}]""");

        Assert.Equal("""[{"type":3,"name":"q","description":"What"}]""", first[0].GetProperty("options").GetRawText());
        Assert.Equal(Of(first[0], "id", "version"), Of(second[1], "id", "version"));
        Assert.Equal(Of(first[0], "id"), Of(third[0], "id"));
        Assert.NotEqual(Of(first[0], "version"), Of(third[0], "version"));
        Assert.Equal(["ask"], house.Bot.CommandNames);
        Assert.Empty(house.Discord.Violations);
    }

    [Fact]
    public async Task Commands_are_made_read_changed_and_removed_one_by_one_everywhere_and_in_a_server()
    {
        await using var house = await FakeHouse.StartAsync();
        foreach (var path in (string[])[$"applications/{house.Bot.ApplicationId}/commands", $"applications/{house.Bot.ApplicationId}/guilds/{house.Guild.Id}/commands"])
        {
            var (created, command) = await house.PostAsync(path, """{"name":"ask","description":"Asks"}""");
            var (again, _) = await house.PostAsync(path, """{"name":"ask","description":"Asks again"}""");
            var one = $"{path}/{command.GetProperty("id").GetString()}";
            var (_, changed) = await house.SendAsync("PATCH", one, """{"description":"Changed"}""");
            var (_, list) = await house.GetAsync(path);
            var (removed, _) = await house.SendAsync("DELETE", one);

            Assert.Equal((201, 200, 204), (created, again, removed));
            Assert.Equal(("Changed", 1), (changed.GetProperty("description").GetString(), list.GetArrayLength()));
            Assert.Equal((404, 10063), await house.RefusedAsync("GET", one));
        }

        Assert.Empty(house.Discord.Violations);
    }

    [Theory]
    [InlineData("""{"name":"Ask","description":"x"}""", "name: Command name is invalid")]
    [InlineData("""{"name":"two words","description":"x"}""", "name: Command name is invalid")]
    [InlineData("""{"name":"a-name-that-is-longer-than-thirty-two","description":"x"}""", "name: Must be between 1 and 32")]
    [InlineData("""{"name":"ask"}""", "description: This field is required")]
    [InlineData("""{"name":"ask","description":"x","options":[{"type":3,"name":"a","description":"x"},{"type":3,"name":"b","description":"x","required":true}]}""", "options.1.required: Required options must be placed before")]
    [InlineData("""{"name":"ask","description":"x","options":[{"type":3,"name":"a","description":"x"},{"type":3,"name":"a","description":"x"}]}""", "options.1.name: Option name already exists")]
    [InlineData("""{"name":"ask","description":"x","options":[{"type":3,"name":"a","description":"x"},{"type":1,"name":"b","description":"x"}]}""", "options.1.type")]
    [InlineData("""{"name":"ask","description":"x","options":[{"type":3,"name":"a","description":"x","autocomplete":true,"choices":[{"name":"c","value":"c"}]}]}""", "options.0.autocomplete")]
    [InlineData("""{"name":"ask","description":"x","options":[{"type":12,"name":"a","description":"x"}]}""", "options.0.type: Value must be one of")]
    public async Task A_command_that_breaks_a_rule_is_refused_where_it_breaks_it(string body, string sentence)
    {
        await using var house = await FakeHouse.StartAsync();

        Assert.Equal((400, 50035), await house.RefusedAsync("POST", $"applications/{house.Bot.ApplicationId}/commands", body));

        Assert.Contains(sentence, Assert.Single(house.Discord.Violations), StringComparison.Ordinal);
        Assert.Empty(house.Bot.CommandNames);
    }

    [Fact]
    public async Task Another_applications_commands_are_nobody_elses_and_more_than_100_are_too_many()
    {
        await using var house = await FakeHouse.StartAsync();
        var many = JsonSerializer.Serialize(Enumerable.Range(0, 101).Select(i => new { name = $"c{i}", description = "x" }));

        Assert.Equal((403, 20012), await house.RefusedAsync("GET", $"applications/{house.Bot.Id}/commands"));
        Assert.Equal((400, 30032), await house.RefusedAsync("PUT", $"applications/{house.Bot.ApplicationId}/commands", many));
    }

    private static string Of(JsonElement command, params string[] names) => string.Join(' ', names.Select(name => command.GetProperty(name).GetString()));
}
