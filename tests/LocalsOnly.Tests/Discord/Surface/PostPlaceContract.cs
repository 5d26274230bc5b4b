using System.Globalization;
using LocalsOnly.Discord.Gating;
using LocalsOnly.Discord.House;
using LocalsOnly.Discord.Posting;
using LocalsOnly.Discord.Speaking;
using LocalsOnly.Discord.Storage;
using LocalsOnly.Discord.Transport;
using LocalsOnly.Host.Chat;
using LocalsOnly.Scheduling;
using Microsoft.Extensions.DependencyInjection;

namespace LocalsOnly.Tests.Discord;

/// <summary>Which channels a persona can write in by itself, and what scheduling is told of it.</summary>
public abstract class PostPlaceContract : SurfaceContract
{
    [Fact]
    public async Task A_channel_goes_by_its_name_or_its_id_and_one_that_is_not_there_is_unknown()
    {
        await using var house = await (await OfBotsAsync("vince")).StartAsync();

        foreach (var name in (string[])["desk", "Desk", Text(house.Channel.Id), "dm"]) Assert.Equal((name, PostReachState.Reachable, name != "dm"), (name, Look(house, name).State, Look(house, name).Shared));
        var unknown = Look(house, "nowhere");

        Assert.Equal((PostReachState.Unknown, "there is no channel nowhere that the Discord bot vince can see: check the name and what the bot may view"), (unknown.State, unknown.Why));
    }

    [Fact]
    public async Task Direct_messages_need_an_owner()
    {
        await using var house = await (await OfBotsAsync("vince")).StartAsync(owned: false);

        var reach = Look(house, "dm");

        Assert.Equal(PostReachState.Unknown, reach.State);
        Assert.Contains("`locals discord pair`", reach.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_channels_of_one_name_the_one_that_the_bot_sees_is_meant_and_if_it_sees_both_the_id_says_which()
    {
        await using var house = await OfBotsAsync("kelly", "vince");
        var other = house.Discord.AddGuild("office");
        var twin = other.AddChannel("desk");
        other.Remove(house.Bots["kelly"]);
        await house.StartAsync();

        var both = Look(house, "desk");

        Assert.Equal((PostReachState.Unknown, "there are 2 channels desk: write the id of the one that is meant"), (both.State, both.Why));
        Assert.Equal(PostReachState.Reachable, Look(house, Text(twin.Id)).State);
        Assert.Equal(PostReachState.Reachable, Look(house, "desk", "kelly").State);
        Assert.Equal(PostReachState.Unknown, Look(house, Text(twin.Id), "kelly").State);
        other.Remove(house.Bots["vince"]);
        await house.UntilAsync(() => Look(house, "desk").State == PostReachState.Reachable);
    }

    [Fact]
    public async Task A_server_that_one_bot_leaves_stays_there_for_the_others()
    {
        await using var house = await (await OfBotsAsync("kelly", "vince")).StartAsync();

        house.Guild.Remove(house.Bots["kelly"]);
        await house.UntilAsync(() => Look(house, "desk", "kelly").State == PostReachState.Unknown);

        Assert.Equal(PostReachState.Reachable, Look(house, "desk").State);
    }

    [Fact]
    public async Task Without_a_bot_it_is_off_and_with_one_that_is_not_connected_away()
    {
        await using var house = await (await OfBotsAsync("kelly", "vince")).StartAsync();
        var target = new DiscordTarget(house.Get<IDiscordPosts>());
        house.Discord.CloseWith(house.Bots["vince"], 4004);
        await house.UntilAsync(() => Look(house, "desk").State == PostReachState.Away);

        Assert.Equal(PostReachState.Off, Look(house, "desk", "solus").State);
        Assert.Equal(PostReachState.Off, new PostPlaces(new Bots([]), new ChannelMap(), house.Get<People>()).Find("desk", "vince").Reach.State);
        Assert.Equal(PostReachState.Reachable, Look(house, "desk", "kelly").State);
        Assert.Contains("the Discord bot vince is not connected", target.Look("desk", "vince").Why, StringComparison.Ordinal);
        Assert.True((await Assert.ThrowsAsync<DeliveryException>(() => target.DeliverAsync(Post("desk"), default))).MayPass);
    }

    [Fact]
    public void A_bot_knows_its_channels_when_every_server_of_its_session_has_told_them()
    {
        var bot = new Bot(null!, "vince");
        Assert.False(bot.KnowsItsChannels);
        bot.Become(Ready(resumed: false));
        bot.SeeGuild(new Snowflake(5));
        Assert.False(bot.KnowsItsChannels);
        bot.SeeGuild(new Snowflake(6));
        Assert.True(bot.KnowsItsChannels);
        bot.Become(Ready(resumed: true));
        Assert.True(bot.KnowsItsChannels);
        bot.Become(Ready(resumed: false));
        Assert.False(bot.KnowsItsChannels);

        static BotReady Ready(bool resumed) => new(new DiscordUser(new Snowflake(1), "Vince", true), new Snowflake(2), resumed) { Guilds = resumed ? [] : [new Snowflake(5), new Snowflake(6)] };
    }

    [Fact]
    public async Task Scheduling_is_given_the_ids_and_a_link_as_proof_and_a_sentence_when_it_fails()
    {
        await using var house = await (await OfBotsAsync("vince")).StartAsync();
        var target = new DiscordTarget(house.Get<IDiscordPosts>());

        var proof = await target.DeliverAsync(Post("desk"), default);
        var failed = await Assert.ThrowsAsync<DeliveryException>(() => target.DeliverAsync(Post("nowhere"), default));

        var id = Assert.Single(ChatHouse.Answers(house.Channel)).Id;
        Assert.Equal($"{id} https://discord.com/channels/{house.Guild.Id}/{house.Channel.Id}/{id}", proof);
        Assert.Equal("scheduled task vince/daily-briefing", Assert.Single(house.House.Spoken).Occasion);
        Assert.Equal((false, "vince could not write in nowhere: there is no channel nowhere that the Discord bot vince can see: check the name and what the bot may view."), (failed.MayPass, failed.Message));
        Assert.Equal([true, true, false, false], ((string[])["desk", "dm", "file", "page"]).Select(target.Takes));
        Assert.Equal(ReachState.Unknown, target.Look("nowhere", "vince").State);
    }

    [Fact]
    public async Task In_the_house_a_file_and_the_page_have_their_own_way_and_everything_else_goes_to_Discord()
    {
        using var directory = new TemporaryDirectory();
        await using var services = LocalsOnly.Host.Worker.House.BuildForCommand(Host.TestHouse.Configuration(directory.Path, null));
        var targets = services.GetServices<IDeliveryTarget>().ToList();

        Assert.Equal([typeof(FileTarget), typeof(PageTarget), typeof(DiscordTarget), typeof(DiscordTarget)], ((string[])["file", "page", "dm", "daily"]).Select(channel => targets.First(target => target.Takes(channel)).GetType()));
        Assert.Equal(ReachState.Off, targets[^1].Look("daily", "vince").State);
    }

    private static TaskPost Post(string channel) => new($"vince/daily-briefing {channel}", "vince", "vince/daily-briefing", channel, "BTC is at 101.", DateTimeOffset.UnixEpoch, TimeZoneInfo.Utc);

    private static PostReach Look(ChatHouse house, string channel, string persona = "vince") => house.Get<IDiscordPosts>().Look(channel, persona);

    private static string Text(ulong id) => id.ToString(CultureInfo.InvariantCulture);
}
