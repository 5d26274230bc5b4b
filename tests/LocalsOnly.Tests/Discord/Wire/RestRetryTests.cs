using LocalsOnly.Discord.Rest;
using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Tests.Discord.Wire;

public sealed class RestRetryTests
{
    private static readonly Snowflake s_channel = new(7);

    private static RestRequest Write(bool hasNonce) => new(Routes.CreateMessage(s_channel, hasNonce, hasFiles: false)) { Body = "{\"content\":\"x\"}"u8.ToArray() };

    private static RestRequest Webhook() => new(Routes.ExecuteWebhook(new Snowflake(5), "secret", null)) { Body = "{}"u8.ToArray() };

    private static RestRequest Callback() => new(Routes.Callback(new Snowflake(6), "secret")) { Body = "{}"u8.ToArray(), IsUrgent = true, Patience = TimeSpan.FromSeconds(2.8) };

    [Fact]
    public async Task An_error_of_discords_is_tried_again_where_that_sends_nothing_twice()
    {
        using var scene = new RestScene();
        scene.Answers(number => RestScene.Reply(number < 3 ? 502 : 200, "{}"));
        await scene.PassUntilAsync(scene.Rest.SendAsync(Write(hasNonce: true), default));
        Assert.Equal(3, scene.Seen.Count);
        Assert.Equal(["{\"content\":\"x\"}"], scene.Seen.Select(seen => seen.Body).Distinct());
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_webhooks_message_is_not_sent_again_when_it_may_have_been_written(int status)
    {
        using var scene = new RestScene();
        scene.Answers(_ => RestScene.Reply(status, ""));
        var failed = await Assert.ThrowsAsync<DiscordException>(() => scene.PassUntilAsync(scene.Rest.SendAsync(Webhook(), default)));
        Assert.Equal((DiscordFailure.Unavailable, "Discord did not say whether the request to write with its webhook was done."), (failed.Failure, failed.Message));
        Assert.Single(scene.Seen);
    }

    [Fact]
    public async Task A_message_without_a_nonce_is_not_sent_again_after_silence()
    {
        using var scene = new RestScene();
        scene.Answer = async (_, _, cancellationToken) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            throw new InvalidOperationException();
        };
        var failed = await Assert.ThrowsAsync<DiscordException>(() => scene.PassUntilAsync(scene.Rest.SendAsync(Write(hasNonce: false), default)));
        Assert.Equal(DiscordFailure.Unavailable, failed.Failure);
        Assert.Single(scene.Seen);
        Assert.InRange(scene.Now, TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task What_hangs_is_given_up_and_tried_again()
    {
        using var scene = new RestScene();
        scene.Answer = async (number, _, cancellationToken) =>
        {
            if (number == 1) await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            return RestScene.Reply(200, "{}");
        };
        await scene.PassUntilAsync(scene.Rest.SendAsync(Write(hasNonce: true), default));
        Assert.Equal(2, scene.Seen.Count);
    }

    [Fact]
    public async Task What_never_left_is_sent_again_whatever_it_is()
    {
        using var scene = new RestScene();
        scene.Answer = (number, _, _) => number == 1 ? throw new HttpRequestException(HttpRequestError.ConnectionError, "refused") : Task.FromResult(RestScene.Reply(200, "{}"));
        await scene.PassUntilAsync(scene.Rest.SendAsync(Webhook(), default));
        Assert.Equal(2, scene.Seen.Count);
    }

    [Fact]
    public async Task What_discord_finds_wrong_is_not_tried_again()
    {
        using var scene = new RestScene();
        scene.Answers(_ => RestScene.Reply(400, """{"code":50035,"message":"Invalid Form Body","errors":{"embeds":{"0":{"title":{"_errors":[{"code":"BASE_TYPE_MAX_LENGTH","message":"Must be 256 or fewer in length."}]}}}}}"""));
        var failed = await Assert.ThrowsAsync<DiscordException>(() => scene.Rest.SendAsync(Write(hasNonce: true), default));
        Assert.Equal((DiscordFailure.Rejected, 50035), (failed.Failure, failed.Code));
        Assert.Equal("Discord found the request to write in the channel wrong: embeds[0].title: Must be 256 or fewer in length.", failed.Message);
        Assert.Single(scene.Seen);
    }

    [Fact]
    public async Task An_answer_to_an_interaction_waits_no_longer_than_discord_does()
    {
        using var scene = new RestScene();
        scene.Answers(_ => RestScene.Reply(503, ""));
        await Assert.ThrowsAsync<DiscordException>(() => scene.PassUntilAsync(scene.Rest.SendAsync(Callback(), default)));
        Assert.True(scene.Now < TimeSpan.FromSeconds(5));
        Assert.True(scene.Seen.Count > 1);

        using var limited = new RestScene();
        limited.Answers(_ => RestScene.Reply(429, """{"retry_after":10}""", ("X-RateLimit-Scope", "user")));
        Assert.Equal(DiscordFailure.RateLimited, (await Assert.ThrowsAsync<DiscordException>(() => limited.Rest.SendAsync(Callback(), default))).Failure);
    }

    [Fact]
    public async Task An_answer_that_was_given_by_a_try_without_an_answer_is_given()
    {
        using var scene = new RestScene();
        const string already = """{"message":"Interaction has already been acknowledged.","code":40060}""";
        scene.Answers(number => number == 1 ? RestScene.Reply(504, "") : RestScene.Reply(400, already));
        await scene.PassUntilAsync(scene.Rest.SendAsync(Callback(), default));
        Assert.Equal(2, scene.Seen.Count);

        using var twice = new RestScene();
        twice.Answers(_ => RestScene.Reply(400, already));
        Assert.Equal(DiscordFailure.InteractionExpired, (await Assert.ThrowsAsync<DiscordException>(() => twice.Rest.SendAsync(Callback(), default))).Failure);
    }

    [Fact]
    public async Task A_token_that_is_no_longer_good_means_a_late_answer_or_a_webhook_that_is_gone()
    {
        using var scene = new RestScene();
        scene.Answers(_ => RestScene.Reply(401, """{"message":"Invalid Webhook Token","code":50027}"""));
        var webhook = await Assert.ThrowsAsync<DiscordException>(() => scene.Rest.SendAsync(Webhook(), default));
        Assert.Equal(DiscordFailure.NotFound, webhook.Failure);
        var route = Routes.ExecuteWebhook(new Snowflake(101), "secret", null) with { IsAnswer = true };
        var answer = await Assert.ThrowsAsync<DiscordException>(() => scene.Rest.SendAsync(new RestRequest(route) { Body = "{}"u8.ToArray() }, default));
        Assert.Equal(DiscordFailure.InteractionExpired, answer.Failure);
        await Assert.ThrowsAsync<DiscordException>(() => scene.Rest.SendAsync(Write(hasNonce: true), default));
        Assert.Equal(3, scene.Seen.Count);
    }

    [Theory]
    [InlineData(403, """{"message":"Missing Access","code":50001}""", DiscordFailure.Forbidden, "permission View Channel")]
    [InlineData(403, """{"message":"Missing Permissions","code":50013}""", DiscordFailure.Forbidden, "permission Send Messages")]
    [InlineData(403, """{"message":"Cannot send messages to this user","code":50007}""", DiscordFailure.Forbidden, "they take no direct messages")]
    [InlineData(404, """{"message":"Unknown Channel","code":10003}""", DiscordFailure.NotFound, "The channel is gone")]
    [InlineData(404, """{"message":"Unknown Message","code":10008}""", DiscordFailure.NotFound, "The message is gone")]
    [InlineData(404, """{"message":"Unknown interaction","code":10062}""", DiscordFailure.InteractionExpired, "too late")]
    [InlineData(400, """{"message":"Maximum number of webhooks reached (15)","code":30007}""", DiscordFailure.Rejected, "delete one in its settings")]
    [InlineData(400, """{"message":"Something new","code":99999}""", DiscordFailure.Rejected, "Something new")]
    [InlineData(403, "<html>blocked</html>", DiscordFailure.Forbidden, "status 403")]
    [InlineData(413, "", DiscordFailure.Rejected, "larger than Discord takes")]
    [InlineData(302, "", DiscordFailure.Rejected, "status 302")]
    public async Task A_refusal_is_one_sentence_that_says_what_to_do(int status, string body, DiscordFailure failure, string words)
    {
        using var scene = new RestScene();
        scene.Answers(_ => RestScene.Reply(status, body));
        var failed = await Assert.ThrowsAsync<DiscordException>(() => scene.Rest.SendAsync(Write(hasNonce: true), default));
        Assert.Equal(failure, failed.Failure);
        Assert.Contains(words, failed.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", failed.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(ScriptedDiscord.Token, failed.ToString(), StringComparison.Ordinal);
    }
}
