using System.Text;
using LocalsOnly.Discord.Gateway;
using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Tests.Discord.Wire;

public sealed class EventReadingTests
{
    private readonly EventReader _reader = new(new ChannelGuilds());

    private List<DiscordEvent> Read(string name, string data)
    {
        var payload = Encoding.UTF8.GetBytes($$"""{"op":0,"d":{{data}},"s":5,"t":"{{name}}","extra":[{"a":1}] }""");
        var frame = GatewayFrame.Read(payload);
        Assert.Equal((GatewayOp.Dispatch, 5L), (frame.Op, frame.Sequence!.Value));
        var events = new List<DiscordEvent>();
        _reader.Read(frame.Event, frame.Data(payload), events);
        return events;
    }

    private DiscordMessage Message(string fields) => Assert.IsType<MessageCreated>(Assert.Single(Read("MESSAGE_CREATE", $$"""{"id":"8","channel_id":"7","content":"x",{{fields}} }"""))).Message;

    [Fact]
    public void A_server_tells_its_channels_and_threads_and_takes_them_along_when_it_is_left()
    {
        var seen = Read("GUILD_CREATE", """{"id":"5","name":"House","channels":[{"id":"7","type":0,"name":"general","parent_id":"6","last_message_id":"9"},{"id":"6","type":4,"name":"Rooms"}],"threads":[{"id":"11","type":11,"name":"talk","parent_id":"7","guild_id":"5"}]}""");
        Assert.Equal(
            [
                new ChannelSeen(new DiscordChannel(new Snowflake(7), DiscordChannelKind.Text, new Snowflake(5), "general", new Snowflake(6), new Snowflake(9))),
                new ChannelSeen(new DiscordChannel(new Snowflake(6), DiscordChannelKind.Other, new Snowflake(5), "Rooms", null, null)),
                new ChannelSeen(new DiscordChannel(new Snowflake(11), DiscordChannelKind.Thread, new Snowflake(5), "talk", new Snowflake(7), null)),
                new GuildSeen(new Snowflake(5), "House"),
            ],
            seen);
        Assert.Empty(Read("GUILD_DELETE", """{"id":"5","unavailable":true}"""));
        Assert.Equal([new ChannelGone(new Snowflake(6)), new ChannelGone(new Snowflake(7)), new ChannelGone(new Snowflake(11))], Read("GUILD_DELETE", """{"id":"5"}"""));
    }

    [Theory]
    [InlineData(0, DiscordChannelKind.Text)]
    [InlineData(5, DiscordChannelKind.Text)]
    [InlineData(1, DiscordChannelKind.Direct)]
    [InlineData(12, DiscordChannelKind.Thread)]
    [InlineData(15, DiscordChannelKind.Forum)]
    [InlineData(13, DiscordChannelKind.Other)]
    [InlineData(4711, DiscordChannelKind.Other)]
    public void A_kind_of_channel_that_is_not_known_holds_no_messages_for_us(int type, DiscordChannelKind kind) =>
        Assert.Equal(kind, Assert.IsType<ChannelSeen>(Assert.Single(Read("CHANNEL_UPDATE", $$"""{"id":"7","type":{{type}} }"""))).Channel.Kind);

    [Fact]
    public void Threads_that_come_into_view_are_of_the_server_that_tells_them() =>
        Assert.Equal(new Snowflake(5), Assert.IsType<ChannelSeen>(Assert.Single(Read("THREAD_LIST_SYNC", """{"guild_id":"5","threads":[{"id":"11","type":11}]}"""))).Channel.Guild);

    [Fact]
    public void A_reply_knows_whom_it_replies_to_and_a_forward_replies_to_nobody()
    {
        var reply = Message("\"type\":19,\"author\":{\"id\":\"3\"},\"message_reference\":{\"message_id\":\"4\"},\"referenced_message\":{\"id\":\"4\",\"channel_id\":\"7\",\"content\":\"old\",\"author\":{\"id\":\"50\"},\"webhook_id\":\"50\",\"application_id\":\"101\"}");
        Assert.Equal(new DiscordReference(new Snowflake(4), new Snowflake(50), "old") { Webhook = new Snowflake(50) }, reply.RepliesTo);
        var orphan = Message("\"type\":19,\"author\":{\"id\":\"3\"},\"message_reference\":{\"message_id\":\"4\"},\"referenced_message\":null");
        Assert.Equal(new DiscordReference(new Snowflake(4), null, null), orphan.RepliesTo);
        Assert.Null(Message("\"type\":0,\"author\":{\"id\":\"3\"},\"message_reference\":{\"type\":1,\"message_id\":\"4\"}").RepliesTo);
    }

    [Fact]
    public void An_answer_of_a_bot_is_no_webhooks_and_a_webhooks_message_is()
    {
        var answer = Message("\"author\":{\"id\":\"100\",\"username\":\"vince\",\"bot\":true},\"webhook_id\":\"101\",\"application_id\":\"101\"");
        Assert.Equal(((Snowflake?)null, true), (answer.Webhook, answer.Author.IsBot));
        var webhook = Message("\"author\":{\"id\":\"50\",\"username\":\"Kelly\"},\"webhook_id\":\"50\",\"application_id\":\"101\"");
        Assert.Equal((new Snowflake(50), true, "Kelly"), (webhook.Webhook!.Value, webhook.Author.IsBot, webhook.Author.Name));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(20, false)]
    [InlineData(6, true)]
    [InlineData(18, true)]
    [InlineData(4711, true)]
    public void What_discord_itself_wrote_is_told_from_what_people_write(int type, bool isSystem) =>
        Assert.Equal(isSystem, Message($"\"type\":{type},\"author\":{{\"id\":\"3\"}}").IsSystem);

    [Fact]
    public void A_nonce_may_be_a_number_and_an_update_may_tell_only_a_part()
    {
        Assert.Equal("12345678901234567", Message("\"author\":{\"id\":\"3\"},\"nonce\":12345678901234567").Nonce);
        Assert.Empty(Read("MESSAGE_UPDATE", """{"id":"8","channel_id":"7","embeds":[]}"""));
    }

    [Fact]
    public void A_form_in_the_older_rows_is_read_like_one_in_labels()
    {
        static string Form(string components) => $$"""{"id":"6","application_id":"101","type":5,"token":"t","channel_id":"7","user":{"id":"3","username":"ada"},"data":{"custom_id":"f","components":[{{components}}]} }""";
        foreach (var components in (string[])["""{"type":18,"component":{"type":4,"custom_id":"q","value":"v"}}""", """{"type":1,"components":[{"type":4,"custom_id":"q","value":"v"}]}"""])
            Assert.Equal("v", Assert.IsType<InteractionArrived>(Assert.Single(Read("INTERACTION_CREATE", Form(components)))).Interaction.Values["q"]);
    }
}
