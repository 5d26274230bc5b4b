using LocalsOnly.Discord.Rest;
using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Tests.Discord.Wire;

public sealed class RestLimitTests
{
    private static readonly Snowflake s_channel = new(7);
    private static readonly Snowflake s_other = new(8);

    private static RestRequest Typing(Snowflake channel) => new(Routes.Typing(channel));

    private static RestRequest Write(Snowflake channel) => new(Routes.CreateMessage(channel, hasNonce: false, hasFiles: false)) { Body = "{}"u8.ToArray() };

    [Fact]
    public async Task A_bucket_that_is_empty_on_the_response_that_first_names_it_is_waited_for()
    {
        using var scene = new RestScene();
        scene.Answers(_ => RestScene.Limited("abc", 0, "2.5"));
        await scene.PassUntilAsync(scene.Rest.SendAsync(Typing(s_channel), default));
        await scene.PassUntilAsync(scene.Rest.SendAsync(Typing(s_channel), default));
        var times = scene.Seen.Select(seen => seen.At).ToList();
        Assert.InRange(times[1] - times[0], TimeSpan.FromSeconds(2.5), TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task Who_waited_before_the_bucket_had_a_name_waits_for_it_too_and_in_order()
    {
        using var scene = new RestScene();
        var first = new TaskCompletionSource<HttpResponseMessage>();
        scene.Answer = (number, _, _) => number == 1 ? first.Task : Task.FromResult(RestScene.Limited("abc", 3, "9"));
        var requests = Enumerable.Range(0, 4).Select(i => scene.Rest.SendAsync(new RestRequest(Routes.Typing(s_channel)) { Body = [(byte)('a' + i)] }, default)).ToList();
        await RestScene.SettleAsync();
        Assert.Single(scene.Seen);
        first.SetResult(RestScene.Limited("abc", 0, "3"));
        foreach (var request in requests) await scene.PassUntilAsync(request);
        Assert.Equal(["a", "b", "c", "d"], scene.Seen.Select(seen => seen.Body));
        Assert.True(scene.Seen.ElementAt(1).At >= TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task One_who_has_to_send_again_is_not_overtaken_by_those_behind()
    {
        using var scene = new RestScene();
        scene.Answers(number => number == 1 ? RestScene.Reply(429, """{"retry_after":1}""", ("X-RateLimit-Bucket", "abc"), ("X-RateLimit-Scope", "user")) : RestScene.Limited("abc", 3, "9"));
        var requests = Enumerable.Range(0, 3).Select(i => scene.Rest.SendAsync(new RestRequest(Routes.Typing(s_channel)) { Body = [(byte)('a' + i)] }, default)).ToList();
        foreach (var request in requests) await scene.PassUntilAsync(request);
        Assert.Equal(["a", "a", "b", "c"], scene.Seen.Select(seen => seen.Body));
    }

    [Fact]
    public async Task Routes_of_one_bucket_wait_for_each_other_and_other_channels_do_not()
    {
        using var scene = new RestScene();
        scene.Answers(number => RestScene.Limited("shared", number <= 2 ? 1 : 0, "4"));
        await scene.Rest.SendAsync(Typing(s_channel), default);
        await scene.Rest.SendAsync(Write(s_channel), default);
        await scene.Rest.SendAsync(Write(s_channel), default);
        await scene.Rest.SendAsync(Typing(s_other), default);
        Assert.Equal(TimeSpan.Zero, scene.Now);
        await scene.PassUntilAsync(scene.Rest.SendAsync(Typing(s_channel), default));
        Assert.True(scene.Now >= TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task Who_is_told_of_a_bucket_while_another_has_the_turn_there_waits_as_it_says()
    {
        using var scene = new RestScene();
        var held = new TaskCompletionSource<HttpResponseMessage>();
        scene.Answers(_ => RestScene.Limited("shared", 3, "9"));
        await scene.Rest.SendAsync(Typing(s_channel), default);
        scene.Answer = (number, _, _) => number switch
        {
            2 => held.Task,
            3 => Task.FromResult(RestScene.Reply(429, """{"retry_after":2,"global":false}""", ("X-RateLimit-Bucket", "shared"), ("X-RateLimit-Scope", "user"))),
            _ => Task.FromResult(RestScene.Reply(200, "{}")),
        };
        var first = scene.Rest.SendAsync(Typing(s_channel), default);
        await RestScene.SettleAsync();
        await scene.PassUntilAsync(scene.Rest.SendAsync(Write(s_channel), default));
        Assert.InRange(scene.Seen.ElementAt(3).At, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3));
        held.SetResult(RestScene.Reply(200, "{}"));
        await first;
    }

    [Theory]
    [InlineData("""{"message":"You are being rate limited.","retry_after":1.5,"global":false}""", 1.5)]
    [InlineData("", 3)]
    public async Task A_429_is_waited_out_and_the_request_sent_again_though_it_is_no_repeatable_one(string body, double seconds)
    {
        using var scene = new RestScene();
        scene.Answers(number => number == 1 ? RestScene.Reply(429, body, ("Retry-After", "3"), ("X-RateLimit-Bucket", "abc"), ("X-RateLimit-Scope", "user")) : RestScene.Reply(200, "{}"));
        await scene.PassUntilAsync(scene.Rest.SendAsync(Write(s_channel), default));
        Assert.InRange(scene.Seen.Last().At, TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(seconds + 1.4));
    }

    [Fact]
    public async Task A_global_429_stops_all_of_the_bot_but_not_its_webhooks()
    {
        using var scene = new RestScene();
        scene.Answers(number => number == 1
            ? RestScene.Reply(429, """{"message":"You are being rate limited.","retry_after":5,"global":true}""", ("Retry-After", "5"), ("X-RateLimit-Global", "true"), ("X-RateLimit-Scope", "global"))
            : RestScene.Reply(200, "{}"));
        var limited = scene.Rest.SendAsync(Typing(s_channel), default);
        await RestScene.SettleAsync();
        var other = scene.Rest.SendAsync(Typing(s_other), default);
        await scene.Rest.SendAsync(new RestRequest(Routes.ExecuteWebhook(new Snowflake(5), "t", null)) { Body = "{}"u8.ToArray() }, default);
        Assert.Equal(TimeSpan.Zero, scene.Now);
        await scene.PassUntilAsync(other);
        await scene.PassUntilAsync(limited);
        Assert.All(scene.Seen.Skip(2), seen => Assert.True(seen.At >= TimeSpan.FromSeconds(5)));
        Assert.Null(scene.Seen.ElementAt(1).Authorization);
    }

    [Fact]
    public async Task A_429_of_what_stands_before_discord_stops_everything()
    {
        using var scene = new RestScene();
        scene.Answers(number => number == 1 ? RestScene.Reply(429, "<html>error code: 1015</html>") : RestScene.Reply(200, "{}"));
        var limited = scene.Rest.SendAsync(Typing(s_channel), default);
        await RestScene.SettleAsync();
        await scene.PassUntilAsync(scene.Rest.SendAsync(new RestRequest(Routes.ExecuteWebhook(new Snowflake(5), "t", null)) { Body = "{}"u8.ToArray() }, default));
        await scene.PassUntilAsync(limited);
        Assert.All(scene.Seen.Skip(1), seen => Assert.True(seen.At >= TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public async Task No_more_than_fifty_requests_a_second_are_sent_over_all_channels()
    {
        using var scene = new RestScene();
        var requests = Enumerable.Range(0, 120).Select(i => scene.Rest.SendAsync(Typing(new Snowflake((ulong)i)), default)).ToList();
        foreach (var request in requests) await scene.PassUntilAsync(request);
        var times = scene.Seen.Select(seen => seen.At).ToList();
        for (var i = 50; i < times.Count; i++) Assert.True(times[i] - times[i - 50] >= TimeSpan.FromSeconds(1));
        Assert.True(scene.Now < TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_limit_that_lasts_longer_than_is_worth_waiting_is_a_failure_at_once()
    {
        using var scene = new RestScene();
        scene.Answers(_ => RestScene.Reply(429, """{"message":"x","retry_after":1336.57,"global":false}""", ("X-RateLimit-Bucket", "abc"), ("X-RateLimit-Scope", "shared")));
        var failed = await Assert.ThrowsAsync<DiscordException>(() => scene.PassUntilAsync(scene.Rest.SendAsync(Typing(s_channel), default)));
        Assert.Equal(DiscordFailure.RateLimited, failed.Failure);
        Assert.Equal("Discord lets the bot show that it is typing again only in 1337 s.", failed.Message);
        Assert.Equal(TimeSpan.Zero, scene.Now);
    }

    [Fact]
    public async Task One_who_gives_up_waiting_does_not_hold_up_the_others()
    {
        using var scene = new RestScene();
        var first = new TaskCompletionSource<HttpResponseMessage>();
        scene.Answer = (number, _, _) => number == 1 ? first.Task : Task.FromResult(RestScene.Reply(200, "{}"));
        var running = scene.Rest.SendAsync(Typing(s_channel), default);
        using var cancel = new CancellationTokenSource();
        var impatient = scene.Rest.SendAsync(Typing(s_channel), cancel.Token);
        var last = scene.Rest.SendAsync(Typing(s_channel), default);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        first.SetResult(RestScene.Reply(200, "{}"));
        await scene.PassUntilAsync(running);
        await scene.PassUntilAsync(last);
        Assert.Equal(2, scene.Seen.Count);
    }

    [Fact]
    public async Task After_very_many_refusals_a_bot_slows_down_but_shared_limits_are_not_held_against_it()
    {
        using var scene = new RestScene();
        scene.Answers(_ => RestScene.Reply(403, """{"message":"Missing Permissions","code":50013}"""));
        var request = new RestRequest(Routes.ExecuteWebhook(new Snowflake(5), "t", null)) { Body = "{}"u8.ToArray() };
        for (var i = 0; i < 1000; i++) Assert.Equal(DiscordFailure.Forbidden, (await Assert.ThrowsAsync<DiscordException>(() => scene.Rest.SendAsync(request, default))).Failure);
        Assert.Equal(DiscordFailure.RateLimited, (await Assert.ThrowsAsync<DiscordException>(() => scene.Rest.SendAsync(request, default))).Failure);
        Assert.Equal(1000, scene.Seen.Count);
        scene.Clock.Advance(TimeSpan.FromMinutes(10));
        scene.Answers(number => number % 2 == 1 ? RestScene.Reply(429, """{"retry_after":0}""", ("X-RateLimit-Scope", "shared")) : RestScene.Reply(200, "{}"));
        var shared = Enumerable.Range(0, 1001).Select(i => scene.Rest.SendAsync(new RestRequest(Routes.ExecuteWebhook(new Snowflake((ulong)i), "t", null)) { Body = "{}"u8.ToArray() }, default)).ToList();
        foreach (var each in shared) await scene.PassUntilAsync(each);
    }
}
