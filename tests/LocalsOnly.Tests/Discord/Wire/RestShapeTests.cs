using System.Text.Json;
using LocalsOnly.Discord.Gateway;
using LocalsOnly.Discord.Rest;
using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Tests.Discord.Wire;

public sealed class RestShapeTests
{
    private static readonly Snowflake s_channel = new(7);
    private static readonly DiscordInteraction s_interaction = new(new Snowflake(6), "tok", new Snowflake(101), InteractionKind.Command, new DiscordUser(new Snowflake(3), "Ada", false), s_channel);
    private const string Written = """{"id":"9","channel_id":"7","author":{"id":"100","username":"vince"},"content":"x"}""";

    private static (RestScene Scene, MessageApi Messages) Begin()
    {
        var scene = new RestScene();
        scene.Answers(_ => RestScene.Reply(200, Written));
        return (scene, new MessageApi(scene.Rest, new ChannelGuilds()));
    }

    [Fact]
    public async Task A_message_pings_nobody_but_whom_it_may()
    {
        var (scene, messages) = Begin();
        await messages.SendAsync(s_channel, new OutgoingMessage("@everyone <@3>") { MayPing = [new Snowflake(3)], NoPreviews = false }, default);
        Assert.Equal("""{"content":"@everyone \u003C@3\u003E","allowed_mentions":{"parse":[],"users":["3"],"replied_user":false}}""", scene.Seen.Single().Body);
        Assert.Equal("POST channels/7/messages", scene.Seen.Single().Request);
    }

    [Fact]
    public async Task A_change_names_whom_it_replies_to_again_and_leaves_boxes_and_files_alone()
    {
        var (scene, messages) = Begin();
        await messages.EditAsync(s_channel, new Snowflake(9), new OutgoingMessage("more") { RepliesTo = new Snowflake(1), Nonce = "n" }, default);
        Assert.Equal("""{"content":"more","allowed_mentions":{"parse":[],"users":[],"replied_user":true}}""", scene.Seen.Single().Body);
        await messages.EditAsync(s_channel, new Snowflake(9), new OutgoingMessage("") { Components = [], Embeds = [new Embed("T", null, 255) { Footer = "f", Fields = [new EmbedField("n", "v", true)] }] }, default);
        Assert.Equal(
            """{"content":"","allowed_mentions":{"parse":[],"users":[],"replied_user":false},"components":[],"embeds":[{"title":"T","color":255,"fields":[{"name":"n","value":"v","inline":true}],"footer":{"text":"f"}}],"flags":0}""",
            scene.Seen.Last().Body);
    }

    [Fact]
    public async Task Files_go_along_as_parts_of_a_form()
    {
        var (scene, messages) = Begin();
        await messages.SendAsync(s_channel, new OutgoingMessage("see") { Files = [new OutgoingFile("gráfico \"1\".csv", "a,b"u8.ToArray(), "text/csv")] }, default);
        var body = scene.Seen.Single().Body.ReplaceLineEndings("\n");
        Assert.Contains("Content-Disposition: form-data; name=\"payload_json\"\n\n{\"content\":\"see\"", body, StringComparison.Ordinal);
        Assert.Contains("\"attachments\":[{\"id\":0,\"filename\":\"gr\\u00E1fico \\u00221\\u0022.csv\"}]", body, StringComparison.Ordinal);
        Assert.Contains("Content-Type: text/csv\nContent-Disposition: form-data; name=\"files[0]\"; filename=\"gr_fico _1_.csv\"\n\na,b", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Buttons_and_menus_are_rows_of_components()
    {
        var (scene, messages) = Begin();
        await messages.SendAsync(s_channel, new OutgoingMessage("choose") { NoPreviews = false, Components = [new ComponentRow(new Button("a", "Yes", ButtonStyle.Success), new Button("b", "No", Disabled: true)), new ComponentRow(new Menu("m", "Pick", [new MenuOption("v", "l", "d")]))] }, default);
        Assert.Equal(
            """[{"type":1,"components":[{"type":2,"custom_id":"a","label":"Yes","style":3},{"type":2,"custom_id":"b","label":"No","style":2,"disabled":true}]},{"type":1,"components":[{"type":3,"custom_id":"m","placeholder":"Pick","options":[{"label":"l","value":"v","description":"d"}]}]}]""",
            JsonDocument.Parse(scene.Seen.Single().Body).RootElement.GetProperty("components").GetRawText());
    }

    [Fact]
    public async Task Interactions_are_answered_by_their_own_token()
    {
        var (scene, messages) = Begin();
        var interactions = new InteractionApi(scene.Rest, messages);
        await interactions.DeferAsync(s_interaction, ephemeral: true, default);
        await interactions.RespondAsync(s_interaction, new OutgoingMessage("hi") { Ephemeral = true }, default);
        await interactions.UpdateAsync(s_interaction, new OutgoingMessage("done") { Components = [] }, default);
        await interactions.CompleteAsync(s_interaction, ["one", "two", new string('x', 101)], default);
        await interactions.OpenFormAsync(s_interaction, new Form("f", "Tell", [new FormField("q", "What", Paragraph: true, MostCharacters: 200)]), default);
        await interactions.EditAsync(s_interaction, new OutgoingMessage("late"), default);
        await interactions.FollowUpAsync(s_interaction, new OutgoingMessage("more") { Ephemeral = true, NoPreviews = false }, default);
        const string pings = "\"allowed_mentions\":{\"parse\":[],\"users\":[],\"replied_user\":false}";
        Assert.Equal(
            [
                ("POST interactions/6/tok/callback", """{"type":5,"data":{"flags":64}}"""),
                ("POST interactions/6/tok/callback", $$$"""{"type":4,"data":{"content":"hi",{{{pings}}},"flags":68}}"""),
                ("POST interactions/6/tok/callback", $$$"""{"type":7,"data":{"content":"done",{{{pings}}},"components":[]}}"""),
                ("POST interactions/6/tok/callback", """{"type":8,"data":{"choices":[{"name":"one","value":"one"},{"name":"two","value":"two"}]}}"""),
                ("POST interactions/6/tok/callback", """{"type":9,"data":{"custom_id":"f","title":"Tell","components":[{"type":18,"label":"What","component":{"type":4,"custom_id":"q","style":2,"required":true,"max_length":200}}]}}"""),
                ("PATCH webhooks/101/tok/messages/@original", $$"""{"content":"late",{{pings}},"flags":4}"""),
                ("POST webhooks/101/tok?wait=true", $$"""{"content":"more",{{pings}},"flags":64}"""),
            ],
            scene.Seen.Select(seen => (seen.Request, seen.Body)));
        Assert.All(scene.Seen, seen => Assert.Null(seen.Authorization));
    }

    [Fact]
    public async Task A_webhook_writes_under_its_name_in_a_thread_and_leaves_out_what_is_not_for_webhooks()
    {
        var (scene, messages) = Begin();
        using var webhooks = new WebhookApi(scene.Rest, messages, _ => Task.FromResult(new Snowflake(101)));
        var webhook = new DiscordWebhook(new Snowflake(50), s_channel, "tok");
        await webhooks.SendAsync(webhook, new Snowflake(12), new WebhookIdentity("Vince", new Uri("https://example.org/v.png")), new OutgoingMessage("x") { Nonce = "n", RepliesTo = new Snowflake(1), Ephemeral = true, NoPreviews = false }, default);
        await webhooks.DeleteAsync(webhook, null, new Snowflake(9), default);
        Assert.Equal(
            [
                ("POST webhooks/50/tok?wait=true&thread_id=12", """{"content":"x","allowed_mentions":{"parse":[],"users":[],"replied_user":false},"username":"Vince","avatar_url":"https://example.org/v.png"}"""),
                ("DELETE webhooks/50/tok/messages/9", ""),
            ],
            scene.Seen.Select(seen => (seen.Request, seen.Body)));
    }

    [Fact]
    public async Task Only_a_webhook_of_the_bots_own_is_used_and_found_once()
    {
        var (scene, messages) = Begin();
        scene.Answer = (_, request, _) => Task.FromResult(request.Method == HttpMethod.Get
            ? RestScene.Reply(200, """[{"id":"1","type":1,"name":"LocalsOnly","application_id":null,"token":"a"},{"id":"2","type":1,"name":"LocalsOnly","application_id":"77","token":"b"}]""")
            : RestScene.Reply(200, """{"id":"3","type":1,"name":"LocalsOnly","channel_id":"7","application_id":"101","token":"c"}"""));
        using var webhooks = new WebhookApi(scene.Rest, messages, _ => Task.FromResult(new Snowflake(101)));
        var found = await Task.WhenAll(webhooks.FindAsync(s_channel, "LocalsOnly", default), webhooks.FindAsync(s_channel, "LocalsOnly", default));
        Assert.All(found, webhook => Assert.Equal(new DiscordWebhook(new Snowflake(3), s_channel, "c"), webhook));
        Assert.Equal(["GET channels/7/webhooks", "POST channels/7/webhooks"], scene.Seen.Select(seen => seen.Request));
        Assert.Equal("""{"name":"LocalsOnly"}""", scene.Seen.Last().Body);
    }

    [Fact]
    public async Task A_webhook_that_is_gone_is_looked_for_anew()
    {
        var (scene, messages) = Begin();
        scene.Answer = (_, request, _) => Task.FromResult(request.Method == HttpMethod.Get
            ? RestScene.Reply(200, """[{"id":"3","name":"other","application_id":"101","token":"c"}]""")
            : RestScene.Reply(404, """{"message":"Unknown Webhook","code":10015}"""));
        using var webhooks = new WebhookApi(scene.Rest, messages, _ => Task.FromResult(new Snowflake(101)));
        var webhook = await webhooks.FindAsync(s_channel, "LocalsOnly", default);
        await Assert.ThrowsAsync<DiscordException>(() => webhooks.SendAsync(webhook, null, new WebhookIdentity("V", null), new OutgoingMessage("x"), default));
        await webhooks.FindAsync(s_channel, "LocalsOnly", default);
        Assert.Equal(2, scene.Seen.Count(seen => seen.Request == "GET channels/7/webhooks"));
    }

    [Fact]
    public async Task Messages_after_one_come_oldest_first_and_know_their_server()
    {
        var scene = new RestScene();
        scene.Answers(_ => RestScene.Reply(200, """[{"id":"12","channel_id":"7","author":{"id":"3"},"content":"b"},{"id":"11","channel_id":"7","author":{"id":"3"},"content":"a"}]"""));
        var guilds = new ChannelGuilds();
        guilds.Add(s_channel, new Snowflake(5));
        var messages = await new MessageApi(scene.Rest, guilds).AfterAsync(s_channel, new Snowflake(10), 500, default);
        Assert.Equal([("a", new Snowflake(5)), ("b", new Snowflake(5))], messages.Select(message => (message.Content, message.Guild!.Value)));
        Assert.Equal("GET channels/7/messages?after=10&limit=100", scene.Seen.Single().Request);
    }

    [Fact]
    public async Task What_is_gone_is_null_and_deleting_it_is_no_failure()
    {
        var scene = new RestScene();
        scene.Answers(_ => RestScene.Reply(404, """{"message":"Unknown Message","code":10008}"""));
        var messages = new MessageApi(scene.Rest, new ChannelGuilds());
        Assert.Null(await messages.GetAsync(s_channel, new Snowflake(9), default));
        await messages.DeleteAsync(s_channel, new Snowflake(9), default);
        scene.Answers(_ => RestScene.Reply(403, """{"message":"Missing Access","code":50001}"""));
        Assert.Null(await new ChannelApi(scene.Rest, new ChannelGuilds()).GetAsync(s_channel, default));
    }

    [Fact]
    public async Task Emojis_are_written_into_the_path_safely()
    {
        var (scene, messages) = Begin();
        await messages.ReactAsync(s_channel, new Snowflake(9), "👍", remove: false, default);
        await messages.ReactAsync(s_channel, new Snowflake(9), "cat:123", remove: true, default);
        Assert.Equal(["PUT channels/7/messages/9/reactions/%F0%9F%91%8D/@me", "DELETE channels/7/messages/9/reactions/cat%3A123/@me"], scene.Seen.Select(seen => seen.Request));
    }

    [Fact]
    public async Task A_thread_that_is_there_already_is_the_one()
    {
        var scene = new RestScene();
        scene.Answers(number => number == 1
            ? RestScene.Reply(400, """{"message":"A thread has already been created for this message","code":160004}""")
            : RestScene.Reply(200, """{"id":"9","type":11,"guild_id":"5","name":"talk","parent_id":"7"}"""));
        var thread = await new ChannelApi(scene.Rest, new ChannelGuilds()).StartThreadAsync(s_channel, new Snowflake(9), "talk", default);
        Assert.Equal(new DiscordChannel(new Snowflake(9), DiscordChannelKind.Thread, new Snowflake(5), "talk", s_channel, null), thread);
    }
}
