using LocalsOnly.Discord;
using LocalsOnly.Discord.Transport;
using LocalsOnly.SemanticKernel.DiscordNet;
using LocalsOnly.Simulation.Discord;
using LocalsOnly.Tests.Discord.Wire;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LocalsOnly.SemanticKernel.Tests.DiscordNet;

/// <summary>How a bot over Discord.Net lives on: over slow handlers, reconnects and further runs.</summary>
public sealed class DiscordNetLifeTests
{
    [Fact]
    public async Task A_handler_that_takes_long_holds_up_no_heartbeat_and_no_request()
    {
        await using var discord = await SimulatedDiscord.StartAsync(new SimulatedDiscordOptions { HeartbeatInterval = TimeSpan.FromSeconds(1) });
        var account = discord.AddBot("vince");
        var channel = discord.AddGuild("House").AddChannel("general");
        await using var bot = LibraryTransport.Make(new DiscordBotOptions("vince", account.Token) { Api = discord.ApiUrl }, new LogLines());
        using var stop = new CancellationTokenSource();
        var (busy, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        var running = bot.RunAsync(
            async happened =>
            {
                busy.TrySetResult();
                await release.Task;
            },
            stop.Token);
        await busy.Task;
        await discord.WaitForAsync(() => account.Heartbeats >= 3);
        await bot.SendAsync(new Snowflake(channel.Id), new OutgoingMessage("still here"));
        Assert.Equal((ConnectionState.Connected, 0, 1), (bot.Health.State, bot.Health.Reconnects, account.Connections));
        release.SetResult();
        await stop.CancelAsync();
        await running;
        Assert.Empty(discord.Violations);
    }

    [Fact]
    public async Task A_presence_is_kept_over_a_session_that_is_new_and_one_that_goes_on()
    {
        await using var scene = await SimulatedScene.ConnectAsync(LibraryTransport.Make);
        var wanted = new SimulatedPresence("dnd", "thinking");
        await scene.Bot.SetPresenceAsync(new Presence(PresenceStatus.DoNotDisturb, "thinking"));
        await scene.Discord.WaitForAsync(() => scene.Account.Presence == wanted);
        scene.Discord.InvalidateSession(scene.Account, resumable: false);
        Assert.False((await scene.Heard.NextAsync<BotReady>()).Resumed);
        Assert.Equal(wanted, scene.Account.Presence);
        scene.Discord.DropSockets();
        await scene.Bot.SetPresenceAsync(new Presence(PresenceStatus.Idle, "waiting"));
        Assert.True((await scene.Heard.NextAsync<BotReady>()).Resumed);
        await scene.Discord.WaitForAsync(() => scene.Account.Presence == new SimulatedPresence("idle", "waiting"));
        await scene.LeaveAsync();
    }

    [Fact]
    public async Task A_bot_that_was_stopped_runs_again_in_a_session_that_is_new()
    {
        await using var discord = await SimulatedDiscord.StartAsync(new SimulatedDiscordOptions { IdentifyInterval = TimeSpan.Zero });
        var account = discord.AddBot("vince");
        await using var bot = LibraryTransport.Make(new DiscordBotOptions("vince", account.Token) { Api = discord.ApiUrl }, new LogLines());
        for (var run = 1; run <= 2; run++)
        {
            var heard = new Heard();
            using var stop = new CancellationTokenSource();
            var running = bot.RunAsync(heard.Take, stop.Token);
            Assert.Throws<InvalidOperationException>(() => { _ = bot.RunAsync(heard.Take, stop.Token); });
            Assert.False((await heard.NextAsync<BotReady>()).Resumed);
            Assert.Equal((run, 0), (account.Identifies, account.Resumes));
            await stop.CancelAsync();
            await running;
            Assert.Equal(ConnectionState.Stopped, bot.Health.State);
            await discord.WaitForAsync(() => account.Connections == 0);
        }

        Assert.Empty(discord.Violations);
    }

    [Theory]
    [InlineData("MTE.not-the-token")]
    [InlineData("not a token")]
    [InlineData("")]
    public async Task A_token_that_is_none_ends_the_bot_with_what_to_do(string token)
    {
        await using var discord = await SimulatedDiscord.StartAsync();
        await using var bot = LibraryTransport.Make(new DiscordBotOptions("vince", token) { Api = discord.ApiUrl }, new LogLines());
        var failed = await Assert.ThrowsAsync<DiscordException>(() => bot.RunAsync(_ => ValueTask.CompletedTask, CancellationToken.None));
        Assert.Equal(DiscordFailure.Unauthorized, failed.Failure);
        Assert.Equal("Discord does not accept the token of the bot vince: copy a new one from the Bot page of its application in Discord's developer portal.", failed.Message);
        Assert.Equal(ConnectionState.Failed, bot.Health.State);
    }

    [Fact]
    public async Task A_session_that_discord_ended_is_begun_anew_and_what_follows_is_heard()
    {
        await using var scene = await SimulatedScene.ConnectAsync(LibraryTransport.Make);
        scene.Discord.CloseWith(scene.Account, 4009);
        Assert.False((await scene.Heard.NextAsync<BotReady>()).Resumed);
        scene.Discord.Say(scene.Ada, scene.Channel, "and now?");
        Assert.Equal("and now?", (await scene.Heard.NextAsync<MessageCreated>()).Message.Content);
        await scene.LeaveAsync();
    }

    [Fact]
    public async Task An_authors_name_and_roles_are_those_of_now_and_a_channels_newest_message_is_told()
    {
        await using var scene = await LibraryScene.OpenAsync();
        var socket = await scene.BeginAsync();
        await socket.DispatchAsync("GUILD_CREATE", 2, """{"id":"5","name":"House","unavailable":false,"member_count":1,"large":false,"roles":[],"emojis":[],"stickers":[],"features":[],"members":[],"presences":[],"voice_states":[],"threads":[],"channels":[{"id":"7","type":0,"name":"general","last_message_id":"6","position":0,"permission_overwrites":[]}]}""");
        Assert.Equal(new Snowflake(6), (await scene.Heard.NextAsync<ChannelSeen>()).Channel.LastMessage);
        foreach (var (id, nick, role) in (IEnumerable<(int, string, string)>)[(8, "Ada", "11"), (9, "Countess", "12")])
            await socket.DispatchAsync("MESSAGE_CREATE", id, $$"""{"id":"{{id}}","channel_id":"7","guild_id":"5","type":0,"content":"x","timestamp":"2026-01-01T00:00:00Z","author":{"id":"3","username":"ada"},"member":{"nick":"{{nick}}","roles":["{{role}}"]} }""");
        Assert.Equal("Ada", (await scene.Heard.NextAsync<MessageCreated>()).Message.Author.Name);
        var second = (await scene.Heard.NextAsync<MessageCreated>()).Message;
        Assert.Equal(("Countess", new Snowflake(12)), (second.Author.Name, Assert.Single(second.Roles)));
    }

    [Fact]
    public void The_edition_puts_it_in_the_place_of_the_houses_own_transport()
    {
        using var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(TimeProvider.System)
            .AddSingleton<ITransportFactory, DiscordBotFactory>()
            .AddDiscordNet(new ConfigurationBuilder().Build())
            .BuildServiceProvider();
        var made = Assert.Single(services.GetServices<ITransportFactory>()).Create("vince", "MTE.x", new Uri("http://127.0.0.1:9/api"));
        Assert.Equal("vince", Assert.IsType<DiscordNetBot>(made).Name);
    }
}
