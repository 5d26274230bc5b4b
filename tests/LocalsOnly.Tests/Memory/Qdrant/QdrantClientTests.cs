using System.Net;
using System.Net.Sockets;
using LocalsOnly.Memory;
using LocalsOnly.Memory.Qdrant;
using LocalsOnly.Memory.Qdrant.Protocol;
using LocalsOnly.Tests.Memory.Qdrant.Fake;

namespace LocalsOnly.Tests.Memory.Qdrant;

public abstract class QdrantClientContract
{
    private protected abstract TestedQdrant Tested { get; }

    [Fact]
    public async Task A_server_that_is_there_is_ready_and_says_its_version()
    {
        await using var scene = await Tested.StartAsync(ensure: false);

        await scene.Client.ReadyAsync();

        Assert.Equal("1.19.0", await scene.Client.VersionAsync());
    }

    [Fact]
    public async Task A_server_that_is_away_is_a_sentence_with_its_address()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}/");
        taken.Stop();
        using var http = new HttpClient { BaseAddress = address };

        var fault = await Assert.ThrowsAsync<QdrantException>(() => Tested.Factory.Create(http, null, TimeProvider.System).ReadyAsync());

        Assert.Equal((QdrantFault.Unreachable, true), (fault.Fault, fault.IsTransient));
        Assert.StartsWith($"Qdrant at {address} cannot be reached (", fault.Message, StringComparison.Ordinal);
        Assert.EndsWith("): see that it runs and that address and port are right.", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_breaks_off_is_a_server_that_is_away()
    {
        await using var scene = await Tested.StartAsync(ensure: false);
        scene.Server.Fault = _ => FakeFault.Away;

        Assert.Equal(QdrantFault.Unreachable, (await Assert.ThrowsAsync<QdrantException>(() => scene.Client.ReadyAsync())).Fault);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_given_up_on()
    {
        await using var scene = await Tested.StartAsync(ensure: false);
        var arrived = new TaskCompletionSource();
        scene.Server.Fault = _ => new FakeFault { Hold = arrived };

        var call = scene.Client.ReadyAsync();
        await arrived.Task;
        scene.Clock.Advance(TimeSpan.FromSeconds(29));
        Assert.False(call.IsCompleted);
        scene.Clock.Advance(TimeSpan.FromSeconds(1));

        var fault = await Assert.ThrowsAsync<QdrantException>(() => call);
        Assert.Equal((QdrantFault.Timeout, $"Qdrant at {scene.Server.Url} did not answer within 30 s: look whether it is busy or its disk is slow."), (fault.Fault, fault.Message));
    }

    [Fact]
    public async Task A_caller_that_gives_up_is_not_told_that_the_server_did()
    {
        await using var scene = await Tested.StartAsync(ensure: false);
        using var stop = new CancellationTokenSource();
        var arrived = new TaskCompletionSource();
        scene.Server.Fault = _ => new FakeFault { Hold = arrived };

        var call = scene.Client.ReadyAsync(stop.Token);
        await arrived.Task;
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task The_api_key_opens_the_server()
    {
        await using var scene = await Tested.StartAsync(ensure: false, apiKey: " secret\n");
        scene.Server.ApiKey = "secret";

        await scene.Collection.EnsureAsync();

        Assert.True(await scene.Collection.ExistsAsync());
    }

    [Theory]
    [InlineData(null, "wants an api key: give the one it was started with")]
    [InlineData("wrong", "refused the api key: give the one it was started with")]
    [InlineData("reader", "does not allow this with the api key (403: Forbidden: Global manage access is required): give one that may write")]
    public async Task An_api_key_that_is_refused_is_said_so_without_saying_it(string? key, string clause)
    {
        await using var scene = await Tested.StartAsync(ensure: false, apiKey: key);
        (scene.Server.ApiKey, scene.Server.ReadOnlyKey) = ("secret", "reader");

        var fault = await Assert.ThrowsAsync<QdrantException>(() => scene.Collection.EnsureAsync());

        Assert.Equal((QdrantFault.KeyRefused, false), (fault.Fault, fault.IsTransient));
        Assert.Contains(clause, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.15.5")]
    [InlineData("0.11.0")]
    [InlineData("1.15.0-dev")]
    public async Task A_server_that_is_too_old_is_refused_before_anything_is_made(string version)
    {
        await using var scene = await Tested.StartAsync(ensure: false);
        scene.Server.Version = version;

        var fault = await Assert.ThrowsAsync<QdrantException>(() => scene.Collection.EnsureAsync());

        Assert.Equal((QdrantFault.TooOld, $"Qdrant at {scene.Server.Url} is version {version}: update it to 1.16 or later."), (fault.Fault, fault.Message));
        Assert.False(await scene.Collection.ExistsAsync());
    }

    [Theory]
    [InlineData("1.16.0")]
    [InlineData("1.20.1-rc.2")]
    [InlineData("2.0.0")]
    public async Task A_server_that_is_new_enough_is_used(string version)
    {
        await using var scene = await Tested.StartAsync(ensure: false);
        scene.Server.Version = version;

        await scene.Collection.EnsureAsync();
    }

    [Fact]
    public async Task A_refusal_carries_the_words_of_the_server()
    {
        await using var scene = await Tested.StartAsync();

        var size = await Assert.ThrowsAsync<QdrantException>(() => scene.Client.UpsertAsync(
            "memory", new UpsertPoints([new PointStruct(Guid.NewGuid(), new PointVectors([1, 2], null), new PointPayload("a:1", "a"))]), wait: true));
        var name = await Assert.ThrowsAsync<QdrantException>(() => scene.Client.QueryAsync(
            "memory", new QueryPoints(null, new Query(new Nearest([1, 2], null)), "other", null, null, 5, [])));
        var field = await Assert.ThrowsAsync<QdrantException>(() => scene.Client.CountAsync("memory", new Filter([Condition.Equal("title", "x")])));
        var missing = await Assert.ThrowsAsync<QdrantException>(() => scene.Client.CountAsync("nowhere", null));

        Assert.Contains("(400: Wrong input: Vector dimension error: expected dim: 4, got 2)", size.Message, StringComparison.Ordinal);
        Assert.Contains("(400: Wrong input: Not existing vector name error: other)", name.Message, StringComparison.Ordinal);
        Assert.Contains("Index required but not found for \"title\"", field.Message, StringComparison.Ordinal);
        Assert.Equal(QdrantFault.Missing, missing.Fault);
        Assert.Contains("Collection `nowhere` doesn't exist", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_written_without_waiting_is_found_when_a_later_write_is_waited_for()
    {
        await using var scene = await Tested.StartAsync();
        var owner = new MemoryScope(MemoryScope.DefaultOwner);
        await scene.Collection.UpsertAsync([QdrantScene.Point("a:1")], wait: false);
        Assert.Equal(0, await scene.Collection.CountAsync(owner));

        await scene.Collection.UpsertAsync([QdrantScene.Point("a:2")], wait: true);

        Assert.Equal(2, await scene.Collection.CountAsync(owner));
    }

    [Fact]
    public async Task A_write_that_is_waited_for_and_not_carried_out_has_not_succeeded()
    {
        await using var scene = await Tested.StartAsync();
        const string Late = """{"result":{"operation_id":1,"status":"wait_timeout"},"status":"ok","time":1}""";
        scene.Server.Fault = call => call.IsUpsert ? new FakeFault { Status = 200, Body = Late, IsJson = true } : null;

        var fault = await Assert.ThrowsAsync<QdrantException>(() => scene.Collection.UpsertAsync([QdrantScene.Point("a:1")], wait: true));

        Assert.Equal((QdrantFault.Timeout, true), (fault.Fault, fault.IsTransient));
    }

    [Fact]
    public async Task A_name_with_odd_characters_stays_within_its_part_of_the_path()
    {
        await using var scene = await Tested.StartAsync(ensure: false);

        Assert.False(await scene.Client.ExistsAsync("a b?wait=true#c"));
        Assert.Equal("/collections/a b?wait=true#c/exists", scene.Server.Calls[^1].Path);
    }
}

/// <inheritdoc/>
public sealed class QdrantClientTests : QdrantClientContract
{
    private protected override TestedQdrant Tested => TestedQdrant.Rest;

    [Theory]
    [InlineData("<html><body>It works!</body></html>")]
    [InlineData("""{"message":"hello"}""")]
    [InlineData("")]
    public async Task Something_else_at_the_address_is_recognised(string body)
    {
        await using var scene = await Tested.StartAsync(ensure: false);
        scene.Server.Fault = _ => new FakeFault { Status = 200, Body = body, IsJson = body.StartsWith('{') };

        Assert.Equal(QdrantFault.NotQdrant, (await Assert.ThrowsAsync<QdrantException>(() => scene.Client.VersionAsync())).Fault);
        Assert.Equal(QdrantFault.NotQdrant, (await Assert.ThrowsAsync<QdrantException>(() => scene.Client.ExistsAsync("memory"))).Fault);
    }

    [Theory]
    [InlineData(408, QdrantFault.Timeout, true)]
    [InlineData(429, QdrantFault.Busy, true)]
    [InlineData(503, QdrantFault.Busy, true)]
    [InlineData(500, QdrantFault.Failed, false)]
    [InlineData(507, QdrantFault.Failed, false)]
    [InlineData(400, QdrantFault.Rejected, false)]
    [InlineData(422, QdrantFault.Rejected, false)]
    [InlineData(404, QdrantFault.Missing, false)]
    public async Task A_failure_says_what_the_server_said_and_whether_trying_again_may_help(int status, object fault, bool transient)
    {
        await using var scene = await Tested.StartAsync(ensure: false);
        scene.Server.Fault = _ => FakeFault.Of(status, retryAfter: 7);

        var thrown = await Assert.ThrowsAsync<QdrantException>(() => scene.Client.ExistsAsync("memory"));

        Assert.Equal(((QdrantFault)fault, transient), (thrown.Fault, thrown.IsTransient));
        Assert.Contains($"({status}: Service internal error: on purpose)", thrown.Message, StringComparison.Ordinal);
        Assert.Equal(thrown.Fault == QdrantFault.Busy ? TimeSpan.FromSeconds(7) : null, thrown.RetryAfter);
    }
}
