using System.Text.Json;

namespace LocalsOnly.Tests.Discord.FakeDiscord;

/// <summary>Who is told what.</summary>
public sealed class IntentTests
{
    private const int WithoutContent = Intents.All & ~Intents.MessageContent;

    [Fact]
    public async Task Without_the_intent_content_is_blank_unless_the_bot_is_mentioned_wrote_it_or_it_is_private()
    {
        await using var house = await FakeHouse.StartAsync();
        var (gateway, _) = await RawGateway.IdentifyAsync(house.Discord, house.Bot, WithoutContent);
        using var held = gateway;

        house.Discord.Say(house.Ana, house.Channel, "a secret", attachments: [new("a.txt", "x"u8.ToArray())]);
        house.Discord.Say(house.Ana, house.Channel, $"{house.Bot.Mention} hello");
        await house.PostAsync(house.Messages, """{"content":"mine"}""");
        house.Discord.Say(house.Ana, house.Discord.DirectChannel(house.Bot, house.Ana), "between us");

        var secret = await gateway.EventAsync("MESSAGE_CREATE");
        Assert.Equal(("", 0), (Content(secret), secret.GetProperty("attachments").GetArrayLength()));
        var mention = await gateway.EventAsync("MESSAGE_CREATE");
        Assert.Equal($"{house.Bot.Mention} hello", Content(mention));
        Assert.Equal(house.Bot.Name, mention.GetProperty("mentions")[0].GetProperty("username").GetString());
        Assert.Equal("mine", Content(await gateway.EventAsync("MESSAGE_CREATE")));
        Assert.Equal("between us", Content(await gateway.EventAsync("MESSAGE_CREATE")));
        Assert.Empty(house.Discord.Violations);
    }

    [Fact]
    public async Task Events_come_by_intent_and_a_bot_hears_only_its_own_direct_channels()
    {
        await using var house = await FakeHouse.StartAsync();
        var other = house.Discord.AddBot("Kelly");
        var (gateway, _) = await RawGateway.IdentifyAsync(house.Discord, house.Bot, Intents.DirectMessages);
        using var held = gateway;

        house.Discord.Say(house.Ana, house.Channel, "not for it");
        house.Discord.Type(house.Ana, house.Channel);
        house.Discord.Say(house.Ana, house.Discord.DirectChannel(other, house.Ana), "for Kelly");
        var direct = house.Discord.DirectChannel(house.Bot, house.Ana);
        house.Discord.Type(house.Ana, direct);
        house.Discord.Say(house.Ana, direct, "for it");

        var frame = await gateway.NextAsync(0);
        Assert.Equal((2, "for it"), (frame.GetProperty("s").GetInt32(), Content(frame.GetProperty("d"))));
        Assert.Equal(1, frame.GetProperty("d").GetProperty("channel_type").GetInt32());
        Assert.False(frame.GetProperty("d").TryGetProperty("guild_id", out _));
    }

    [Fact]
    public async Task Deletions_reactions_typing_threads_and_new_channels_are_told()
    {
        await using var house = await FakeHouse.StartAsync();
        var (gateway, _) = await RawGateway.IdentifyAsync(house.Discord, house.Bot);
        using var held = gateway;
        var (discord, channel, ana) = (house.Discord, house.Channel, house.Ana);
        var (one, two) = (discord.Say(ana, channel, "one"), discord.Say(ana, channel, "two"));

        discord.React(ana, channel, one, "👍");
        discord.React(ana, channel, one, "👍", remove: true);
        discord.Type(ana, channel);
        var thread = discord.StartThread(ana, channel, two, "aside");
        discord.Delete(channel, one);
        var news = house.Guild.AddChannel("news");
        discord.Remove(news);
        discord.Remove(thread);

        Assert.Equal("👍", (await gateway.EventAsync("MESSAGE_REACTION_ADD")).GetProperty("emoji").GetProperty("name").GetString());
        Assert.Equal($"{one}", (await gateway.EventAsync("MESSAGE_REACTION_REMOVE")).GetProperty("message_id").GetString());
        Assert.Equal($"{ana.Id}", (await gateway.EventAsync("TYPING_START")).GetProperty("member").GetProperty("user").GetProperty("id").GetString());
        Assert.Equal(($"{two}", $"{channel.Id}"), Pair(await gateway.EventAsync("THREAD_CREATE"), "id", "parent_id"));
        Assert.Equal("aside", (await gateway.EventAsync("MESSAGE_UPDATE")).GetProperty("thread").GetProperty("name").GetString());
        Assert.Equal(21, (await gateway.EventAsync("MESSAGE_CREATE")).GetProperty("type").GetInt32());
        Assert.Equal(($"{one}", $"{channel.Id}"), Pair(await gateway.EventAsync("MESSAGE_DELETE"), "id", "channel_id"));
        Assert.Equal("news", (await gateway.EventAsync("CHANNEL_CREATE")).GetProperty("name").GetString());
        await gateway.EventAsync("CHANNEL_DELETE");
        Assert.Equal($"{thread.Id}", (await gateway.EventAsync("THREAD_DELETE")).GetProperty("id").GetString());
        Assert.Empty(discord.Violations);
    }

    private static string? Content(JsonElement message) => message.GetProperty("content").GetString();

    private static (string?, string?) Pair(JsonElement of, string one, string two) => (of.GetProperty(one).GetString(), of.GetProperty(two).GetString());
}
