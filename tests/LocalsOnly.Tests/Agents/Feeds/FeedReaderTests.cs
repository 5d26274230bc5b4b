using System.IO.Compression;
using System.Text;
using LocalsOnly.Agents.Feeds;
using LocalsOnly.Agents.Tools;
using Microsoft.AspNetCore.Http;

namespace LocalsOnly.Tests.Agents.Feeds;

public sealed class FeedReaderTests
{
    [Fact]
    public async Task What_a_feed_says_comes_with_the_time_it_was_read_at()
    {
        await using var house = await FeedHouse.StartAsync();
        house.Server.Json("""{"result":{"index_price":91234.5}}""");

        var document = await house.GetAsync("/api/v2/public/get_index_price?index_name=btc_usd");

        Assert.Equal(91234.5m, document.Root.GetProperty("result").GetProperty("index_price").GetDecimal());
        Assert.Equal(house.Time.GetUtcNow(), document.At);
        Assert.Null(document.Stale);
        var call = Assert.Single(house.Server.Calls);
        Assert.Equal("/api/v2/public/get_index_price?index_name=btc_usd", call.Target);
    }

    [Fact]
    public async Task A_post_carries_its_json_and_two_bodies_are_two_questions()
    {
        await using var house = await FeedHouse.StartAsync();
        house.Server.Answer = (context, call) => FeedServer.JsonAsync(context, $"[{call.Body.Length}]");

        var first = await house.Reader.PostAsync(FeedHouse.Feed, "/info", """{"type":"allMids"}""", FeedHouse.Minute, default);
        var second = await house.Reader.PostAsync(FeedHouse.Feed, "/info", """{"type":"meta"}""", FeedHouse.Minute, default);

        Assert.Equal(18, first.Root[0].GetInt32());
        Assert.Equal(15, second.Root[0].GetInt32());
        Assert.All(house.Server.Calls, call => Assert.Equal("POST", call.Method));
        Assert.StartsWith("application/json", house.Server.Calls[0].Headers["Content-Type"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_says_what_sends_it_and_nothing_of_who_asks()
    {
        await using var house = await FeedHouse.StartAsync();
        using var traced = new System.Diagnostics.Activity("turn").SetBaggage("person", "me").Start();
        house.Server.Status(200, "{}", "application/json", ("Set-Cookie", "id=1"));

        await house.GetAsync("/a");
        await house.GetAsync("/b");

        Assert.All(house.Server.Calls, call =>
        {
            Assert.Equal("LocalsOnly", call.Headers["User-Agent"]);
            Assert.Equal(["Accept", "Accept-Encoding", "Host", "User-Agent"], call.Headers.Keys.Order(StringComparer.Ordinal));
        });
    }

    [Fact]
    public async Task A_copy_that_is_young_enough_is_given_without_asking_again()
    {
        await using var house = await FeedHouse.StartAsync();
        house.Server.Json("[1]");
        var first = await house.GetAsync();
        house.Server.Json("[2]");
        house.Time.Advance(TimeSpan.FromSeconds(60));

        var second = await house.GetAsync();
        house.Time.Advance(TimeSpan.FromSeconds(1));
        var third = await house.GetAsync();

        Assert.Equal((1, first.At, null), (second.Root[0].GetInt32(), second.At, second.Stale));
        Assert.Equal((2, house.Time.GetUtcNow()), (third.Root[0].GetInt32(), third.At));
        Assert.Equal(2, house.Server.Calls.Count);
    }

    [Fact]
    public async Task When_a_feed_fails_what_was_read_before_is_given_and_marked_old()
    {
        await using var house = await FeedHouse.StartAsync();
        house.Server.Json("[1]");
        var first = await house.GetAsync();
        house.Server.Status(503);
        house.Time.Advance(TimeSpan.FromMinutes(5));

        var second = await house.GetAsync();

        Assert.Equal(1, second.Root[0].GetInt32());
        Assert.Equal(first.At, second.At);
        Assert.Equal("it has a fault of its own (503)", second.Stale);
    }

    [Fact]
    public async Task When_nothing_is_held_the_sentence_says_who_why_and_when_it_was_last_read()
    {
        await using var house = await FeedHouse.StartAsync();
        house.Server.Status(500);

        var never = await Assert.ThrowsAsync<ToolException>(() => house.GetAsync("/a"));
        house.Server.Json("[1]");
        await house.GetAsync("/b");
        house.Server.Status(500);
        var once = await Assert.ThrowsAsync<ToolException>(() => house.GetAsync("/c"));

        Assert.Equal("Deribit cannot be read: it has a fault of its own (500); it has not been read since this host started.", never.Message);
        Assert.Equal("Deribit cannot be read: it has a fault of its own (500); it was last read at 2026-11-26 07:01:02 UTC.", once.Message);
    }

    [Fact]
    public async Task Offline_nothing_is_asked_and_an_older_copy_is_given_all_the_same()
    {
        await using var house = await FeedHouse.StartAsync();
        house.Server.Json("[1]");
        await house.GetAsync();
        house.Data.Offline = true;
        house.Time.Advance(TimeSpan.FromHours(1));

        var held = await house.GetAsync();
        var refused = await Assert.ThrowsAsync<ToolException>(() => house.GetAsync("/other"));

        Assert.Equal("Data:Offline is set, so nothing outside the house is asked", held.Stale);
        Assert.StartsWith("Deribit cannot be read: Data:Offline is set, so nothing outside the house is asked; it was last read", refused.Message, StringComparison.Ordinal);
        Assert.Single(house.Server.Calls);
    }

    [Fact]
    public async Task A_feed_that_does_not_answer_is_given_up_at_the_deadline()
    {
        await using var house = await FeedHouse.StartAsync();
        house.Server.Silent();

        var reading = house.GetAsync();
        await house.Server.ArrivedAsync();
        house.Time.Advance(TimeSpan.FromSeconds(7.9));
        Assert.False(reading.IsCompleted);
        house.Time.Advance(TimeSpan.FromSeconds(0.1));

        var late = await Assert.ThrowsAsync<ToolException>(() => reading);
        Assert.Contains("it did not answer within 8 s", late.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_begins_and_does_not_end_is_given_up_too()
    {
        await using var house = await FeedHouse.StartAsync();
        var begun = new TaskCompletionSource();
        house.Server.Answer = async (context, _) =>
        {
            await context.Response.WriteAsync("[1,");
            await context.Response.Body.FlushAsync();
            begun.SetResult();
            await FeedServer.HungUpAsync(context);
        };

        var reading = house.GetAsync();
        await begun.Task;
        house.Time.Advance(TimeSpan.FromSeconds(8));

        Assert.Contains("within 8 s", (await Assert.ThrowsAsync<ToolException>(() => reading)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, "text/html; charset=utf-8", "<!DOCTYPE html><title>Just a moment...</title>", "it sent a web page instead of data")]
    [InlineData(200, "application/json", "  <html></html>", "it sent a web page instead of data")]
    [InlineData(200, "application/json", """{"result":""", "what it sent is no whole JSON")]
    [InlineData(200, "application/json", "", "what it sent is no whole JSON")]
    [InlineData(204, "application/json", "", "it answered without data (204)")]
    [InlineData(400, "application/json", """{"error":{"code":-32602,"message":"Invalid params"}}""", "it does not know what it was asked for (400)")]
    [InlineData(451, "text/html", "<html>", "it does not answer this machine (451)")]
    [InlineData(502, "text/html", "<html>", "it has a fault of its own (502)")]
    [InlineData(429, "text/plain", "", "it was asked too often (429)")]
    public async Task Whatever_a_feed_sends_instead_of_data_is_one_clause(int status, string type, string body, string clause)
    {
        await using var house = await FeedHouse.StartAsync();
        house.Server.Status(status, body, type);

        var refused = await Assert.ThrowsAsync<ToolException>(() => house.GetAsync());

        Assert.Equal($"Deribit cannot be read: {clause}; it has not been read since this host started.", refused.Message);
    }

    [Fact]
    public async Task A_feed_that_hangs_up_or_is_not_there_is_one_clause()
    {
        await using var house = await FeedHouse.StartAsync();
        house.Server.Answer = (context, _) =>
        {
            context.Abort();
            return Task.CompletedTask;
        };
        Assert.Contains(": the connection to it broke;", (await Assert.ThrowsAsync<ToolException>(() => house.GetAsync())).Message, StringComparison.Ordinal);
        await house.Server.DisposeAsync();

        Assert.Contains(": there is no connection to it;", (await Assert.ThrowsAsync<ToolException>(() => house.GetAsync("/other"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_longer_than_is_allowed_is_not_read_to_its_end(bool isAnnounced)
    {
        await using var house = await FeedHouse.StartAsync(options => options.MostBytes = 4096);
        var sent = 0;
        house.Server.Answer = async (context, _) =>
        {
            if (isAnnounced) context.Response.ContentLength = 1 << 30;
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(new byte[1024]);
                sent += 1024;
            }
        };

        var refused = await Assert.ThrowsAsync<ToolException>(() => house.GetAsync());

        Assert.Contains("what it sent is longer than 4 KiB", refused.Message, StringComparison.Ordinal);
        Assert.True(sent < 1 << 30);
    }

    [Fact]
    public async Task The_length_that_counts_is_that_after_decompression()
    {
        await using var house = await FeedHouse.StartAsync(options => options.MostBytes = 4096);
        house.Server.Answer = async (context, _) =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            await using var gzip = new GZipStream(context.Response.Body, CompressionLevel.SmallestSize);
            await gzip.WriteAsync(Encoding.ASCII.GetBytes($"[\"{new string('a', 100_000)}\"]"));
        };

        var refused = await Assert.ThrowsAsync<ToolException>(() => house.GetAsync());

        Assert.Contains("longer than 4 KiB", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Identical_questions_at_the_same_time_are_sent_once()
    {
        await using var house = await FeedHouse.StartAsync();
        var release = new TaskCompletionSource();
        house.Server.Answer = async (context, _) =>
        {
            await release.Task;
            await FeedServer.JsonAsync(context, "[1]");
        };

        using var impatient = new CancellationTokenSource();
        var given = house.Reader.GetAsync(FeedHouse.Feed, "/x", FeedHouse.Minute, impatient.Token);
        Task<FeedDocument>[] reading = [house.GetAsync(), house.GetAsync(), house.GetAsync()];
        await house.Server.ArrivedAsync();
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        release.SetResult();

        Assert.All(await Task.WhenAll(reading), document => Assert.Equal(1, document.Root[0].GetInt32()));
        Assert.Single(house.Server.Calls);
    }

    [Fact]
    public void The_copies_held_are_bounded_by_number_and_by_size()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        var cache = new FeedCache(time) { MostCopies = 3, MostBytes = 100 };
        var document = new FeedDocument(default, time.GetUtcNow(), null);
        foreach (var key in new[] { "a", "b", "c" }) cache.Put(key, document, 10);
        Assert.NotNull(cache.Find("a"));
        cache.Put("d", document, 10);

        Assert.Null(cache.Find("b"));
        Assert.NotNull(cache.Find("a"));
        cache.Put("e", document, 95);
        Assert.Null(cache.Find("a"));
        Assert.NotNull(cache.Find("e"));
        cache.Put("f", document, 500);
        Assert.NotNull(cache.Find("f"));
        Assert.Null(cache.Find("e"));
    }
}
