using System.Collections.Concurrent;
using LocalsOnly.Discord.Transport;
using LocalsOnly.Tests.Discord.Wire;

namespace LocalsOnly.SemanticKernel.Tests.DiscordNet;

/// <summary>What Discord.Net would do by itself, and does not in this house: where the token goes, how often Discord is asked, what is logged.</summary>
public sealed class DiscordNetGuardTests
{
    private const string Messages = "POST /api/v10/channels/7/messages";

    private static readonly Snowflake s_channel = new(7);

    private static readonly DiscordWebhook s_webhook = new(new Snowflake(50), s_channel, "the-webhooks-secret");

    [Fact]
    public async Task A_token_that_the_api_refuses_ends_the_bot_and_is_not_tried_again()
    {
        await using var scene = await LibraryScene.OpenAsync();
        scene.Discord.On("GET /api/v10/gateway/bot", 401, """{"message":"401: Unauthorized","code":0}""");
        scene.Run();
        var failed = await Assert.ThrowsAsync<DiscordException>(() => scene.Running);
        Assert.Equal(DiscordFailure.Unauthorized, failed.Failure);
        Assert.Equal((ConnectionState.Failed, failed.Message), (scene.Bot.Health.State, scene.Bot.Health.Detail));
        await Assert.ThrowsAsync<DiscordException>(() => scene.Bot.TypeAsync(s_channel));
        Assert.Single(scene.Discord.Requests);
        Assert.DoesNotContain(ScriptedDiscord.Token, failed + string.Join("\n", scene.Log.All), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wss://gateway.evil.example")]
    [InlineData("ws://127.0.0.2:1")]
    public async Task The_token_is_not_taken_to_a_gateway_that_is_not_of_the_api(string elsewhere)
    {
        await using var scene = await LibraryScene.OpenAsync();
        var first = await scene.BeginAsync(resumeAt: elsewhere);
        first.Drop();
        var second = await scene.Discord.NextAsync();
        await second.HelloAsync();
        Assert.Equal("s1", (await second.ReceiveAsync(6)).GetProperty("session_id").GetString());
        Assert.DoesNotContain(scene.Log.All, line => line.Contains("could not be reached", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_gateway_that_the_api_names_elsewhere_is_not_connected_to()
    {
        await using var scene = await LibraryScene.OpenAsync();
        scene.Discord.On("GET /api/v10/gateway/bot", 200, """{"url":"wss://gateway.evil.example","shards":1,"session_start_limit":{"total":1000,"remaining":999,"reset_after":0,"max_concurrency":1}}""");
        scene.Run();
        await LibraryScene.UntilAsync(() => scene.Bot.Health.State == ConnectionState.Waiting);
        Assert.Equal("Discord named a gateway that is not one of its own, so the bot did not connect", scene.Bot.Health.Detail);
    }

    [Fact]
    public async Task No_session_is_begun_beyond_what_discord_allows_in_a_day()
    {
        await using var scene = await LibraryScene.OpenAsync();
        scene.Discord.Starts = """{"total":1000,"remaining":0,"reset_after":600000,"max_concurrency":1}""";
        scene.Run();
        await LibraryScene.UntilAsync(() => scene.Bot.Health.State == ConnectionState.Waiting);
        Assert.StartsWith("Discord allows no further session before", scene.Bot.Health.Detail, StringComparison.Ordinal);
        Assert.Equal(["GET /api/v10/gateway/bot"], scene.Discord.Requests);
    }

    [Fact]
    public async Task The_bots_token_goes_along_with_nothing_that_has_a_token_of_its_own()
    {
        await using var scene = await LibraryScene.OpenAsync();
        var seen = new ConcurrentQueue<string>();
        scene.Discord.On($"POST /api/v10/webhooks/50/{s_webhook.Token}", context =>
        {
            seen.Enqueue(context.Request.Headers.Authorization.ToString());
            return ScriptedDiscord.WriteAsync(context, 200, """{"id":"9","channel_id":"7","author":{"id":"50","username":"Kelly","bot":true},"webhook_id":"50","content":"x"}""");
        });
        var socket = await scene.BeginAsync();
        scene.Discord.On("POST /api/v10/interactions/6/its-secret/callback", context =>
        {
            seen.Enqueue(context.Request.Headers.Authorization.ToString());
            context.Response.StatusCode = 204;
            return Task.CompletedTask;
        });
        await scene.Bot.SendAsync(s_webhook, null, new WebhookIdentity("Kelly", null), new OutgoingMessage("x"));
        await socket.DispatchAsync("INTERACTION_CREATE", 2, """{"id":"6","application_id":"101","type":2,"token":"its-secret","version":1,"entitlements":[],"authorizing_integration_owners":{},"channel_id":"7","user":{"id":"3","username":"ada"},"data":{"id":"1","name":"ask","type":1} }""");
        await scene.Bot.DeferAsync((await scene.Heard.NextAsync<InteractionArrived>()).Interaction, ephemeral: true);
        Assert.Equal(["", ""], seen);
        // The library's client of a webhook is made of what is known, without asking.
        Assert.Equal(["GET /api/v10/gateway/bot", $"POST /api/v10/webhooks/50/{s_webhook.Token}?wait=true", "POST /api/v10/interactions/6/its-secret/callback"], scene.Discord.Requests);
    }

    [Fact]
    public async Task Where_a_limit_is_hit_no_token_is_logged()
    {
        await using var scene = await LibraryScene.OpenAsync();
        var tries = 0;
        scene.Discord.On($"POST /api/v10/webhooks/50/{s_webhook.Token}", context =>
        {
            if (Interlocked.Increment(ref tries) > 1) return ScriptedDiscord.WriteAsync(context, 200, """{"id":"9","channel_id":"7","author":{"id":"50","username":"Kelly"},"webhook_id":"50","content":"x"}""");
            (context.Response.Headers["X-RateLimit-Limit"], context.Response.Headers["X-RateLimit-Remaining"], context.Response.Headers["X-RateLimit-Bucket"]) = ("5", "0", "b");
            return ScriptedDiscord.WriteAsync(context, 429, """{"message":"You are being rate limited.","retry_after":0.1,"global":false}""");
        });
        await scene.Bot.SendAsync(s_webhook, null, new WebhookIdentity("Kelly", null), new OutgoingMessage("x"));
        Assert.Equal(2, tries);
        Assert.DoesNotContain(s_webhook.Token, string.Join("\n", scene.Log.All), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_that_names_no_limit_is_waited_out_before_the_next_try()
    {
        await using var scene = await LibraryScene.OpenAsync();
        var at = new ConcurrentQueue<long>();
        scene.Discord.On(Messages, context =>
        {
            at.Enqueue(TimeProvider.System.GetTimestamp());
            return at.Count > 1
                ? ScriptedDiscord.WriteAsync(context, 200, """{"id":"9","channel_id":"7","author":{"id":"100","username":"vince"},"content":"x"}""")
                : ScriptedDiscord.WriteAsync(context, 429, """{"message":"You are being rate limited.","retry_after":0.4,"global":false}""");
        });
        await scene.Bot.SendAsync(s_channel, new OutgoingMessage("x"));
        Assert.Equal(2, at.Count);
        Assert.True(TimeProvider.System.GetElapsedTime(at.First(), at.Last()) >= TimeSpan.FromSeconds(0.4));
    }

    [Fact]
    public async Task A_wait_that_is_not_worth_it_is_reported_at_once()
    {
        await using var scene = await LibraryScene.OpenAsync();
        scene.Discord.On(Messages, 429, """{"message":"You are being rate limited.","retry_after":1000,"global":false}""");
        var failed = await Assert.ThrowsAsync<DiscordException>(() => scene.Bot.SendAsync(s_channel, new OutgoingMessage("x")));
        Assert.Equal((DiscordFailure.RateLimited, "Discord lets the bot write in the channel again only in 1000 s."), (failed.Failure, failed.Message));
    }

    [Fact]
    public async Task What_waits_for_a_limit_can_be_given_up_and_was_not_sent()
    {
        await using var scene = await LibraryScene.OpenAsync();
        scene.Discord.On(Messages, context =>
        {
            (context.Response.Headers["X-RateLimit-Limit"], context.Response.Headers["X-RateLimit-Remaining"]) = ("1", "0");
            (context.Response.Headers["X-RateLimit-Reset-After"], context.Response.Headers["X-RateLimit-Bucket"]) = ("1000", "b");
            return ScriptedDiscord.WriteAsync(context, 200, """{"id":"9","channel_id":"7","author":{"id":"100","username":"vince"},"content":"x"}""");
        });
        await scene.Bot.SendAsync(s_channel, new OutgoingMessage("x"));
        using var given = new CancellationTokenSource();
        var second = scene.Bot.SendAsync(s_channel, new OutgoingMessage("y"), given.Token);
        await given.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.Single(scene.Discord.Requests);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    public async Task What_may_have_been_written_is_not_sent_again_without_a_nonce(int status)
    {
        await using var scene = await LibraryScene.OpenAsync();
        scene.Discord.On(Messages, status, "");
        var failed = await Assert.ThrowsAsync<DiscordException>(() => scene.Bot.SendAsync(s_channel, new OutgoingMessage("x")));
        Assert.Equal((DiscordFailure.Unavailable, "Discord did not say whether the request to write in the channel was done."), (failed.Failure, failed.Message));
        Assert.Single(scene.Discord.Requests);
    }

    [Fact]
    public async Task What_takes_the_application_says_so_before_the_bot_was_ever_connected()
    {
        await using var scene = await LibraryScene.OpenAsync();
        var failed = await Assert.ThrowsAsync<DiscordException>(() => scene.Bot.SyncCommandsAsync([]));
        Assert.Equal("The bot vince was not connected to Discord yet: try again once it is.", failed.Message);
        Assert.Empty(scene.Discord.Requests);
    }
}
