using LocalsOnly.Simulation.Discord;

namespace LocalsOnly.Tests.Discord.FakeDiscord;

/// <summary>What a bot may not do, and what is not there.</summary>
public sealed class AccessTests
{
    [Fact]
    public async Task A_hidden_channel_is_50001_and_a_silent_one_50013_and_both_are_told()
    {
        await using var house = await FakeHouse.StartAsync();
        var (gateway, _) = await RawGateway.IdentifyAsync(house.Discord, house.Bot);
        using var held = gateway;

        house.Channel.HideFrom(house.Bot);
        Assert.Equal("1024", (await gateway.EventAsync("CHANNEL_UPDATE")).GetProperty("permission_overwrites")[0].GetProperty("deny").GetString());
        Assert.Equal((403, 50001), await house.RefusedAsync("POST", house.Messages, """{"content":"x"}"""));
        Assert.Equal((403, 50001), await house.RefusedAsync("GET", $"channels/{house.Channel.Id}"));
        house.Discord.Say(house.Ana, house.Channel, "unheard");
        house.Channel.ShowTo(house.Bot);
        house.Channel.Silence(house.Bot);
        Assert.Equal((403, 50013), await house.RefusedAsync("POST", house.Messages, """{"content":"x"}"""));
        Assert.Equal(200, (await house.GetAsync(house.Messages)).Status);
        house.Discord.Say(house.Ana, house.Channel, "heard");

        Assert.Equal("heard", (await gateway.EventAsync("MESSAGE_CREATE")).GetProperty("content").GetString());
        Assert.Equal(3, house.Discord.InvalidRequests);
        Assert.Empty(house.Discord.Violations);
    }

    [Fact]
    public async Task Closed_direct_messages_are_50007_and_so_are_other_bots()
    {
        await using var house = await FakeHouse.StartAsync();
        var other = house.Discord.AddBot("Kelly");
        house.Ana.AcceptsDirectMessages = false;

        var (_, channel) = await house.PostAsync("users/@me/channels", $$"""{"recipient_id":"{{house.Ana.Id}}"}""");

        Assert.Equal((1, $"{house.Ana.Id}"), (channel.GetProperty("type").GetInt32(), channel.GetProperty("recipients")[0].GetProperty("id").GetString()));
        Assert.Equal((403, 50007), await house.RefusedAsync("POST", $"channels/{channel.GetProperty("id").GetString()}/messages", """{"content":"x"}"""));
        Assert.Equal((403, 50007), await house.RefusedAsync("POST", "users/@me/channels", $$"""{"recipient_id":"{{other.Id}}"}"""));
        Assert.Equal((404, 10013), await house.RefusedAsync("POST", "users/@me/channels", """{"recipient_id":"1"}"""));
    }

    [Theory]
    [InlineData("GET", "channels/1", 404, 10003)]
    [InlineData("GET", "channels/abc", 400, 50035)]
    [InlineData("GET", "guilds/1", 404, 10004)]
    [InlineData("GET", "users/1", 404, 10013)]
    [InlineData("GET", "nothing", 404, 0)]
    [InlineData("PUT", "users/@me/channels", 405, 0)]
    public async Task What_is_not_there_has_its_own_code(string method, string path, int status, int code)
    {
        await using var house = await FakeHouse.StartAsync();

        Assert.Equal((status, code), await house.RefusedAsync(method, path));
    }

    [Fact]
    public async Task Only_the_author_changes_a_message_and_only_a_moderator_deletes_anothers()
    {
        await using var house = await FakeHouse.StartAsync();
        var said = house.Discord.Say(house.Ana, house.Channel, "mine");
        var path = $"{house.Messages}/{said}";

        Assert.Equal((403, 50005), await house.RefusedAsync("PATCH", path, """{"content":"yours"}"""));
        Assert.Equal((403, 50013), await house.RefusedAsync("DELETE", path));
        house.Bot.ManagesMessages = true;
        Assert.Equal(204, (await house.SendAsync("DELETE", path)).Status);
        Assert.Equal((404, 10008), await house.RefusedAsync("DELETE", path));
    }

    [Fact]
    public async Task A_request_without_a_bots_token_is_401_and_one_without_its_user_agent_is_told()
    {
        await using var house = await FakeHouse.StartAsync();

        Assert.Equal((401, 0), await house.RefusedAsync("GET", "users/@me", token: "wrong"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "users/@me");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bot {house.Bot.Token}");
        using var response = await house.Http.SendAsync(request);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Contains("user agent", Assert.Single(house.Discord.Violations), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reactions_and_threads_are_refused_where_they_make_no_sense()
    {
        await using var house = await FakeHouse.StartAsync(new SimulatedDiscordOptions { Limits = SimulatedLimits.None });
        var said = house.Discord.Say(house.Ana, house.Channel, "hello");
        var direct = house.Discord.DirectChannel(house.Bot, house.Ana);
        var whispered = house.Discord.Say(house.Ana, direct, "psst");

        Assert.Equal(204, (await house.SendAsync("PUT", $"{house.Messages}/{said}/reactions/%F0%9F%91%8D/@me")).Status);
        Assert.Equal("👍", house.Channel.Message(said)!.Reactions.Single().Emoji);
        Assert.Equal((400, 10014), await house.RefusedAsync("PUT", $"{house.Messages}/{said}/reactions/thumbsup/@me"));
        Assert.Equal(204, (await house.SendAsync("DELETE", $"{house.Messages}/{said}/reactions/%F0%9F%91%8D/@me")).Status);
        Assert.Equal(201, (await house.PostAsync($"{house.Messages}/{said}/threads", """{"name":"aside"}""")).Status);
        Assert.Equal((400, 160004), await house.RefusedAsync("POST", $"{house.Messages}/{said}/threads", """{"name":"again"}"""));
        Assert.Equal((400, 50024), await house.RefusedAsync("POST", $"channels/{direct.Id}/messages/{whispered}/threads", """{"name":"aside"}"""));
        Assert.Equal((400, 50035), await house.RefusedAsync("POST", $"{house.Messages}/{said}/threads", """{"name":""}"""));
    }
}
