using LocalsOnly.Discord.Transport;
using LocalsOnly.Simulation.Discord;

namespace LocalsOnly.Tests.Discord.Wire;

/// <summary>How a bot comes, stays and goes, whatever carries it.</summary>
public abstract class BotSessionContract : BotContract
{
    [Fact]
    public async Task A_bot_is_ready_sees_its_server_and_leaves_politely()
    {
        await using var scene = await OpenAsync();
        await scene.Bot.SetPresenceAsync(new Presence(PresenceStatus.Idle, "waiting for a model"));
        scene.Run();
        var ready = await scene.Heard.NextAsync<BotReady>();
        Assert.Equal((new Snowflake(scene.Account.Id), new Snowflake(scene.Account.ApplicationId), false), (ready.Self.Id, ready.Application, ready.Resumed));
        Assert.Equal([new Snowflake(scene.Guild.Id)], ready.Guilds);
        var channel = (await scene.Heard.NextAsync<ChannelSeen>()).Channel;
        Assert.Equal((scene.In, DiscordChannelKind.Text, new Snowflake(scene.Guild.Id), "general"), (channel.Id, channel.Kind, channel.Guild, channel.Name));
        Assert.Equal(new GuildSeen(new Snowflake(scene.Guild.Id), "House"), await scene.Heard.NextAsync<GuildSeen>());
        Assert.Equal(new SimulatedPresence("idle", "waiting for a model"), scene.Account.Presence);
        await scene.Bot.SetPresenceAsync(new Presence(PresenceStatus.Online, ""));
        await scene.Discord.WaitForAsync(() => scene.Account.Presence == new SimulatedPresence("online", ""));
        await scene.LeaveAsync();
        await scene.Discord.WaitForAsync(() => scene.Account is { Connections: 0, Presence.Status: "offline" });
    }

    [Fact]
    public async Task What_was_said_while_the_line_was_cut_comes_with_the_resumed_session()
    {
        await using var scene = await ConnectAsync();
        scene.Discord.DropSockets();
        scene.Discord.Say(scene.Ada, scene.Channel, "are you there?");
        Assert.Equal("are you there?", (await scene.Heard.NextAsync<MessageCreated>()).Message.Content);
        Assert.True((await scene.Heard.NextAsync<BotReady>()).Resumed);
        Assert.Equal((1, 1, 1), (scene.Account.Identifies, scene.Account.Resumes, scene.Bot.Health.Reconnects));
        await scene.LeaveAsync();
    }

    [Fact]
    public async Task A_gateway_that_acknowledges_nothing_is_left_and_the_session_resumed()
    {
        await using var scene = await ConnectAsync(new SimulatedDiscordOptions { HeartbeatInterval = TimeSpan.FromSeconds(1) });
        scene.Discord.StopAcks(scene.Account);
        await scene.Discord.WaitForAsync(() => scene.Account.Resumes > 0 || scene.Account.Connections == 0);
        scene.Discord.StopAcks(scene.Account, stopped: false);
        Assert.True((await scene.Heard.NextAsync<BotReady>()).Resumed);
        Assert.Equal(1, scene.Account.Identifies);
    }

    [Fact]
    public async Task Asked_to_a_bot_connects_anew_and_resumes()
    {
        await using var scene = await ConnectAsync();
        scene.Discord.AskToReconnect(scene.Account);
        Assert.True((await scene.Heard.NextAsync<BotReady>()).Resumed);
        await scene.LeaveAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_invalidated_session_is_resumed_or_begun_anew_as_discord_says(bool resumable)
    {
        await using var scene = await ConnectAsync();
        scene.Discord.InvalidateSession(scene.Account, resumable);
        Assert.Equal(resumable, (await scene.Heard.NextAsync<BotReady>()).Resumed);
        Assert.Equal(resumable ? (1, 1) : (2, 0), (scene.Account.Identifies, scene.Account.Resumes));
        await scene.LeaveAsync();
    }

    [Fact]
    public async Task Heartbeats_are_answered_when_they_are_asked_for()
    {
        await using var scene = await ConnectAsync();
        scene.Discord.AskForHeartbeat(scene.Account);
        await scene.Discord.WaitForAsync(() => scene.Account.Heartbeats > 0);
        await scene.LeaveAsync();
    }

    [Fact]
    public async Task A_bot_that_may_not_read_messages_says_where_to_allow_it()
    {
        await using var scene = await OpenAsync();
        scene.Account.MessageContentAllowed = false;
        scene.Run();
        var failed = await Assert.ThrowsAsync<DiscordException>(() => scene.Running);
        Assert.Equal((DiscordFailure.IntentNotAllowed, 4014), (failed.Failure, failed.Code));
        Assert.Equal(ConnectionState.Failed, scene.Bot.Health.State);
        Assert.Equal(0, scene.Account.Connections);
    }

    [Fact]
    public async Task A_close_for_good_ends_the_bot_and_the_token_is_in_no_log()
    {
        await using var scene = await ConnectAsync();
        scene.Discord.CloseWith(scene.Account, 4004);
        Assert.Equal(DiscordFailure.Unauthorized, (await Assert.ThrowsAsync<DiscordException>(() => scene.Running)).Failure);
        Assert.DoesNotContain(scene.Account.Token, string.Join('\n', scene.Log.All), StringComparison.Ordinal);
    }
}
