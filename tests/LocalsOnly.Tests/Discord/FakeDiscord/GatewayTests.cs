using System.Text.Json;
using LocalsOnly.Simulation.Discord;

namespace LocalsOnly.Tests.Discord.FakeDiscord;

public sealed class GatewayTests
{
    [Fact]
    public async Task Hello_comes_first_then_READY_then_each_server_with_its_channels()
    {
        await using var house = await FakeHouse.StartAsync(new SimulatedDiscordOptions { HeartbeatInterval = TimeSpan.FromSeconds(30) });
        using var gateway = await RawGateway.OpenAsync(house.Discord);

        var hello = await gateway.NextAsync();
        await gateway.SendAsync(RawGateway.Identify(house.Bot.Token));
        var ready = await gateway.NextAsync();
        var guild = await gateway.NextAsync();

        Assert.Equal((10, 30_000), (hello.GetProperty("op").GetInt32(), hello.GetProperty("d").GetProperty("heartbeat_interval").GetInt32()));
        Assert.Equal(("READY", 1), (ready.GetProperty("t").GetString(), ready.GetProperty("s").GetInt32()));
        Assert.Equal($"{house.Bot.ApplicationId}", ready.GetProperty("d").GetProperty("application").GetProperty("id").GetString());
        Assert.Equal($"{house.Bot.Id}", ready.GetProperty("d").GetProperty("user").GetProperty("id").GetString());
        Assert.True(ready.GetProperty("d").GetProperty("guilds")[0].GetProperty("unavailable").GetBoolean());
        Assert.Equal(("GUILD_CREATE", 2), (guild.GetProperty("t").GetString(), guild.GetProperty("s").GetInt32()));
        Assert.Equal("trading", guild.GetProperty("d").GetProperty("channels")[0].GetProperty("name").GetString());
        Assert.Empty(house.Discord.Violations);
    }

    [Fact]
    public async Task A_heartbeat_is_acknowledged_and_counted()
    {
        await using var house = await FakeHouse.StartAsync();
        var (gateway, _) = await RawGateway.IdentifyAsync(house.Discord, house.Bot);
        using var held = gateway;

        await gateway.SendAsync("""{"op":1,"d":2}""");

        await gateway.NextAsync(11);
        Assert.Equal(1, house.Bot.Heartbeats);
        Assert.Empty(house.Discord.Violations);
    }

    [Fact]
    public async Task What_a_session_missed_is_replayed_in_order_before_RESUMED()
    {
        await using var house = await FakeHouse.StartAsync();
        var (first, ready) = await RawGateway.IdentifyAsync(house.Discord, house.Bot);
        using var dropped = first;
        var session = ready.GetProperty("session_id").GetString()!;
        Assert.EndsWith("/resume", ready.GetProperty("resume_gateway_url").GetString(), StringComparison.Ordinal);
        var last = (await first.FrameAsync("GUILD_CREATE")).GetProperty("s").GetInt32();
        house.Discord.DropSockets(house.Bot);
        await house.Discord.WaitForAsync(() => house.Bot.Connections == 0);
        foreach (var text in (string[])["one", "two", "three"])
            house.Discord.Say(house.Ana, house.Channel, text);

        using var second = await RawGateway.OpenAsync(house.Discord, "/resume?v=10&encoding=json");
        await second.NextAsync(10);
        await second.SendAsync(RawGateway.Resume(house.Bot.Token, session, last));

        foreach (var text in (string[])["one", "two", "three"])
        {
            var frame = await second.NextAsync();
            Assert.Equal((++last, text), (frame.GetProperty("s").GetInt32(), frame.GetProperty("d").GetProperty("content").GetString()));
        }

        Assert.Equal("RESUMED", (await second.NextAsync()).GetProperty("t").GetString());
        Assert.Equal((1, 1), (house.Bot.Identifies, house.Bot.Resumes));
        Assert.Empty(house.Discord.Violations);
    }

    [Fact]
    public async Task Compressed_frames_share_one_context_and_say_the_same()
    {
        await using var house = await FakeHouse.StartAsync();
        var (gateway, ready) = await RawGateway.IdentifyAsync(house.Discord, house.Bot, path: "/?v=10&encoding=json&compress=zlib-stream");
        using var held = gateway;

        house.Discord.Say(house.Ana, house.Channel, "pressed");

        Assert.Equal(10, ready.GetProperty("v").GetInt32());
        Assert.Equal("pressed", (await gateway.EventAsync("MESSAGE_CREATE")).GetProperty("content").GetString());
    }

    [Fact]
    public async Task A_message_that_a_bot_sends_comes_back_to_it_with_its_nonce_and_to_others_without()
    {
        await using var house = await FakeHouse.StartAsync();
        var other = house.Discord.AddBot("Kelly");
        var (mine, _) = await RawGateway.IdentifyAsync(house.Discord, house.Bot);
        var (theirs, _) = await RawGateway.IdentifyAsync(house.Discord, other);
        using var first = mine;
        using var second = theirs;

        var (status, answer) = await house.PostAsync(house.Messages, """{"content":"hello","nonce":"n1","enforce_nonce":true}""");

        Assert.Equal((200, "n1"), (status, answer.GetProperty("nonce").GetString()));
        Assert.Equal("n1", (await mine.EventAsync("MESSAGE_CREATE")).GetProperty("nonce").GetString());
        Assert.False((await theirs.EventAsync("MESSAGE_CREATE")).TryGetProperty("nonce", out _));
        Assert.Empty(house.Discord.Violations);
    }

    [Fact]
    public async Task Messages_are_changed_read_and_typed_for_as_documented()
    {
        await using var house = await FakeHouse.StartAsync();
        var (_, sent) = await house.PostAsync(house.Messages, """{"content":"hello"}""");
        var id = sent.GetProperty("id").GetString();
        house.Advance(2);

        var (edited, answer) = await house.SendAsync("PATCH", $"{house.Messages}/{id}", """{"content":"changed"}""");
        var (typed, _) = await house.PostAsync($"channels/{house.Channel.Id}/typing", "{}");
        var (_, got) = await house.GetAsync($"{house.Messages}/{id}");

        Assert.Equal((200, 204), (edited, typed));
        Assert.Equal("changed", answer.GetProperty("content").GetString());
        Assert.Equal("2026-06-22T12:00:02.000000+00:00", got.GetProperty("edited_timestamp").GetString());
        Assert.Equal(["hello"], house.Channel.Newest!.Edits.Select(edit => edit.Content));
        Assert.Equal(house.Bot, house.Channel.Typing.Single().By);
        Assert.Empty(house.Discord.Violations);
    }
}
