using System.Text.Json;
using LocalsOnly.Simulation.Discord;

namespace LocalsOnly.Tests.Discord.FakeDiscord;

/// <summary>What becomes of a session, and what a bot may begin.</summary>
public sealed class SessionTests
{
    [Fact]
    public async Task A_resume_that_comes_after_more_than_is_kept_gets_op_9()
    {
        await using var house = await FakeHouse.StartAsync(new SimulatedDiscordOptions { ReplayedEvents = 3 });
        var (session, sequence) = await DropAsync(house);
        for (var i = 0; i < 5; i++)
            house.Discord.Say(house.Ana, house.Channel, $"{i}");

        using var gateway = await RawGateway.OpenAsync(house.Discord, "/resume?v=10&encoding=json");
        await gateway.SendAsync(RawGateway.Resume(house.Bot.Token, session, sequence));

        Assert.False((await gateway.NextAsync(9)).GetProperty("d").GetBoolean());
        Assert.Equal(0, house.Bot.Resumes);
    }

    [Fact]
    public async Task A_resume_after_an_event_that_there_was_not_is_4007()
    {
        await using var house = await FakeHouse.StartAsync();
        var (session, sequence) = await DropAsync(house);

        using var gateway = await RawGateway.OpenAsync(house.Discord, "/resume?v=10&encoding=json");
        await gateway.SendAsync(RawGateway.Resume(house.Bot.Token, session, sequence + 1));

        Assert.Equal(4007, await gateway.ClosedAsync());
        Assert.Single(house.Discord.Violations);
    }

    [Fact]
    public async Task A_heartbeat_before_a_resume_names_the_last_event_of_the_socket_before()
    {
        await using var house = await FakeHouse.StartAsync();
        var (session, sequence) = await DropAsync(house);

        using var gateway = await RawGateway.OpenAsync(house.Discord, "/resume?v=10&encoding=json");
        await gateway.SendAsync($$"""{"op":1,"d":{{sequence}}}""");
        await gateway.NextAsync(11);
        await gateway.SendAsync(RawGateway.Resume(house.Bot.Token, session, sequence));
        await gateway.EventAsync("RESUMED");
        Assert.Empty(house.Discord.Violations);

        await gateway.SendAsync($$"""{"op":1,"d":{{sequence + 100}}}""");
        await gateway.NextAsync(11);
        Assert.Single(house.Discord.Violations);
    }

    [Fact]
    public async Task A_session_without_a_socket_ends_after_a_while()
    {
        await using var house = await FakeHouse.StartAsync();
        var (session, sequence) = await DropAsync(house);
        house.Advance(181);

        using var gateway = await RawGateway.OpenAsync(house.Discord, "/resume?v=10&encoding=json");
        await gateway.SendAsync(RawGateway.Resume(house.Bot.Token, session, sequence));

        Assert.False((await gateway.NextAsync(9)).GetProperty("d").GetBoolean());
    }

    [Theory]
    [InlineData(1000, 0)]
    [InlineData(4000, 1)]
    public async Task Closing_with_1000_ends_a_session_and_closing_with_4000_keeps_it(int code, int resumes)
    {
        await using var house = await FakeHouse.StartAsync();
        var (first, ready) = await RawGateway.IdentifyAsync(house.Discord, house.Bot);
        using var closed = first;
        await first.CloseAsync(code);
        await house.Discord.WaitForAsync(() => house.Bot.Connections == 0);

        using var gateway = await RawGateway.OpenAsync(house.Discord, "/resume?v=10&encoding=json");
        await gateway.NextAsync(10);
        await gateway.SendAsync(RawGateway.Resume(house.Bot.Token, ready.GetProperty("session_id").GetString()!, 2));
        var answer = await gateway.NextAsync();

        Assert.Equal((resumes, resumes == 1 ? 0 : 9), (house.Bot.Resumes, answer.GetProperty("op").GetInt32()));
    }

    [Fact]
    public async Task Resuming_elsewhere_than_READY_said_works_and_is_told()
    {
        await using var house = await FakeHouse.StartAsync();
        var (session, sequence) = await DropAsync(house);

        using var gateway = await RawGateway.OpenAsync(house.Discord);
        await gateway.SendAsync(RawGateway.Resume(house.Bot.Token, session, sequence));

        await gateway.EventAsync("RESUMED");
        Assert.Contains("resume_gateway_url", Assert.Single(house.Discord.Violations), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Op_7_op_1_and_stopped_acks_reach_the_bot_that_they_are_for()
    {
        await using var house = await FakeHouse.StartAsync();
        var (gateway, _) = await RawGateway.IdentifyAsync(house.Discord, house.Bot);
        using var held = gateway;

        house.Discord.AskToReconnect(house.Bot);
        await gateway.NextAsync(7);
        house.Discord.AskForHeartbeat(house.Bot);
        await gateway.NextAsync(1);
        house.Discord.StopAcks(house.Bot);
        await gateway.SendAsync("""{"op":1,"d":2}""");
        await house.Discord.WaitForAsync(() => house.Bot.Heartbeats == 1);
        house.Discord.CloseWith(house.Bot, 4000);

        // The acknowledgement would have been before the close.
        Assert.Equal(JsonValueKind.Undefined, (await LastAsync(gateway)).ValueKind);
        Assert.Equal(4000, (int)gateway.CloseStatus!.Value);
    }

    [Fact]
    public async Task Identifying_again_within_five_seconds_gets_op_9()
    {
        await using var house = await FakeHouse.StartAsync();
        var (first, _) = await RawGateway.IdentifyAsync(house.Discord, house.Bot);
        using var held = first;
        using var second = await RawGateway.OpenAsync(house.Discord);

        await second.SendAsync(RawGateway.Identify(house.Bot.Token));
        Assert.False((await second.NextAsync(9)).GetProperty("d").GetBoolean());
        house.Advance(5);
        await second.SendAsync(RawGateway.Identify(house.Bot.Token));

        await second.EventAsync("READY");
        Assert.Single(house.Discord.Violations);
    }

    [Fact]
    public async Task Session_starts_are_counted_and_one_too_many_costs_the_token()
    {
        await using var house = await FakeHouse.StartAsync(new SimulatedDiscordOptions { SessionStarts = 2, IdentifyInterval = TimeSpan.Zero });
        var token = house.Bot.Token;
        for (var i = 0; i < 2; i++)
        {
            var (gateway, _) = await RawGateway.IdentifyAsync(house.Discord, house.Bot);
            gateway.Dispose();
        }

        var (_, limit) = await house.GetAsync("gateway/bot");
        using var third = await RawGateway.OpenAsync(house.Discord);
        await third.SendAsync(RawGateway.Identify(token));

        Assert.Equal((2, 0, 1), (Start("total"), Start("remaining"), Start("max_concurrency")));
        Assert.Equal(4004, await third.ClosedAsync());
        Assert.Equal((401, 0), await house.RefusedAsync("GET", "users/@me", token: token));
        Assert.Equal(200, (await house.GetAsync("users/@me")).Status);

        int Start(string name) => limit.GetProperty("session_start_limit").GetProperty(name).GetInt32();
    }

    private static async Task<(string Session, int Sequence)> DropAsync(FakeHouse house)
    {
        var (gateway, ready) = await RawGateway.IdentifyAsync(house.Discord, house.Bot);
        using var dropped = gateway;
        var sequence = (await gateway.FrameAsync("GUILD_CREATE")).GetProperty("s").GetInt32();
        house.Discord.DropSockets(house.Bot);
        await house.Discord.WaitForAsync(() => house.Bot.Connections == 0);
        return (ready.GetProperty("session_id").GetString()!, sequence);
    }

    /// <summary>The last frame before the close that is no event; undefined for none.</summary>
    private static async Task<JsonElement> LastAsync(RawGateway gateway)
    {
        JsonElement last = default;
        while (await gateway.NextAsync() is { ValueKind: JsonValueKind.Object } frame)
            if (frame.GetProperty("op").GetInt32() != 0) last = frame;
        return last;
    }
}
