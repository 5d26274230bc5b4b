using LocalsOnly.Simulation.Discord;

namespace LocalsOnly.Tests.Discord.FakeDiscord;

/// <summary>A client of the gateway that breaks a rule is closed with the code that Discord documents for it.</summary>
public sealed class GatewayRefusalTests
{
    [Theory]
    [InlineData("""{"op":99,"d":null}""", 4001)]
    [InlineData("not json", 4002)]
    [InlineData("""["op"]""", 4002)]
    [InlineData("""{"op":2,"d":{"intents":1}}""", 4002)]
    [InlineData("""{"op":2,"d":{"token":"x","intents":1,"properties":{"os":"linux"}}}""", 4002)]
    [InlineData("""{"op":3,"d":{"since":null,"activities":[],"status":"online","afk":false}}""", 4003)]
    [InlineData("""{"op":8,"d":{"guild_id":"1","query":"","limit":0}}""", 4003)]
    public async Task A_payload_that_is_wrong_before_identifying_closes_the_socket(string payload, int code)
    {
        await using var house = await FakeHouse.StartAsync();
        using var gateway = await RawGateway.OpenAsync(house.Discord);

        await gateway.SendAsync(payload);

        Assert.Equal(code, await gateway.ClosedAsync());
        Assert.NotEmpty(house.Discord.Violations);
    }

    [Fact]
    public async Task A_token_that_is_none_is_4004()
    {
        await using var house = await FakeHouse.StartAsync();
        using var gateway = await RawGateway.OpenAsync(house.Discord);

        await gateway.SendAsync(RawGateway.Identify("wrong"));

        Assert.Equal((4004, "Authentication failed."), (await gateway.ClosedAsync(), gateway.CloseReason));
    }

    [Theory]
    [InlineData(1 << 30, 4013)]
    [InlineData(1 << 18, 4013)]
    [InlineData(Intents.MessageContent, 4014)]
    [InlineData(1 << 1, 4014)]
    [InlineData(1 << 8, 4014)]
    public async Task Intents_that_do_not_exist_or_are_not_allowed_are_4013_and_4014(int intents, int code)
    {
        await using var house = await FakeHouse.StartAsync();
        house.Bot.MessageContentAllowed = false;
        using var gateway = await RawGateway.OpenAsync(house.Discord);

        await gateway.SendAsync(RawGateway.Identify(house.Bot.Token, intents));

        Assert.Equal(code, await gateway.ClosedAsync());
    }

    [Fact]
    public async Task Identifying_twice_is_4005()
    {
        await using var house = await FakeHouse.StartAsync();
        var (gateway, _) = await RawGateway.IdentifyAsync(house.Discord, house.Bot);
        using var held = gateway;

        await gateway.SendAsync(RawGateway.Identify(house.Bot.Token));

        Assert.Equal(4005, await gateway.ClosedAsync());
    }

    [Fact]
    public async Task More_than_120_payloads_in_a_minute_are_4008()
    {
        await using var house = await FakeHouse.StartAsync();
        var (gateway, _) = await RawGateway.IdentifyAsync(house.Discord, house.Bot);
        using var held = gateway;

        for (var i = 0; i < 119; i++)
            await gateway.SendAsync("""{"op":1,"d":null}""");
        await gateway.NextAsync(11);
        house.Advance(60);
        for (var i = 0; i < 121; i++)
            await gateway.SendAsync("""{"op":1,"d":null}""");

        Assert.Equal(4008, await gateway.ClosedAsync());
        Assert.Contains("120 payloads", Assert.Single(house.Discord.Violations), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_payload_of_more_than_4096_bytes_is_4002_and_so_is_one_that_is_not_text()
    {
        await using var house = await FakeHouse.StartAsync();
        using var tooLong = await RawGateway.OpenAsync(house.Discord);
        using var binary = await RawGateway.OpenAsync(house.Discord);

        await tooLong.SendAsync($$"""{"op":1,"d":null,"x":"{{new string('x', 4096)}}"}""");
        await binary.SendAsync([131, 100]);

        Assert.Equal((4002, 4002), (await tooLong.ClosedAsync(), await binary.ClosedAsync()));
    }

    [Fact]
    public async Task A_client_that_stops_beating_is_4009_and_its_session_is_gone()
    {
        await using var house = await FakeHouse.StartAsync(new SimulatedDiscordOptions { HeartbeatInterval = TimeSpan.FromSeconds(10) });
        var (gateway, ready) = await RawGateway.IdentifyAsync(house.Discord, house.Bot);
        using var held = gateway;

        house.Advance(10);
        await gateway.SendAsync("""{"op":1,"d":1}""");
        await gateway.NextAsync(11);
        house.Advance(14);
        Assert.Equal(1, house.Bot.Connections);
        house.Advance(2);

        Assert.Equal(4009, await gateway.ClosedAsync());
        using var second = await RawGateway.OpenAsync(house.Discord, "/resume?v=10&encoding=json");
        await second.SendAsync(RawGateway.Resume(house.Bot.Token, ready.GetProperty("session_id").GetString()!, 1));
        Assert.False((await second.NextAsync(9)).GetProperty("d").GetBoolean());
    }

    [Fact]
    public async Task Another_version_is_4012()
    {
        await using var house = await FakeHouse.StartAsync();
        using var gateway = await RawGateway.OpenAsync(house.Discord, "/?v=6&encoding=json");

        Assert.Equal(4012, await gateway.ClosedAsync());
    }

    [Fact]
    public async Task A_presence_that_is_none_is_4002()
    {
        await using var house = await FakeHouse.StartAsync();
        var (gateway, _) = await RawGateway.IdentifyAsync(house.Discord, house.Bot);
        using var held = gateway;
        await gateway.SendAsync("""{"op":3,"d":{"since":null,"activities":[{"name":"the tide","type":3}],"status":"dnd","afk":false}}""");
        await house.Discord.WaitForAsync(() => house.Bot.Presence == new SimulatedPresence("dnd", "the tide"));

        await gateway.SendAsync("""{"op":3,"d":{"since":null,"activities":[],"status":"busy","afk":false}}""");

        Assert.Equal(4002, await gateway.ClosedAsync());
        Assert.Contains("status", Assert.Single(house.Discord.Violations), StringComparison.Ordinal);
    }
}
