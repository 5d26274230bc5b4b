using LocalsOnly.Discord.Gateway;
using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Tests.Discord.Wire;

public sealed class GatewayReconnectTests
{
    private const int Never = 1_000_000_000;

    private static string Said(int id) => $$"""{"id":"{{id}}","channel_id":"7","content":"x","author":{"id":"3","username":"ada"} }""";

    [Fact]
    public async Task A_dropped_connection_is_resumed_where_discord_said_after_the_last_event()
    {
        await using var scene = await GatewayScene.StartAsync();
        var first = await scene.Discord.NextAsync();
        await first.BeginAsync(Never, resumeAt: scene.Discord.Gateway + "/elsewhere");
        await first.DispatchAsync("MESSAGE_CREATE", 41, Said(1));
        await scene.Heard.NextAsync<MessageCreated>();
        first.Drop();

        var second = await scene.PassUntilAsync(scene.Discord.NextAsync());
        Assert.Equal("/gateway/elsewhere", second.Path);
        Assert.Equal(first.Query, second.Query);
        await second.HelloAsync(Never);
        var resume = await second.ReceiveAsync(6);
        Assert.Equal((ScriptedDiscord.Token, "s1", 41), (resume.GetProperty("token").GetString(), resume.GetProperty("session_id").GetString(), resume.GetProperty("seq").GetInt32()));
        await second.DispatchAsync("MESSAGE_CREATE", 42, Said(2));
        await second.DispatchAsync("RESUMED", 43, "{}");
        Assert.Equal(2u, (await scene.Heard.NextAsync<MessageCreated>()).Message.Id.Value);
        var ready = await scene.Heard.NextAsync<BotReady>();
        Assert.True(ready.Resumed);
        Assert.Equal((new Snowflake(100), new Snowflake(101)), (ready.Self.Id, ready.Application));
        Assert.Equal(1, scene.Bot.Health.Reconnects);
        Assert.Single(scene.Discord.Requests, "GET /api/v10/gateway/bot");
    }

    [Fact]
    public async Task An_event_that_found_no_room_before_the_line_was_cut_is_asked_for_again()
    {
        var release = new TaskCompletionSource();
        await using var scene = await GatewayScene.StartAsync(_ => new ValueTask(release.Task));
        var first = await scene.Discord.NextAsync();
        await first.BeginAsync();
        // The first event is being handled, as many as fit wait, and one more finds no room.
        var last = 1 + EventPump.Most;
        for (var sequence = 2; sequence <= last + 1; sequence++) await first.DispatchAsync("MESSAGE_CREATE", sequence, Said(sequence));
        for (var i = 0; i < 1000 && !scene.Log.All.Any(line => line.Contains("reads no more until there is room", StringComparison.Ordinal)); i++) await Task.Delay(10);
        first.Drop();
        var second = await scene.PassUntilAsync(scene.Discord.NextAsync());
        await second.HelloAsync(Never);
        Assert.Equal(last, (await second.ReceiveAsync(6)).GetProperty("seq").GetInt32());
        release.SetResult();
    }

    [Fact]
    public async Task Asked_to_connect_anew_a_bot_leaves_with_a_code_that_keeps_the_session_and_resumes()
    {
        await using var scene = await GatewayScene.StartAsync();
        var first = await scene.Discord.NextAsync();
        await first.BeginAsync(Never);
        await first.SendAsync("""{"op":7,"d":null}""");
        Assert.True(await first.ClosedAsync() is { } code and not 1000 and not 1001, $"{first.CloseCode}");
        var second = await scene.PassUntilAsync(scene.Discord.NextAsync());
        await second.HelloAsync(Never);
        Assert.Equal(1, (await second.ReceiveAsync(6)).GetProperty("seq").GetInt32());
    }

    [Fact]
    public async Task A_refused_session_is_begun_anew_after_a_pause_and_says_that_events_were_missed()
    {
        await using var scene = await GatewayScene.StartAsync();
        var first = await scene.Discord.NextAsync();
        await first.BeginAsync(Never);
        await scene.Heard.NextAsync<BotReady>();
        var at = scene.Clock.GetUtcNow();
        await first.SendAsync("""{"op":9,"d":false}""");
        await first.ClosedAsync();
        var second = await scene.PassUntilAsync(scene.Discord.NextAsync());
        Assert.True(scene.Clock.GetUtcNow() - at >= TimeSpan.FromSeconds(5), "Two sessions were begun less than 5 s apart.");
        await second.BeginAsync(Never, "s2");
        Assert.False((await scene.Heard.NextAsync<BotReady>()).Resumed);
        Assert.Equal(2, scene.Discord.Requests.Count(request => request == "GET /api/v10/gateway/bot"));
    }

    [Fact]
    public async Task A_session_that_is_invalid_for_now_is_resumed()
    {
        await using var scene = await GatewayScene.StartAsync();
        var first = await scene.Discord.NextAsync();
        await first.BeginAsync(Never);
        await first.SendAsync("""{"op":9,"d":true}""");
        await first.ClosedAsync();
        var second = await scene.PassUntilAsync(scene.Discord.NextAsync());
        await second.HelloAsync(Never);
        Assert.Equal("s1", (await second.ReceiveAsync(6)).GetProperty("session_id").GetString());
    }

    [Theory]
    [InlineData(4007)]
    [InlineData(4009)]
    public async Task After_a_close_code_that_ends_the_session_a_new_one_is_begun(int code)
    {
        await using var scene = await GatewayScene.StartAsync();
        var first = await scene.Discord.NextAsync();
        await first.BeginAsync(Never);
        await first.CloseAsync(code);
        var second = await scene.PassUntilAsync(scene.Discord.NextAsync());
        await second.BeginAsync(Never, "s2");
        await scene.Heard.NextAsync<BotReady>();
    }

    [Theory]
    [InlineData(1001)]
    [InlineData(4000)]
    [InlineData(4008)]
    public async Task After_other_close_codes_the_session_is_resumed(int code)
    {
        await using var scene = await GatewayScene.StartAsync();
        var first = await scene.Discord.NextAsync();
        await first.BeginAsync(Never);
        await first.CloseAsync(code);
        var second = await scene.PassUntilAsync(scene.Discord.NextAsync());
        await second.HelloAsync(Never);
        await second.ReceiveAsync(6);
    }

    [Theory]
    [InlineData(4004, DiscordFailure.Unauthorized, "copy a new one")]
    [InlineData(4013, DiscordFailure.Rejected, "check the intents")]
    [InlineData(4014, DiscordFailure.IntentNotAllowed, "switch on Message Content Intent on the Bot page")]
    public async Task A_close_code_that_nothing_could_mend_ends_the_bot_with_what_to_do(int code, DiscordFailure failure, string advice)
    {
        await using var scene = await GatewayScene.StartAsync();
        var socket = await scene.Discord.NextAsync();
        await socket.HelloAsync(Never);
        await socket.ReceiveAsync(2);
        await socket.CloseAsync(code);
        var failed = await Assert.ThrowsAsync<DiscordException>(() => scene.Running);
        Assert.Equal((failure, code), (failed.Failure, failed.Code));
        Assert.Contains(advice, failed.Message, StringComparison.Ordinal);
        Assert.Equal((ConnectionState.Failed, failed.Message), (scene.Bot.Health.State, scene.Bot.Health.Detail));
    }

    [Fact]
    public async Task A_token_that_the_api_refuses_ends_the_bot_and_is_not_tried_again()
    {
        await using var scene = await GatewayScene.StartAsync(script: discord => discord.On("GET /api/v10/gateway/bot", 401, """{"message":"401: Unauthorized","code":0}"""));
        var failed = await Assert.ThrowsAsync<DiscordException>(() => scene.Running);
        Assert.Equal(DiscordFailure.Unauthorized, failed.Failure);
        await Assert.ThrowsAsync<DiscordException>(() => scene.Bot.TypeAsync(new Snowflake(7)));
        Assert.Single(scene.Discord.Requests);
        Assert.DoesNotContain(ScriptedDiscord.Token, failed + string.Join("\n", scene.Log.All), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_session_is_begun_beyond_what_discord_allows_in_a_day()
    {
        await using var scene = await GatewayScene.StartAsync(script: discord => discord.Starts = """{"total":1000,"remaining":0,"reset_after":600000,"max_concurrency":1}""");
        await scene.UntilAsync(health => health.State == ConnectionState.Waiting);
        Assert.StartsWith("Discord allows no further session before 2000-01-01 00:10", scene.Bot.Health.Detail, StringComparison.Ordinal);
        scene.Discord.Starts = """{"total":1000,"remaining":5,"reset_after":600000,"max_concurrency":1}""";
        scene.Clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1));
        Assert.Single(scene.Discord.Requests);
        var socket = await scene.PassUntilAsync(scene.Discord.NextAsync());
        await socket.BeginAsync(Never);
    }

    [Fact]
    public async Task A_compressed_stream_that_breaks_is_a_reason_to_connect_again()
    {
        await using var scene = await GatewayScene.StartAsync();
        var first = await scene.Discord.NextAsync();
        await first.BeginAsync(Never);
        await first.SendRawAsync([0xff, 0xff, 0xff, 0xff, 0x17, 0x00, 0x00, 0xff, 0xff]);
        await first.ClosedAsync();
        var second = await scene.PassUntilAsync(scene.Discord.NextAsync());
        await second.HelloAsync(Never);
        await second.ReceiveAsync(6);
    }
}
