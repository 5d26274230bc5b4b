using System.Text;
using LocalsOnly.Discord.Transport;
using LocalsOnly.Simulation.Discord;

namespace LocalsOnly.Tests.Discord.Wire;

/// <summary>Messages as they are heard, written, changed and missed, whatever carries them.</summary>
public abstract class BotMessageContract : BotContract
{
    [Fact]
    public async Task A_question_is_heard_and_a_reply_written_and_changed()
    {
        await using var scene = await ConnectAsync();
        var asked = scene.Discord.Say(scene.Ada, scene.Channel, $"What of {scene.Account.Mention}?");
        var heard = (await scene.Heard.NextAsync<MessageCreated>()).Message;
        Assert.Equal((asked, "Ada", false, new Snowflake(scene.Guild.Id)), (heard.Id.Value, heard.Author.Name, heard.Author.IsBot, heard.Guild));
        Assert.Equal([new Snowflake(scene.Account.Id)], heard.Mentions);

        await scene.Bot.TypeAsync(scene.In);
        var sent = await scene.Bot.SendAsync(scene.In, new OutgoingMessage("Well, @everyone") { RepliesTo = heard.Id, Nonce = "turn-1" });
        var own = (await scene.Heard.NextAsync<MessageCreated>()).Message;
        Assert.Equal((sent.Id, "turn-1", heard.Id, new Snowflake(scene.Ada.Id)), (own.Id, own.Nonce, own.RepliesTo!.Message, own.RepliesTo.Author!.Value));
        var pinged = scene.Channel.Message(sent.Id.Value)!.Pinged;
        Assert.Equal([scene.Ada.Id], pinged.Users);
        Assert.False(pinged.Everyone);
        await scene.Bot.EditAsync(scene.In, sent.Id, new OutgoingMessage("Well, it is good.") { RepliesTo = heard.Id });
        Assert.Equal("Well, it is good.", (await scene.Heard.NextAsync<MessageEdited>()).Message.Content);

        var written = scene.Channel.Message(sent.Id.Value)!;
        Assert.Equal((asked, "Well, it is good."), (written.RepliesTo!.Value, written.Content));
        Assert.Single(scene.Channel.Typing);
        Assert.Equal(sent.Link, $"https://discord.com/channels/{scene.Guild.Id}/{scene.Channel.Id}/{sent.Id}");
        await scene.LeaveAsync();
    }

    [Fact]
    public async Task A_message_with_the_nonce_of_another_is_that_one()
    {
        await using var scene = await ConnectAsync();
        var one = await scene.Bot.SendAsync(scene.In, new OutgoingMessage("once") { Nonce = "same" });
        var two = await scene.Bot.SendAsync(scene.In, new OutgoingMessage("once") { Nonce = "same" });
        Assert.Equal(one.Id, two.Id);
        Assert.Single(scene.Channel.Messages);
        await scene.LeaveAsync();
    }

    [Fact]
    public async Task Many_messages_are_written_in_order_without_ever_exceeding_a_limit()
    {
        await using var scene = await ConnectAsync(new SimulatedDiscordOptions { Limits = new SimulatedLimits { Send = new SimulatedLimit(5, TimeSpan.FromMilliseconds(500)) } });
        await Task.WhenAll(Enumerable.Range(0, 17).Select(i => scene.Bot.SendAsync(scene.In, new OutgoingMessage($"{i}"))));
        Assert.Equal(Enumerable.Range(0, 17).Select(i => $"{i}"), scene.Channel.Messages.Select(message => message.Content));
        Assert.Equal(0, scene.Discord.RateLimitHits);
        await scene.LeaveAsync();
    }

    [Fact]
    public async Task Files_come_and_go()
    {
        await using var scene = await ConnectAsync();
        scene.Discord.Say(scene.Ada, scene.Channel, "", attachments: [new SimulatedFile("notes.txt", Encoding.UTF8.GetBytes("buy low"))]);
        var file = Assert.Single((await scene.Heard.NextAsync<MessageCreated>()).Message.Attachments);
        Assert.Equal(("notes.txt", 7), (file.Name, file.Size));
        Assert.Equal("buy low", Encoding.UTF8.GetString(await scene.Bot.DownloadAsync(file, 100)));
        Assert.Equal(DiscordFailure.Rejected, (await Assert.ThrowsAsync<DiscordException>(() => scene.Bot.DownloadAsync(file, 6))).Failure);

        var sent = await scene.Bot.SendAsync(scene.In, new OutgoingMessage("here") { Files = [new OutgoingFile("gráfico.csv", "a,b"u8.ToArray(), "text/csv")] });
        var kept = Assert.Single(scene.Channel.Message(sent.Id.Value)!.Files);
        Assert.Equal(("gráfico.csv", "a,b"), (kept.Name, Encoding.UTF8.GetString(kept.Content.Span)));
        await scene.Bot.EditAsync(scene.In, sent.Id, new OutgoingMessage("here, and") { Files = [new OutgoingFile("more.csv", "c"u8.ToArray(), "text/csv")] });
        Assert.Equal(["gráfico.csv", "more.csv"], scene.Channel.Message(sent.Id.Value)!.Files.Select(each => each.Name));
        await scene.Bot.EditAsync(scene.In, sent.Id, new OutgoingMessage("here, and there"));
        Assert.Equal(2, scene.Channel.Message(sent.Id.Value)!.Files.Count);
        await scene.LeaveAsync();
    }

    [Fact]
    public async Task What_was_missed_can_be_asked_for()
    {
        await using var scene = await ConnectAsync();
        var ids = Enumerable.Range(0, 5).Select(i => scene.Discord.Say(scene.Ada, scene.Channel, $"{i}")).ToList();
        Assert.Equal(["2", "3", "4"], (await scene.Bot.MessagesAfterAsync(scene.In, new Snowflake(ids[1]), 50)).Select(message => message.Content));
        Assert.Equal("3", (await scene.Bot.MessageAsync(scene.In, new Snowflake(ids[3])))!.Content);
        scene.Discord.Delete(scene.Channel, ids[3]);
        Assert.Equal([new Snowflake(ids[3])], (await scene.Heard.NextAsync<MessagesDeleted>()).Messages);
        Assert.Null(await scene.Bot.MessageAsync(scene.In, new Snowflake(ids[3])));
        scene.Discord.Delete(scene.Channel, [ids[0], ids[1]]);
        Assert.Equal([new Snowflake(ids[0]), new Snowflake(ids[1])], (await scene.Heard.NextAsync<MessagesDeleted>()).Messages.Order());
        await scene.LeaveAsync();
    }

    [Fact]
    public async Task A_channel_that_may_not_be_written_in_is_a_sentence_with_the_permission()
    {
        await using var scene = await ConnectAsync();
        scene.Channel.Silence(scene.Account);
        var silent = await Assert.ThrowsAsync<DiscordException>(() => scene.Bot.SendAsync(scene.In, new OutgoingMessage("x")));
        Assert.Equal((DiscordFailure.Forbidden, 50013), (silent.Failure, silent.Code));
        Assert.Contains("Send Messages", silent.Message, StringComparison.Ordinal);
        scene.Channel.HideFrom(scene.Account);
        var hidden = await Assert.ThrowsAsync<DiscordException>(() => scene.Bot.SendAsync(scene.In, new OutgoingMessage("x")));
        Assert.Equal((DiscordFailure.Forbidden, 50001), (hidden.Failure, hidden.Code));
    }

    [Fact]
    public async Task Direct_messages_work_both_ways()
    {
        await using var scene = await ConnectAsync();
        var direct = scene.Discord.DirectChannel(scene.Account, scene.Ada);
        scene.Discord.Say(scene.Ada, direct, "psst");
        var heard = (await scene.Heard.NextAsync<MessageCreated>()).Message;
        Assert.Equal(((Snowflake?)null, "psst", "Ada"), (heard.Guild, heard.Content, heard.Author.Name));
        var channel = await scene.Bot.DirectChannelAsync(new Snowflake(scene.Ada.Id));
        Assert.Equal((new Snowflake(direct.Id), DiscordChannelKind.Direct), (channel.Id, channel.Kind));
        await scene.Bot.SendAsync(channel.Id, new OutgoingMessage("yes?"));
        Assert.Equal("yes?", direct.Newest!.Content);
        await scene.LeaveAsync();
    }
}
