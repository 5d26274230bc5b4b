using System.Diagnostics;
using LocalsOnly.Inference;
using LocalsOnly.Inference.Telemetry;
using Microsoft.Extensions.AI;
using static LocalsOnly.Tests.Inference.Telemetry.ScriptedChatClient;

namespace LocalsOnly.Tests.Inference.Telemetry;

[Collection(nameof(TelemetryListener))]
public sealed class RouteTelemetryTests
{
    private static readonly Endpoint s_endpoint = new("cluster", new Uri("http://127.0.0.1:52415/"), EndpointProtocol.Exo, "m");
    private static readonly RouteDecision s_route = new(Tier.Heavy, Tier.Light, "mini", "small", true, ["a reason"]) { Id = "d1", Escalated = true };

    [Fact]
    public async Task A_routed_call_is_one_span_around_its_attempts()
    {
        using var heard = new TelemetryListener(metrics: false);
        using var attempt = new TelemetryChatClient(new ScriptedChatClient(Text("a"), Text("b")), s_endpoint, TimeProvider.System);
        using var chat = new RouteTelemetryChatClient(attempt);

        await foreach (var update in chat.GetStreamingResponseAsync("Hi"))
            Assert.Null(Activity.Current);

        Assert.Equal(["chat m", "route"], heard.Spans.Select(s => s.OperationName));
        Assert.Equal(heard.Spans.Last().SpanId, heard.Spans.First().ParentSpanId);
        Assert.Equal(["first token"], heard.Spans.Last().Events.Select(e => e.Name));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_says_who_asked_and_who_answered(bool streamed)
    {
        using var heard = new TelemetryListener(metrics: false);
        using var chat = new RouteTelemetryChatClient(new ScriptedChatClient(
            Of(new QueuedContent("mini", 3, null)), Of(new RouteContent(s_route)), Text("a")));
        var options = new ChatOptions().WithRoute(new RouteRequest { Persona = "solus", Task = "digest", Priority = WorkPriority.Task });

        if (streamed)
            await chat.GetStreamingResponseAsync("Hi", options).ToChatResponseAsync();
        else
            await chat.GetResponseAsync("Hi", options);

        var span = Assert.Single(heard.Spans);
        var tags = span.TagObjects.ToDictionary(t => t.Key, t => t.Value);
        Assert.Equal(("solus", "digest", "task"), (tags["locals.persona"], tags["locals.task"], tags["locals.priority"]));
        Assert.Equal(("heavy", "light", "mini"), (tags["locals.tier"], tags["locals.tier.answered"], tags["locals.endpoint"]));
        Assert.Equal((true, true, "d1", "small"), (tags["locals.escalated"], tags["locals.simulated"], tags["locals.decision"], tags["gen_ai.response.model"]));
        Assert.Equal("queued", span.Events.First().Name);
    }

    [Fact]
    public async Task A_failure_is_named()
    {
        using var heard = new TelemetryListener(metrics: false);
        using var chat = new RouteTelemetryChatClient(
            new ScriptedChatClient(() => throw new InferenceException(InferenceFailure.NoEndpoint, "No model server.")));
        await Assert.ThrowsAsync<InferenceException>(() => chat.GetStreamingResponseAsync("Hi").ToChatResponseAsync());
        var span = Assert.Single(heard.Spans);
        Assert.Equal((ActivityStatusCode.Error, "NoEndpoint"), (span.Status, span.GetTagItem("error.type")));
    }

    [Fact]
    public void Waits_decisions_and_the_present_load_are_measured()
    {
        using var heard = new TelemetryListener(spans: false);
        InferenceTelemetry.Admitted(s_endpoint, WorkPriority.Bulk, TimeSpan.FromSeconds(2));
        InferenceTelemetry.Decided(Tier.Heavy, TimeSpan.FromMicroseconds(5));
        using (new EndpointGauges(new OneEndpoint()))
            heard.Collect();
        heard.Collect();

        Assert.Equal(
            [
                ("locals.breaker.state", 2), ("locals.endpoint.ready", 1), ("locals.queue.length", 7), ("locals.queue.wait", 2),
                ("locals.requests.capacity", 8), ("locals.requests.in_flight", 3), ("locals.route.decision.duration", 5e-6),
            ],
            heard.Samples.OrderBy(s => s.Name, StringComparer.Ordinal).Select(s => (s.Name, Math.Round(s.Value, 9))));
        Assert.Equal("bulk", heard.Samples.First(s => s.Name == "locals.queue.wait").Tags["locals.priority"]);
        Assert.Equal("heavy", heard.Samples.First(s => s.Name == "locals.route.decision.duration").Tags["locals.tier"]);
        Assert.Equal("cluster", heard.Samples.First(s => s.Name == "locals.queue.length").Tags["locals.endpoint"]);
    }

    private sealed class OneEndpoint : IEndpointDirectory
    {
        public IReadOnlyList<EndpointSnapshot> Endpoints { get; } =
        [
            new("cluster", s_endpoint.Url, EndpointProtocol.Exo, [Tier.Heavy], EndpointState.Ready, "m", false, "ready", null)
            {
                Load = EndpointLoad.None with { InFlight = 3, Capacity = 8, Queued = 7, Breaker = BreakerState.Open },
            },
        ];

        public IReadOnlyList<EndpointAddress> Addresses => [];

        public Task<IReadOnlyList<EndpointSnapshot>> RefreshAsync(CancellationToken cancellationToken = default) => Task.FromResult(Endpoints);
    }
}
