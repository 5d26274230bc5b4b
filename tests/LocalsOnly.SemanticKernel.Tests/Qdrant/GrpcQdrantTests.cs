using System.Net;
using System.Net.Sockets;
using System.Text;
using LocalsOnly.Inference;
using LocalsOnly.Inference.Network;
using LocalsOnly.Memory;
using LocalsOnly.Memory.Qdrant;
using LocalsOnly.Memory.Qdrant.Protocol;
using LocalsOnly.SemanticKernel.Qdrant;
using LocalsOnly.Tests.Memory.Qdrant;
using LocalsOnly.Tests.Memory.Qdrant.Fake;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace LocalsOnly.SemanticKernel.Tests.Qdrant;

/// <summary>What is gRPC's own.</summary>
public sealed class GrpcQdrantTests
{
    [Theory]
    [InlineData(400, QdrantFault.Rejected, false)]
    [InlineData(409, QdrantFault.Rejected, false)]
    [InlineData(401, QdrantFault.KeyRefused, false)]
    [InlineData(403, QdrantFault.KeyRefused, false)]
    [InlineData(404, QdrantFault.Missing, false)]
    [InlineData(408, QdrantFault.Timeout, true)]
    [InlineData(429, QdrantFault.Busy, true)]
    [InlineData(503, QdrantFault.Busy, true)]
    [InlineData(500, QdrantFault.Failed, false)]
    [InlineData(501, QdrantFault.TooOld, false)]
    public async Task A_status_is_the_fault_that_it_is_over_REST(int status, object fault, bool transient)
    {
        await using var scene = await GrpcQdrantScene.Tested.StartAsync(ensure: false);
        scene.Server.Fault = _ => FakeFault.Of(status, retryAfter: 7);

        var thrown = await Assert.ThrowsAsync<QdrantException>(() => scene.Client.ExistsAsync("memory"));

        Assert.Equal(((QdrantFault)fault, transient), (thrown.Fault, thrown.IsTransient));
        Assert.Equal(thrown.Fault == QdrantFault.Busy ? TimeSpan.FromSeconds(7) : null, thrown.RetryAfter);
        Assert.Contains($"Qdrant at {scene.Server.Url}", thrown.Message, StringComparison.Ordinal);
        if (thrown.Fault is QdrantFault.Failed or QdrantFault.Rejected) Assert.Contains("Service internal error: on purpose", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_does_not_know_a_call_is_too_old_for_it()
    {
        await using var scene = await GrpcQdrantScene.Tested.StartAsync(ensure: false);
        scene.Server.Fault = _ => FakeFault.Of(501);

        var fault = await Assert.ThrowsAsync<QdrantException>(() => scene.Client.CountAsync("memory", null));

        Assert.Equal($"Qdrant at {scene.Server.Url} does not know what it was asked for: update it to 1.16 or later.", fault.Message);
    }

    [Fact]
    public async Task The_port_of_REST_is_recognised()
    {
        await using var rest = await FakeQdrant.StartAsync();
        await ExpectNotGrpcAsync(rest.Url);
    }

    [Theory]
    [InlineData(HttpProtocols.Http1, 200)]
    [InlineData(HttpProtocols.Http1, 404)]
    [InlineData(HttpProtocols.Http2, 200)]
    [InlineData(HttpProtocols.Http2, 404)]
    [InlineData(HttpProtocols.Http2, 502)]
    public async Task Something_else_at_the_address_is_recognised(HttpProtocols protocol, int status)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = protocol));
        await using var app = builder.Build();
        app.Run(context =>
        {
            (context.Response.StatusCode, context.Response.ContentType) = (status, "text/html");
            return context.Response.WriteAsync("<html><body>It works!</body></html>");
        });
        await app.StartAsync();
        await ExpectNotGrpcAsync(new Uri(app.Urls.First()));
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", QdrantFault.NotQdrant)]
    [InlineData("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", QdrantFault.Unreachable)]
    [InlineData("", QdrantFault.Unreachable)]
    public async Task A_connection_that_breaks_is_told_from_a_server_that_refuses_HTTP2_and_is_not_heard(string inOlderHttp, object fault)
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var asked = Task.Run(async () =>
        {
            await ReadAndBreakAsync(server, "");
            return await ReadAndBreakAsync(server, inOlderHttp);
        });
        using var http = new HttpClient { BaseAddress = new Uri($"http://{server.LocalEndpoint}") };
        using var client = new GrpcQdrant(http, TimeProvider.System, "secret");

        var thrown = await Assert.ThrowsAsync<QdrantException>(() => client.ReadyAsync());

        Assert.Equal((QdrantFault)fault, thrown.Fault);
        var request = await asked;
        Assert.StartsWith("GET / HTTP/1.1", request, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_HTTP_at_all_is_recognised()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var asked = ReadAndBreakAsync(server, "SSH-2.0-OpenSSH_10.0\r\n");

        await ExpectNotGrpcAsync(new Uri($"http://{server.LocalEndpoint}"));

        await asked;
    }

    /// <returns>What was said first.</returns>
    private static async Task<string> ReadAndBreakAsync(TcpListener server, string answer)
    {
        using var connection = await server.AcceptSocketAsync();
        var buffer = new byte[4096];
        var length = await connection.ReceiveAsync(buffer);
        if (answer.Length > 0)
        {
            await connection.SendAsync(Encoding.ASCII.GetBytes(answer));
            // The other side reads it, and goes.
            while (await connection.ReceiveAsync(new byte[4096]) > 0) continue;
        }

        // A reset, not an end.
        connection.LingerState = new LingerOption(true, 0);
        return Encoding.ASCII.GetString(buffer, 0, length);
    }

    [Fact]
    public async Task An_address_outside_the_house_is_refused_before_anything_is_sent()
    {
        var address = new Uri("http://203.0.113.7:6334/");
        using var http = new HttpClient(HouseTransport.Create("Memory:Qdrant:Url", address, TimeSpan.FromSeconds(2), TimeProvider.System)) { BaseAddress = address };
        using var client = new GrpcQdrant(http, TimeProvider.System, "secret");

        var fault = await Assert.ThrowsAsync<QdrantException>(() => client.ReadyAsync());

        Assert.Equal(QdrantFault.Unreachable, fault.Fault);
        Assert.Contains("203.0.113.7 is not in the house, so nothing was sent; set Memory:Qdrant:Url to an address in it", fault.Message, StringComparison.Ordinal);
        Assert.Contains(Causes(fault), cause => cause is InferenceException { Failure: InferenceFailure.RefusedByGuard });
    }

    [Fact]
    public async Task Through_the_guard_it_works_as_without_it()
    {
        await using var server = await FakeQdrant.StartAsync(new GrpcFace());
        using var http = new HttpClient(HouseTransport.Create("Memory:Qdrant:Url", server.Url, TimeSpan.FromSeconds(2), TimeProvider.System))
        {
            BaseAddress = server.Url,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        using var client = new GrpcQdrant(http, TimeProvider.System);
        var collection = new QdrantCollection(client, "memory", new QdrantShape(4));

        await collection.EnsureAsync();
        await collection.UpsertAsync([QdrantScene.Point("a:1", "walnut")], wait: true);

        Assert.Equal(["a:1"], (await collection.SearchAsync(new MemoryScope(MemoryScope.DefaultOwner), SparseTerms.OfQuestion(["walnut"]), [1, 0, 0, 0], 5)).Select(hit => hit.MessageKey));
    }

    [Fact]
    public async Task A_batch_larger_than_gRPCs_own_limit_goes_out_and_comes_back()
    {
        const int Dimensions = 4096;
        await using var scene = await GrpcQdrantScene.Tested.StartAsync(Dimensions);
        // 512 vectors of 16 KiB: twice the 4 MiB that gRPC takes by itself.
        var vector = new float[Dimensions];
        Array.Fill(vector, 0.5f);
        await scene.Collection.UpsertAsync(Enumerable.Range(0, 512).Select(i => QdrantScene.Point($"a:{i}", "walnut", vector)), wait: true);

        Assert.Equal(512, await scene.Collection.CountAsync(new MemoryScope(MemoryScope.DefaultOwner)));
    }

    [Fact]
    public async Task A_point_that_somebody_else_numbered_is_none_of_ours()
    {
        await using var scene = await GrpcQdrantScene.Tested.StartAsync(ensure: false);
        const string Numbered = """{"result":{"points":[{"id":7,"version":1,"score":1.0}]},"status":"ok","time":1}""";
        scene.Server.Fault = call => call.IsQuery ? new FakeFault { Status = 200, Body = Numbered, IsJson = true } : null;

        var fault = await Assert.ThrowsAsync<QdrantException>(
            () => scene.Client.QueryAsync("memory", new QueryPoints(null, new Query(new Nearest([1, 0, 0, 0], null)), QdrantShape.Dense, null, null, 5, [])));

        Assert.Equal(QdrantFault.OtherShape, fault.Fault);
    }

    private static async Task ExpectNotGrpcAsync(Uri address)
    {
        using var http = new HttpClient { BaseAddress = address };
        using var client = new GrpcQdrant(http, TimeProvider.System);
        var fault = await Assert.ThrowsAsync<QdrantException>(() => client.ReadyAsync());
        Assert.Equal(
            (QdrantFault.NotQdrant, $"What answers at {address} is not Qdrant's gRPC: check address and port (6334 unless it was changed; 6333 is REST)."),
            (fault.Fault, fault.Message));
    }

    private static IEnumerable<Exception> Causes(Exception exception)
    {
        for (var cause = exception.InnerException; cause is not null; cause = cause.InnerException) yield return cause;
    }
}
