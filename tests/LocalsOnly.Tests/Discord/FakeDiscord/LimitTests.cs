using LocalsOnly.Simulation.Discord;

namespace LocalsOnly.Tests.Discord.FakeDiscord;

/// <summary>Rate limits, and requests that fail because they are told to.</summary>
public sealed class LimitTests
{
    private const string Send = "POST /channels/{channel}/messages";
    private const string Hello = """{"content":"hello"}""";

    [Fact]
    public async Task The_sixth_message_within_five_seconds_is_429_with_everything_a_client_needs()
    {
        await using var house = await FakeHouse.StartAsync();
        for (var i = 0; i < 5; i++)
        {
            using var response = await house.RespondAsync("POST", house.Messages, Hello);
            Assert.Equal(("5", $"{4 - i}", "5.000"), (Header(response, "X-RateLimit-Limit"), Header(response, "X-RateLimit-Remaining"), Header(response, "X-RateLimit-Reset-After")));
            Assert.NotEmpty(Header(response, "X-RateLimit-Bucket"));
        }

        house.Advance(1.5);
        using var refused = await house.RespondAsync("POST", house.Messages, Hello);
        var (_, body) = await house.PostAsync(house.Messages, Hello);
        var elsewhere = await house.PostAsync($"channels/{house.Guild.AddChannel("other").Id}/messages", Hello);
        house.Advance(3.5);
        var later = await house.PostAsync(house.Messages, Hello);

        Assert.Equal((429, "user", "4", "0"), ((int)refused.StatusCode, Header(refused, "X-RateLimit-Scope"), Header(refused, "Retry-After"), Header(refused, "X-RateLimit-Remaining")));
        Assert.Equal((3.5, false), (body.GetProperty("retry_after").GetDouble(), body.GetProperty("global").GetBoolean()));
        Assert.Equal((200, 200), (elsewhere.Status, later.Status));
        Assert.Equal((2, 2), (house.Discord.RateLimitHits, house.Discord.InvalidRequests));
        Assert.Equal(9, house.Discord.Requests[Send]);
    }

    [Fact]
    public async Task The_global_limit_is_one_for_all_routes_of_a_bot_but_not_for_webhooks()
    {
        await using var house = await FakeHouse.StartAsync(new SimulatedDiscordOptions { Limits = SimulatedLimits.None with { Global = new SimulatedLimit(2, TimeSpan.FromSeconds(1)) } });
        await house.GetAsync("users/@me");
        await house.GetAsync($"channels/{house.Channel.Id}");

        using var refused = await house.RespondAsync("GET", "users/@me");
        var open = await house.RefusedAsync("POST", "webhooks/1/x", Hello);

        Assert.Equal((429, "global", "true"), ((int)refused.StatusCode, Header(refused, "X-RateLimit-Scope"), Header(refused, "X-RateLimit-Global")));
        Assert.Equal((404, 10015), open);
    }

    [Fact]
    public async Task Edits_have_a_bucket_of_their_own()
    {
        await using var house = await FakeHouse.StartAsync();
        using var sent = await house.RespondAsync("POST", house.Messages, Hello);
        using var edited = await house.RespondAsync("PATCH", $"{house.Messages}/{house.Channel.Newest!.Id}", """{"content":"changed"}""");

        Assert.NotEqual(Header(sent, "X-RateLimit-Bucket"), Header(edited, "X-RateLimit-Bucket"));
        Assert.Equal("4", Header(edited, "X-RateLimit-Remaining"));
    }

    [Theory]
    [InlineData(500, "application/json")]
    [InlineData(502, "text/html")]
    [InlineData(503, "text/html")]
    public async Task Planned_errors_hit_the_next_requests_of_their_route_only(int status, string type)
    {
        await using var house = await FakeHouse.StartAsync();
        house.Discord.Faults.Next(RestFault.ServerError(status), times: 2, route: Send);

        var other = await house.GetAsync("users/@me");
        using var first = await house.RespondAsync("POST", house.Messages, Hello);
        using var second = await house.RespondAsync("POST", house.Messages, Hello);
        using var third = await house.RespondAsync("POST", house.Messages, Hello);

        Assert.Equal((200, status, status, 200), (other.Status, (int)first.StatusCode, (int)second.StatusCode, (int)third.StatusCode));
        Assert.Equal(type, first.Content.Headers.ContentType!.MediaType);
        Assert.Equal((1, 2, 0), (house.Channel.Count, house.Discord.Faults.Injected, house.Discord.RateLimitHits));
    }

    [Fact]
    public async Task A_request_can_fail_after_it_was_done()
    {
        await using var house = await FakeHouse.StartAsync();
        house.Discord.Faults.Next(RestFault.ServerError(500) with { AfterDoing = true });
        house.Discord.Faults.Next(RestFault.Reset with { AfterDoing = true });

        var failed = await house.PostAsync(house.Messages, Hello);
        await Assert.ThrowsAsync<HttpRequestException>(() => house.PostAsync(house.Messages, Hello));

        Assert.Equal((500, 2), (failed.Status, house.Channel.Count));
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task A_hanging_request_is_never_answered(bool afterDoing, int messages)
    {
        await using var house = await FakeHouse.StartAsync();
        house.Discord.Faults.Next(RestFault.Hang with { AfterDoing = afterDoing });
        using var patience = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Post, house.Messages) { Content = new StringContent(Hello, System.Text.Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("Authorization", $"Bot {house.Bot.Token}");

        var hanging = house.Http.SendAsync(request, patience.Token);
        await house.Discord.WaitForAsync(() => house.Discord.Faults.Injected == 1);
        Assert.Equal(200, (await house.GetAsync("users/@me")).Status);

        Assert.Equal((false, messages), (hanging.IsCompleted, house.Channel.Count));
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hanging);
    }

    [Fact]
    public async Task A_slow_request_takes_its_time_and_a_shared_429_is_not_the_clients_doing()
    {
        await using var house = await FakeHouse.StartAsync();
        house.Discord.Faults.Next(RestFault.Slow(TimeSpan.FromSeconds(5)), route: "GET /users/@me");
        house.Discord.Faults.Next(RestFault.RateLimited(TimeSpan.FromSeconds(2.25), "shared"), route: Send);

        var slow = house.GetAsync("users/@me");
        await house.Discord.WaitForAsync(() => house.Discord.Faults.Injected == 1);
        Assert.False(slow.IsCompleted);
        house.Advance(5);
        Assert.Equal(200, (await slow).Status);

        using var shared = await house.RespondAsync("POST", house.Messages, Hello);

        Assert.Equal((429, "shared", "3"), ((int)shared.StatusCode, Header(shared, "X-RateLimit-Scope"), Header(shared, "Retry-After")));
        Assert.Equal((0, 0), (house.Discord.InvalidRequests, house.Discord.RateLimitHits));
    }

    [Fact]
    public async Task A_rate_of_failures_is_the_same_for_the_same_seed()
    {
        var runs = new List<string>();
        for (var run = 0; run < 2; run++)
        {
            await using var house = await FakeHouse.StartAsync(new SimulatedDiscordOptions { Limits = SimulatedLimits.None });
            house.Discord.Faults.Rate(RestFault.ServerError(503), 0.3, seed: 7);
            var seen = "";
            for (var i = 0; i < 50; i++)
            {
                using var response = await house.RespondAsync("GET", "gateway");
                seen += response.IsSuccessStatusCode ? '.' : 'x';
            }

            runs.Add(seen);
        }

        Assert.Equal(runs[0], runs[1]);
        Assert.InRange(runs[0].Count(c => c == 'x'), 5, 25);
    }

    private static string Header(HttpResponseMessage response, string name) => response.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : "";
}
