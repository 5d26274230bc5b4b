using System.Text.Json;
using LocalsOnly.Discord;
using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Tests.Discord.Wire;

/// <summary>What goes over the wire, whatever sends it.</summary>
public abstract class BotWireContract : BotContract
{
    [Fact]
    public async Task A_bot_identifies_is_ready_hears_a_message_and_answers_it()
    {
        await using var discord = await ScriptedDiscord.StartAsync();
        JsonElement sent = default;
        discord.On("POST /api/v10/channels/7/messages", async context =>
        {
            Assert.Equal($"Bot {ScriptedDiscord.Token}", context.Request.Headers.Authorization);
            Assert.StartsWith("DiscordBot (", context.Request.Headers.UserAgent.ToString(), StringComparison.Ordinal);
            sent = await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.Body);
            await ScriptedDiscord.WriteAsync(context, 200, """{"id":"9","channel_id":"7","author":{"id":"100","username":"vince","bot":true},"content":"Good day."}""");
        });
        await using var bot = Make(new DiscordBotOptions("vince", ScriptedDiscord.Token) { Api = discord.Api }, new LogLines());
        var heard = new Heard();
        using var stop = new CancellationTokenSource();
        var running = bot.RunAsync(heard.Take, stop.Token);
        var socket = await discord.NextAsync();
        Assert.Contains("v=10", socket.Query, StringComparison.Ordinal);
        Assert.Contains("encoding=json", socket.Query, StringComparison.Ordinal);
        var identify = await socket.BeginAsync();
        Assert.Equal(ScriptedDiscord.Token, identify.GetProperty("token").GetString());
        Assert.Equal((1 << 0) | (1 << 9) | (1 << 12) | (1 << 15), identify.GetProperty("intents").GetInt32());

        var ready = await heard.NextAsync<BotReady>();
        Assert.Equal((new Snowflake(100), new Snowflake(101), false), (ready.Self.Id, ready.Application, ready.Resumed));
        await socket.DispatchAsync("MESSAGE_CREATE", 2, """
            {"id":"8","channel_id":"7","guild_id":"5","type":0,"content":"Hello, <@100>","author":{"id":"3","username":"ada","global_name":"Ada"},
             "member":{"nick":"Countess","roles":["11"]},"mentions":[{"id":"100","username":"vince"}],"attachments":[],"new_field":{"a":[1]}}
            """);
        var message = (await heard.NextAsync<MessageCreated>()).Message;
        Assert.Equal(("Hello, <@100>", "Countess", false), (message.Content, message.Author.Name, message.Author.IsBot));
        Assert.Equal("https://discord.com/channels/5/7/8", message.Link);

        var answer = await bot.SendAsync(message.Channel, new OutgoingMessage("Good day.") { RepliesTo = message.Id, Nonce = "n1" });
        Assert.Equal((new Snowflake(9), new Snowflake(5)), (answer.Id, answer.Guild));
        Assert.Equal(
            """{"content":"Good day.","allowed_mentions":{"parse":[],"users":[],"replied_user":true},"nonce":"n1","enforce_nonce":true,"message_reference":{"message_id":"8","fail_if_not_exists":false},"flags":4}""",
            sent.GetRawText());

        Assert.Equal(ConnectionState.Connected, bot.Health.State);
        await stop.CancelAsync();
        Assert.Equal(1000, await socket.ClosedAsync());
        await running;
        Assert.Equal(ConnectionState.Stopped, bot.Health.State);
    }
}
