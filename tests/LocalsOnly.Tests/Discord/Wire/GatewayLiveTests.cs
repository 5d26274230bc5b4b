using System.Text;
using LocalsOnly.Discord.Gateway;
using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Tests.Discord.Wire;

public sealed class GatewayLiveTests
{
    private const int Never = 1_000_000_000;

    private static string Said(int id, string text = "x") => $$"""{"id":"{{id}}","channel_id":"7","content":"{{text}}","author":{"id":"3","username":"ada"} }""";

    [Fact]
    public async Task Heartbeats_carry_the_last_sequence_number_and_their_acknowledgement_is_the_latency()
    {
        await using var scene = await GatewayScene.StartInRealTimeAsync();
        var socket = await scene.Discord.NextAsync();
        await socket.BeginAsync(interval: 150);
        var beat = await socket.ReceiveAsync(1);
        Assert.Equal(1, beat.GetInt32());
        Assert.Null(scene.Bot.Health.AckAge);
        await socket.SendAsync("""{"op":11}""");
        await scene.UntilAsync(health => health is { AckAge: not null, Latency.Ticks: > 0 });
        await socket.ReceiveAsync(1);
    }

    [Fact]
    public async Task A_heartbeat_that_is_not_acknowledged_before_the_next_ends_the_connection_and_the_session_goes_on()
    {
        await using var scene = await GatewayScene.StartInRealTimeAsync();
        var first = await scene.Discord.NextAsync();
        await first.BeginAsync(interval: 50);
        Assert.True(await first.ClosedAsync() is { } code and not 1000 and not 1001, $"{first.CloseCode}");
        var second = await scene.Discord.NextAsync();
        await second.HelloAsync();
        await second.ReceiveAsync(6);
        Assert.Contains(scene.Log.All, line => line.Contains("stopped acknowledging heartbeats", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Asked_for_a_heartbeat_a_bot_beats_at_once()
    {
        await using var scene = await GatewayScene.StartAsync();
        var socket = await scene.Discord.NextAsync();
        await socket.BeginAsync(Never);
        await socket.DispatchAsync("MESSAGE_CREATE", 12, Said(1));
        await socket.SendAsync("""{"op":1,"d":null}""");
        Assert.Equal(12, (await socket.ReceiveAsync(1)).GetInt32());
    }

    [Fact]
    public async Task Payloads_may_come_in_pieces_and_be_large()
    {
        await using var scene = await GatewayScene.StartAsync();
        var socket = await scene.Discord.NextAsync();
        await socket.BeginAsync(Never);
        var text = string.Concat(Enumerable.Range(0, 60_000).Select(number => number.ToString("x", null)));
        await socket.SendAsync(Encoding.UTF8.GetBytes($$"""{"t":"MESSAGE_CREATE","s":2,"op":0,"d":{{Said(1, text)}} }"""), pieces: 3);
        await socket.DispatchAsync("MESSAGE_CREATE", 3, Said(2, "short"));
        Assert.Equal(text, (await scene.Heard.NextAsync<MessageCreated>()).Message.Content);
        Assert.Equal("short", (await scene.Heard.NextAsync<MessageCreated>()).Message.Content);
    }

    [Fact]
    public async Task A_payload_beyond_the_bound_is_passed_over_and_the_connection_lives()
    {
        await using var scene = await GatewayScene.StartAsync();
        var socket = await scene.Discord.NextAsync();
        await socket.BeginAsync(Never);
        await socket.DispatchAsync("MESSAGE_CREATE", 2, Said(1, new string('a', GatewaySocket.MostBytes)));
        await socket.DispatchAsync("MESSAGE_CREATE", 3, Said(2, "after it"));
        Assert.Equal("after it", (await scene.Heard.NextAsync<MessageCreated>()).Message.Content);
        Assert.Contains(scene.Log.All, line => line.Contains("passed over a payload of more than", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("this is no json")]
    [InlineData("[1,2]")]
    [InlineData("""{"t":"MESSAGE_CREATE","s":2,"op":0,"d":{"id":"not digits","channel_id":"7"}}""")]
    [InlineData("""{"t":"MESSAGE_CREATE","s":2,"op":0,"d":{"id":"5"}}""")]
    [InlineData("""{"t":"MESSAGE_CREATE","s":2,"op":0,"d":{"id":"5","channel_id":"7","content":"x","author":{"id":"3"},"mentions":[null]}}""")]
    [InlineData("""{"t":"INTERACTION_CREATE","s":2,"op":0,"d":{"id":"5","application_id":"7","type":77,"token":"x"}}""")]
    [InlineData("""{"t":"GUILD_CREATE","s":2,"op":0}""")]
    [InlineData("""{"t":"SOMETHING_NEW","s":2,"op":0,"d":{"a":1}}""")]
    [InlineData("""{"op":99,"d":{}}""")]
    public async Task What_cannot_be_read_is_passed_over_and_the_connection_lives(string payload)
    {
        await using var scene = await GatewayScene.StartAsync();
        var socket = await scene.Discord.NextAsync();
        await socket.BeginAsync(Never);
        await socket.SendAsync(payload);
        await socket.DispatchAsync("MESSAGE_CREATE", 3, Said(2, "after it"));
        Assert.Equal("after it", (await scene.Heard.NextAsync<MessageCreated>()).Message.Content);
    }

    [Fact]
    public async Task A_handler_that_fails_is_logged_and_gets_the_next_event()
    {
        var heard = new Heard();
        await using var scene = await GatewayScene.StartAsync(happened =>
            happened is MessageCreated { Message.Id.Value: 1 } ? throw new InvalidOperationException("a bug") : heard.Take(happened));
        var socket = await scene.Discord.NextAsync();
        await socket.BeginAsync(Never);
        await socket.DispatchAsync("MESSAGE_CREATE", 2, Said(1));
        await socket.DispatchAsync("MESSAGE_CREATE", 3, Said(2));
        Assert.Equal(2u, (await heard.NextAsync<MessageCreated>()).Message.Id.Value);
        Assert.Contains(scene.Log.All, line => line.StartsWith("Error", StringComparison.Ordinal) && line.Contains("a bug", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_handler_that_hangs_stops_no_heartbeat_even_when_no_more_events_fit()
    {
        var release = new TaskCompletionSource();
        var heard = new Heard();
        await using var scene = await GatewayScene.StartInRealTimeAsync(async happened =>
        {
            await release.Task;
            await heard.Take(happened);
        });
        var socket = await scene.Discord.NextAsync();
        await socket.BeginAsync(interval: 100);
        for (var i = 0; i < EventPump.Most + 10; i++) await socket.DispatchAsync("MESSAGE_CREATE", 2 + i, Said(1 + i));
        // Acknowledgements are not even read now; a bot that took that for silence would be gone after the second beat.
        for (var beats = 0; beats < 4; beats++)
        {
            await socket.ReceiveAsync(1);
            await socket.SendAsync("""{"op":11}""");
        }

        release.SetResult();
        for (var i = 0; i < EventPump.Most + 10; i++) Assert.Equal((ulong)(1 + i), (await heard.NextAsync<MessageCreated>()).Message.Id.Value);
        Assert.Equal(0, scene.Bot.Health.Reconnects);
    }

    [Fact]
    public async Task The_presence_is_said_with_the_identification_and_later_changes_are_merged()
    {
        await using var scene = await GatewayScene.StartAsync(script: _ => { });
        await scene.Bot.SetPresenceAsync(new Presence(PresenceStatus.Idle, "warming up"));
        var socket = await scene.Discord.NextAsync();
        var identify = await socket.BeginAsync(Never);
        Assert.Equal("""{"status":"idle","activities":[{"name":"Custom Status","type":4,"state":"warming up"}],"since":null,"afk":false}""", identify.GetProperty("presence").GetRawText());
        await scene.Heard.NextAsync<BotReady>();
        for (var i = 0; i < 5; i++)
        {
            await scene.Bot.SetPresenceAsync(new Presence(PresenceStatus.Online, $"{i}"));
            Assert.Equal($"{i}", (await socket.ReceiveAsync(3)).GetProperty("activities")[0].GetProperty("state").GetString());
        }

        // Five in 20 s: what is wanted now has to wait, and only the last of it is sent.
        await scene.Bot.SetPresenceAsync(new Presence(PresenceStatus.Online, "skipped"));
        await scene.Bot.SetPresenceAsync(new Presence(PresenceStatus.DoNotDisturb, ""));
        var at = scene.Clock.GetUtcNow();
        var update = await scene.PassUntilAsync(socket.ReceiveAsync(3));
        Assert.Equal("""{"status":"dnd","activities":[],"since":null,"afk":false}""", update.GetRawText());
        Assert.True(scene.Clock.GetUtcNow() - at >= TimeSpan.FromSeconds(20));
    }
}
