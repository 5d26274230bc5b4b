using System.Text.Json;
using LocalsOnly.Simulation.Discord;

namespace LocalsOnly.Tests.Discord.FakeDiscord;

/// <summary>What people and Discord itself do, as bots see it.</summary>
public sealed class PeopleTests
{
    [Fact]
    public async Task A_welcome_is_a_system_message_and_a_link_that_unfurls_is_an_update_that_nobody_made()
    {
        await using var house = await FakeHouse.StartAsync();
        var (gateway, _) = await RawGateway.IdentifyAsync(house.Discord, house.Bot);
        using var held = gateway;

        house.Discord.Welcome(house.Ana, house.Channel);
        var link = house.Discord.Say(house.Ana, house.Channel, "http://example.com");
        house.Discord.Unfurl(house.Channel, link, "An example");

        Assert.Equal(7, (await gateway.EventAsync("MESSAGE_CREATE")).GetProperty("type").GetInt32());
        var updated = await gateway.EventAsync("MESSAGE_UPDATE");
        Assert.Equal((JsonValueKind.Null, "link"), (updated.GetProperty("edited_timestamp").ValueKind, updated.GetProperty("embeds")[0].GetProperty("type").GetString()));
        Assert.Empty(house.Discord.Violations);
    }

    [Fact]
    public async Task A_thread_of_a_forum_has_the_id_of_its_first_message_and_is_listed_while_it_is_active()
    {
        await using var house = await FakeHouse.StartAsync();
        var forum = house.Guild.AddForum("questions");
        var (gateway, _) = await RawGateway.IdentifyAsync(house.Discord, house.Bot);
        using var held = gateway;

        var post = house.Discord.StartPost(house.Ana, forum, "why", "why is that?");
        var (_, active) = await house.GetAsync($"guilds/{house.Guild.Id}/threads/active");

        Assert.Equal($"{forum.Id}", (await gateway.EventAsync("THREAD_CREATE")).GetProperty("parent_id").GetString());
        var first = await gateway.EventAsync("MESSAGE_CREATE");
        Assert.Equal(($"{post.Id}", $"{post.Id}"), (first.GetProperty("id").GetString(), first.GetProperty("channel_id").GetString()));
        Assert.Equal("why", active.GetProperty("threads")[0].GetProperty("name").GetString());
        Assert.Equal((400, 50024), await house.RefusedAsync("POST", $"channels/{forum.Id}/messages", """{"content":"x"}"""));
        Assert.Empty(house.Discord.Violations);
    }

    [Fact]
    public async Task A_bot_whose_portal_forbids_content_reads_none_over_REST_either()
    {
        await using var house = await FakeHouse.StartAsync();
        house.Bot.MessageContentAllowed = false;
        house.Discord.Say(house.Ana, house.Channel, "a secret");
        house.Discord.Say(house.Ana, house.Channel, $"{house.Bot.Mention} hello");

        var (_, list) = await house.GetAsync(house.Messages);

        Assert.Equal([$"{house.Bot.Mention} hello", ""], list.EnumerateArray().Select(message => message.GetProperty("content").GetString()));
    }

    [Fact]
    public async Task A_bot_that_is_put_out_of_a_server_hears_no_more_of_it_and_one_that_is_let_in_hears_all()
    {
        await using var house = await FakeHouse.StartAsync();
        var (gateway, _) = await RawGateway.IdentifyAsync(house.Discord, house.Bot);
        using var held = gateway;

        house.Guild.Remove(house.Bot);
        house.Discord.Say(house.Ana, house.Channel, "unheard");
        Assert.Equal((403, 50001), await house.RefusedAsync("GET", house.Messages));
        house.Guild.Add(house.Bot);
        house.Discord.Say(house.Ana, house.Channel, "heard");

        Assert.Equal($"{house.Guild.Id}", (await gateway.EventAsync("GUILD_DELETE")).GetProperty("id").GetString());
        await gateway.EventAsync("GUILD_CREATE");
        Assert.Equal("heard", (await gateway.EventAsync("MESSAGE_CREATE")).GetProperty("content").GetString());
        Assert.Empty(house.Discord.Violations);
    }

    [Fact]
    public async Task Waiting_ends_with_the_change_and_gives_up_with_a_sentence()
    {
        await using var house = await FakeHouse.StartAsync();

        var waiting = house.Discord.WaitForAsync(() => house.Channel.Newest?.Content == "now");
        house.Discord.Say(house.Ana, house.Channel, "not yet");
        house.Discord.Say(house.Ana, house.Channel, "now");
        await waiting;

        var failed = await Assert.ThrowsAsync<TimeoutException>(() => house.Discord.WaitForAsync(() => false, TimeSpan.FromMilliseconds(1)));
        Assert.Contains("There are no violations", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_reads_too_slowly_is_cut_off()
    {
        await using var house = await FakeHouse.StartAsync(new SimulatedDiscordOptions { PendingEvents = 1000 });
        var (gateway, _) = await RawGateway.IdentifyAsync(house.Discord, house.Bot);
        using var held = gateway;
        var text = new string('x', 2000);

        // Loopback buffers hold a few megabytes; the bot reads nothing meanwhile.
        for (var i = 0; i < 20_000 && house.Bot.Connections == 1; i++)
            house.Discord.Say(house.Ana, house.Channel, text);

        Assert.Equal(0, house.Bot.Connections);
        await Assert.ThrowsAsync<System.Net.WebSockets.WebSocketException>(gateway.ClosedAsync);
    }
}
