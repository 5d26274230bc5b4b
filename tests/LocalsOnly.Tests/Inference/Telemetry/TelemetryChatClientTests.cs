using System.Diagnostics;
using LocalsOnly.Inference;
using LocalsOnly.Inference.Clients;
using LocalsOnly.Inference.Telemetry;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;
using static LocalsOnly.Tests.Inference.Telemetry.ScriptedChatClient;

namespace LocalsOnly.Tests.Inference.Telemetry;

[Collection(nameof(TelemetryListener))]
public sealed class TelemetryChatClientTests
{
    private const string Secret = "the safe is behind the picture";
    private readonly FakeTimeProvider _time = new();
    private readonly Endpoint _endpoint = new("cluster", new Uri("http://192.168.1.20:52415/"), EndpointProtocol.Exo, "big-model");

    [Fact]
    public async Task An_answer_is_one_span_with_the_conventions_attributes()
    {
        using var heard = new TelemetryListener();
        using var chat = Answering();
        await chat.GetResponseAsync(Secret, new ChatOptions { ModelId = "big-model", MaxOutputTokens = 100, Temperature = 0.5f });

        var span = Assert.Single(heard.Spans);
        Assert.Equal(("chat big-model", ActivityKind.Client, ActivityStatusCode.Unset), (span.OperationName, span.Kind, span.Status));
        var expected = new Dictionary<string, object?>
        {
            ["gen_ai.operation.name"] = "chat",
            ["gen_ai.provider.name"] = "exo",
            ["gen_ai.request.model"] = "big-model",
            ["gen_ai.request.stream"] = true,
            ["gen_ai.request.max_tokens"] = 100,
            ["gen_ai.request.temperature"] = 0.5,
            ["gen_ai.response.model"] = "big-model-4bit",
            ["gen_ai.response.time_to_first_chunk"] = 2.0,
            ["gen_ai.usage.input_tokens"] = 12L,
            ["gen_ai.usage.output_tokens"] = 3L,
            ["gen_ai.usage.cache_read.input_tokens"] = 8L,
            ["server.address"] = "192.168.1.20",
            ["server.port"] = 52415,
            ["locals.endpoint"] = "cluster",
        };
        var tags = span.TagObjects.ToDictionary(t => t.Key, t => t.Value);
        Assert.Equal(["stop"], Assert.IsType<string[]>(tags["gen_ai.response.finish_reasons"]));
        tags.Remove("gen_ai.response.finish_reasons");
        Assert.Equal(expected.OrderBy(e => e.Key), tags.OrderBy(e => e.Key));
    }

    [Fact]
    public async Task An_answer_in_one_piece_has_no_first_chunk()
    {
        using var heard = new TelemetryListener();
        using var chat = Client(Of(new EndpointOpenedContent("big-model-4bit", simulated: false) { InOnePiece = true }), Text(Secret));
        await chat.GetResponseAsync(Secret, new ChatOptions().WithRoute(new RouteRequest { InOnePiece = true }));

        var tags = Assert.Single(heard.Spans).TagObjects.ToDictionary(t => t.Key, t => t.Value);
        Assert.Equal(false, tags["gen_ai.request.stream"]);
        Assert.False(tags.ContainsKey("gen_ai.response.time_to_first_chunk"));
        Assert.DoesNotContain(heard.Samples, s => s.Name.Contains("chunk", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_answer_is_measured_in_the_conventions_names_and_units()
    {
        using var heard = new TelemetryListener(spans: false);
        using var chat = Answering();
        await chat.GetResponseAsync(Secret);

        Assert.Equal(
            [
                ("gen_ai.client.operation.duration", "s", 3.5),
                ("gen_ai.client.operation.time_per_output_chunk", "s", 0.5),
                ("gen_ai.client.operation.time_to_first_chunk", "s", 2),
                ("gen_ai.client.token.usage", "{token}", 12),
                ("gen_ai.client.token.usage", "{token}", 3),
            ],
            heard.Samples.OrderBy(s => s.Name, StringComparer.Ordinal).ThenByDescending(s => s.Value).Select(s => (s.Name, s.Unit, s.Value)));
        Assert.Equal(["input", "output"], heard.Samples.Where(s => s.Unit == "{token}").Select(s => s.Tags["gen_ai.token.type"]));
        Assert.All(heard.Samples, s =>
        {
            Assert.Equal("chat", s.Tags["gen_ai.operation.name"]);
            Assert.Equal("exo", s.Tags["gen_ai.provider.name"]);
            Assert.Equal("big-model", s.Tags["gen_ai.request.model"]);
            Assert.Equal("big-model-4bit", s.Tags["gen_ai.response.model"]);
            Assert.Equal("192.168.1.20", s.Tags["server.address"]);
            Assert.Equal(52415, s.Tags["server.port"]);
            Assert.DoesNotContain("error.type", s.Tags.Keys);
        });
    }

    [Fact]
    public async Task Nothing_of_what_was_said_is_in_a_span_or_a_sample()
    {
        using var heard = new TelemetryListener();
        using var chat = Client(Text(Secret), () => throw new InvalidOperationException(Secret));
        await Assert.ThrowsAsync<InvalidOperationException>(() => chat.GetResponseAsync(Secret));

        var span = Assert.Single(heard.Spans);
        Assert.Equal(typeof(InvalidOperationException).FullName, span.GetTagItem("error.type"));
        var everything = string.Join(' ', [
            span.OperationName, span.StatusDescription, .. span.TagObjects.Select(t => t.Value), .. span.Events.Select(e => e.Name),
            .. heard.Samples.SelectMany(s => s.Tags.Values)]);
        Assert.DoesNotContain("safe", everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_is_named_on_the_span_and_on_the_duration()
    {
        using var heard = new TelemetryListener();
        using var chat = Client(Text("Hel"), () => throw new InferenceException(InferenceFailure.Truncated, "cluster: the connection broke."));
        await Assert.ThrowsAsync<InferenceException>(() => chat.GetResponseAsync("Hi"));

        var span = Assert.Single(heard.Spans);
        Assert.Equal((ActivityStatusCode.Error, "cluster: the connection broke."), (span.Status, span.StatusDescription));
        Assert.Equal("Truncated", span.GetTagItem("error.type"));
        Assert.Equal("Truncated", Assert.Single(heard.Samples, s => s.Name == "gen_ai.client.operation.duration").Tags["error.type"]);
    }

    [Fact]
    public async Task A_caller_who_leaves_is_no_error_of_the_server()
    {
        using var heard = new TelemetryListener();
        using var chat = Client(Text("Hel"), Text("lo"));
        await foreach (var update in chat.GetStreamingResponseAsync("Hi"))
            break;

        var span = Assert.Single(heard.Spans);
        Assert.Equal((ActivityStatusCode.Unset, "Cancelled"), (span.Status, span.GetTagItem("error.type")));
        Assert.Equal("Cancelled", Assert.Single(heard.Samples, s => s.Name == "gen_ai.client.operation.duration").Tags["error.type"]);
    }

    [Fact]
    public async Task The_span_is_current_for_the_steps_of_the_attempt_and_never_for_its_caller()
    {
        using var heard = new TelemetryListener();
        using var outside = new Activity("outside").Start();
        var inside = new List<Activity?>();
        using var chat = Client(Text("a", () => inside.Add(Activity.Current)), Text("b", () => inside.Add(Activity.Current)));

        await foreach (var update in chat.GetStreamingResponseAsync("Hi"))
            Assert.Same(outside, Activity.Current);

        Assert.Same(outside, Activity.Current);
        var span = Assert.Single(heard.Spans);
        Assert.Equal([span, span], inside);
        Assert.Equal(outside.SpanId, span.ParentSpanId);
    }

    [Fact]
    public void While_nobody_listens_the_inner_stream_is_passed_on_as_it_is()
    {
        var inner = new ScriptedChatClient(Text("a"));
        using var chat = new TelemetryChatClient(inner, _endpoint, _time);
        Assert.Same(inner.GetStreamingResponseAsync([]).GetType(), chat.GetStreamingResponseAsync([]).GetType());
        using var route = new RouteTelemetryChatClient(inner);
        Assert.Same(inner.GetStreamingResponseAsync([]).GetType(), route.GetStreamingResponseAsync([]).GetType());
    }

    private TelemetryChatClient Answering()
    {
        var ended = Of(new UsageContent(new UsageDetails { InputTokenCount = 12, OutputTokenCount = 3, CachedInputTokenCount = 8 }));
        return Client(
            Of(new EndpointOpenedContent("big-model-4bit", simulated: false)),
            Of(new PrefillProgressContent(4, 12)),
            Text(Secret, () => _time.Advance(TimeSpan.FromSeconds(2))),
            Text(Secret, () => _time.Advance(TimeSpan.FromSeconds(0.5))),
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                var update = ended();
                update.FinishReason = ChatFinishReason.Stop;
                return update;
            });
    }

    private TelemetryChatClient Client(params Func<ChatResponseUpdate>[] steps) => new(new ScriptedChatClient(steps), _endpoint, _time);
}
