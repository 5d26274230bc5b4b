using System.Text;
using System.Text.Json;
using LocalsOnly.Host.CommandLine;
using LocalsOnly.Host.Telemetry;
using LocalsOnly.Inference;
using LocalsOnly.Inference.Telemetry;
using LocalsOnly.Tests.Inference.Telemetry;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace LocalsOnly.Tests.Host.Telemetry;

[Collection(nameof(TelemetryListener))]
public sealed class TelemetryExportTests
{
    [Theory]
    [InlineData("HttpProtobuf", HttpProtocols.Http1, "/v1/traces", "/v1/metrics", "application/x-protobuf")]
    [InlineData("Grpc", HttpProtocols.Http2, "TraceService/Export", "MetricsService/Export", "application/grpc")]
    public async Task Traces_and_metrics_reach_a_collector_in_the_house(string protocol, HttpProtocols http, string traces, string metrics, string type)
    {
        await using var collector = await CollectorDouble.StartAsync(http);
        await using var house = await TestHouse.StartAsync(settings: Settings(collector.Url.ToString(), protocol));
        using (var chat = new TelemetryChatClient(
            new ScriptedChatClient(ScriptedChatClient.Text("the reply")),
            new Endpoint("cluster", new Uri("http://192.168.1.20:52415/"), EndpointProtocol.Exo, "some-model"),
            TimeProvider.System))
            await chat.GetResponseAsync([new(Microsoft.Extensions.AI.ChatRole.User, "the question")]);

        Assert.True(house.Services.GetRequiredService<TracerProvider>().ForceFlush(30_000));
        var spans = await collector.NextAsync(traces);
        Assert.True(house.Services.GetRequiredService<MeterProvider>().ForceFlush(30_000));
        var samples = await collector.NextAsync(metrics);

        Assert.Equal((type, type), (spans.Type, samples.Type));
        var text = Encoding.UTF8.GetString(spans.Body) + Encoding.UTF8.GetString(samples.Body);
        foreach (var said in (string[])["chat some-model", "gen_ai.provider.name", "gen_ai.client.operation.duration", "localsonly"])
            Assert.Contains(said, text, StringComparison.Ordinal);
        Assert.DoesNotContain("the question", text, StringComparison.Ordinal);
        Assert.DoesNotContain("the reply", text, StringComparison.Ordinal);
        var (state, detail) = await ComponentAsync(house);
        Assert.Equal(("running", $"exported to {collector.Url.GetLeftPart(UriPartial.Authority)}"), (state, detail));
    }

    [Fact]
    public async Task A_collector_that_is_away_shows_in_the_status_and_stops_nothing()
    {
        string gone;
        await using (var collector = await CollectorDouble.StartAsync())
            gone = collector.Url.ToString();
        await using var house = await TestHouse.StartAsync(settings: Settings(gone));
        using (InferenceTelemetry.Source.StartActivity("anything"))
        {
        }

        house.Services.GetRequiredService<TracerProvider>().ForceFlush(30_000);

        var (state, detail) = await ComponentAsync(house);
        Assert.Equal("degraded", state);
        Assert.StartsWith("not exported: nothing answers at http://127.0.0.1:", detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_address_nothing_is_exported_whatever_the_environment_says()
    {
        await using var house = await TestHouse.StartAsync();
        Assert.Null(house.Services.GetService<TracerProvider>());
        Assert.Null(house.Services.GetService<TelemetryHealth>());
        Assert.False(InferenceTelemetry.Source.HasListeners());
    }

    [Theory]
    [InlineData("http://8.8.8.8:4318", "not in the house")]
    [InlineData("http://[2001:4860:4860::8888]:4318", "not in the house")]
    [InlineData("http://[::ffff:8.8.8.8]:4318", "not in the house")]
    [InlineData("http://user:password@192.168.1.30:4318", "user name or a password")]
    public void A_public_address_is_refused_before_the_host_starts(string address, string why)
    {
        using var directory = new TemporaryDirectory();
        var problem = Assert.Single(TestHouse.Configuration(directory.Path, null, Settings(address)).Problems);
        Assert.Contains(why, problem.Sentence, StringComparison.Ordinal);
        Assert.StartsWith("Telemetry:Endpoint ", problem.Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("password@", problem.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task There_is_no_exception_for_telemetry_to_the_guard()
    {
        // Options that no validator saw: the transport itself refuses, before it connects.
        using var http = new HttpClient(LocalsOnly.Inference.Network.HouseTransport.Create(
            "Telemetry:Endpoint", new Uri("http://8.8.8.8:4318"), TimeSpan.FromSeconds(2), TimeProvider.System));
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(new Uri("http://8.8.8.8:4318/v1/traces")));
        var failure = Assert.IsType<InferenceException>(refused.InnerException);
        Assert.Equal(InferenceFailure.RefusedByGuard, failure.Failure);
        Assert.DoesNotContain("AllowPublic", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Telemetry:Endpoint", failure.Message, StringComparison.Ordinal);

        var health = new TelemetryHealth(
            Options.Create(new TelemetryOptions { Endpoint = new Uri("http://8.8.8.8:4318") }),
            Microsoft.Extensions.Logging.Abstractions.NullLogger<TelemetryHealth>.Instance);
        health.Failed(refused);
        var check = await health.CheckHealthAsync(new HealthCheckContext());
        Assert.Equal(HealthStatus.Degraded, check.Status);
        Assert.Contains("not in the house", check.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_tries_the_collector_and_lists_its_address()
    {
        await using var collector = await CollectorDouble.StartAsync();
        using var directory = new TemporaryDirectory();
        var report = await Checkup.RunAsync(TestHouse.Configuration(directory.Path, null, Settings(collector.Url.ToString())), default);
        Assert.Equal("ok", report.Checks.Single(c => c.Name == "telemetry").State);
        Assert.Contains(report.Contacts, c => c.Purpose == "telemetry" && new Uri(c.Url) == collector.Url);

        await collector.DisposeAsync();
        var later = await Checkup.RunAsync(TestHouse.Configuration(directory.Path, null, Settings(collector.Url.ToString())), default);
        Assert.Equal("failed", later.Checks.Single(c => c.Name == "telemetry").State);
    }

    private static Dictionary<string, string?> Settings(string address, string protocol = "HttpProtobuf") =>
        new() { ["Telemetry:Endpoint"] = address, ["Telemetry:Protocol"] = protocol };

    private static async Task<(string? State, string? Detail)> ComponentAsync(TestHouse house)
    {
        var status = JsonSerializer.Deserialize<JsonElement>(await house.Http.GetStringAsync(new Uri("/api/status", UriKind.Relative)));
        var part = status.GetProperty("components").EnumerateArray().Single(c => c.GetProperty("name").GetString() == "telemetry");
        return (part.GetProperty("state").GetString(), part.GetProperty("detail").GetString());
    }
}
