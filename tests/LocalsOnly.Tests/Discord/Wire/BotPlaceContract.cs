using LocalsOnly.Discord.Transport;
using LocalsOnly.Simulation.Discord;

namespace LocalsOnly.Tests.Discord.Wire;

/// <summary>Webhooks, threads, reactions and what is refused, whatever carries them.</summary>
public abstract class BotPlaceContract : BotContract
{
    private const string Create = "POST /channels/{channel}/messages";

    private static readonly WebhookIdentity s_kelly = new("Kelly", new Uri("https://example.org/kelly.png"));

    [Fact]
    public async Task A_persona_without_a_bot_writes_through_a_webhook_that_is_made_once()
    {
        await using var scene = await ConnectAsync();
        var webhook = await scene.Bot.WebhookAsync(scene.In, "LocalsOnly");
        Assert.Equal(webhook, await scene.Bot.WebhookAsync(scene.In, "LocalsOnly"));
        var sent = await scene.Bot.SendAsync(webhook, null, s_kelly, new OutgoingMessage("Table for two, @everyone.") { Nonce = "n", RepliesTo = new Snowflake(1) });
        Assert.Equal((webhook.Id, "Kelly", true), (sent.Webhook!.Value, sent.Author.Name, sent.Author.IsBot));
        await scene.Bot.EditAsync(webhook, null, sent.Id, new OutgoingMessage("Table for three."));
        var written = scene.Channel.Message(sent.Id.Value)!;
        Assert.Equal(("Table for three.", "Kelly", "https://example.org/kelly.png"), (written.Content, written.Author.Name, written.Author.AvatarUrl));
        Assert.True(written.Pinged.IsNobody);
        var heard = (await scene.Heard.NextAsync<MessageCreated>()).Message;
        Assert.Equal((webhook.Id, "Kelly"), (heard.Webhook!.Value, heard.Author.Name));
        await scene.Bot.DeleteAsync(webhook, null, sent.Id);
        await scene.Bot.DeleteAsync(webhook, null, sent.Id);
        Assert.Empty(scene.Channel.Messages);
        await scene.LeaveAsync();
    }

    [Fact]
    public async Task A_thread_is_begun_on_a_message_and_written_in_both_ways()
    {
        await using var scene = await ConnectAsync();
        var asked = scene.Discord.Say(scene.Ada, scene.Channel, "a long story");
        var thread = await scene.Bot.StartThreadAsync(scene.In, new Snowflake(asked), "Story");
        Assert.Equal((DiscordChannelKind.Thread, scene.In, "Story"), (thread.Kind, thread.Parent!.Value, thread.Name));
        Assert.Equal(thread.Id, (await scene.Bot.StartThreadAsync(scene.In, new Snowflake(asked), "Story")).Id);
        Assert.Equal("Story", (await scene.Bot.ChannelAsync(thread.Id))!.Name);
        await scene.Bot.SendAsync(thread.Id, new OutgoingMessage("Once"));
        var webhook = await scene.Bot.WebhookAsync(scene.In, "LocalsOnly");
        await scene.Bot.SendAsync(webhook, thread.Id, s_kelly, new OutgoingMessage("upon a time"));
        Assert.Equal(["Once", "upon a time"], Assert.Single(scene.Channel.Threads).Messages.Select(message => message.Content).Where(content => content.Length > 0));
        Assert.Null(await scene.Bot.ChannelAsync(new Snowflake(1)));
    }

    [Fact]
    public async Task Reactions_are_put_and_taken_away()
    {
        await using var scene = await ConnectAsync();
        var said = scene.Discord.Say(scene.Ada, scene.Channel, "good?");
        await scene.Bot.ReactAsync(scene.In, new Snowflake(said), "👍");
        Assert.Equal("👍", Assert.Single(scene.Channel.Message(said)!.Reactions).Emoji);
        await scene.Bot.ReactAsync(scene.In, new Snowflake(said), "👍", remove: true);
        Assert.Empty(scene.Channel.Message(said)!.Reactions);
        await scene.LeaveAsync();
    }

    [Fact]
    public async Task Whatever_fails_a_message_with_a_nonce_is_written_once()
    {
        await using var scene = await ConnectAsync();
        scene.Discord.Faults.Next(RestFault.ServerError(503), route: Create);
        scene.Discord.Faults.Next(RestFault.ServerError(500) with { AfterDoing = true }, route: Create);
        scene.Discord.Faults.Next(RestFault.Reset with { AfterDoing = true }, route: Create);
        scene.Discord.Faults.Next(RestFault.RateLimited(TimeSpan.FromMilliseconds(300)), route: Create);
        await scene.Bot.SendAsync(scene.In, new OutgoingMessage("once") { Nonce = "turn-1" });
        Assert.Equal("once", Assert.Single(scene.Channel.Messages).Content);
        Assert.Equal(4, scene.Discord.Faults.Injected);
        await scene.LeaveAsync();
    }

    [Fact]
    public async Task A_global_and_a_shared_limit_are_waited_out()
    {
        await using var scene = await ConnectAsync();
        scene.Discord.Faults.Next(RestFault.RateLimited(TimeSpan.FromMilliseconds(300), "global"));
        scene.Discord.Faults.Next(RestFault.RateLimited(TimeSpan.FromMilliseconds(300), "shared"));
        await scene.Bot.SendAsync(scene.In, new OutgoingMessage("through"));
        Assert.Single(scene.Channel.Messages);
        await scene.LeaveAsync();
    }

    [Fact]
    public async Task A_webhooks_message_of_which_discord_says_nothing_is_not_written_twice()
    {
        await using var scene = await ConnectAsync();
        var webhook = await scene.Bot.WebhookAsync(scene.In, "LocalsOnly");
        scene.Discord.Faults.Next(RestFault.Reset with { AfterDoing = true });
        var failed = await Assert.ThrowsAsync<DiscordException>(() => scene.Bot.SendAsync(webhook, null, s_kelly, new OutgoingMessage("once")));
        Assert.Equal(DiscordFailure.Unavailable, failed.Failure);
        Assert.DoesNotContain(webhook.Token, failed.ToString(), StringComparison.Ordinal);
        Assert.Single(scene.Channel.Messages);
    }

    [Fact]
    public async Task Without_the_permission_for_webhooks_the_sentence_names_it()
    {
        await using var scene = await ConnectAsync();
        scene.Account.ManagesWebhooks = false;
        var failed = await Assert.ThrowsAsync<DiscordException>(() => scene.Bot.WebhookAsync(scene.In, "LocalsOnly"));
        Assert.Equal("The bot vince may not use webhooks in the channel: give it the permission Manage Webhooks there.", failed.Message);
    }

    [Fact]
    public async Task A_person_who_takes_no_direct_messages_is_a_sentence()
    {
        await using var scene = await ConnectAsync();
        scene.Ada.AcceptsDirectMessages = false;
        var channel = await scene.Bot.DirectChannelAsync(new Snowflake(scene.Ada.Id));
        var failed = await Assert.ThrowsAsync<DiscordException>(() => scene.Bot.SendAsync(channel.Id, new OutgoingMessage("hello?")));
        Assert.Equal((DiscordFailure.Forbidden, 50007), (failed.Failure, failed.Code));
    }
}
