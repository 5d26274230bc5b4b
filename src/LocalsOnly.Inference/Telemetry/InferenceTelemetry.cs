using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace LocalsOnly.Inference.Telemetry;

/// <summary>
/// The traces and metrics of this project, by OpenTelemetry's GenAI semantic conventions (status: development; names, units and bucket
/// boundaries as of the conventions' own repository in 2026) and, under <c>locals.</c>, our own. No prompt and no reply is ever in one.
/// </summary>
public static class InferenceTelemetry
{
    /// <summary>Name of the <see cref="ActivitySource"/> and of the <see cref="Meter"/>.</summary>
    public const string Name = "LocalsOnly.Inference";

    /// <summary>Bounds in seconds that the conventions recommend for all of their client durations.</summary>
    private static readonly InstrumentAdvice<double> s_seconds = new()
    {
        HistogramBucketBoundaries = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92],
    };

    /// <summary>A decision takes microseconds.</summary>
    private static readonly InstrumentAdvice<double> s_decisionSeconds = new()
    {
        HistogramBucketBoundaries = [1e-6, 2e-6, 5e-6, 1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 5e-4, 1e-3, 1e-2, 0.1],
    };

    private static readonly InstrumentAdvice<long> s_tokens = new()
    {
        HistogramBucketBoundaries =
            [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864],
    };

    private static readonly Meter s_meter = new(Name);

    internal static ActivitySource Source { get; } = new(Name);

    /// <summary>By <c>gen_ai.token.type</c>: <c>input</c> or <c>output</c>.</summary>
    internal static Histogram<long> TokenUsage { get; } =
        s_meter.CreateHistogram("gen_ai.client.token.usage", "{token}", "Number of input and output tokens used.", tags: null, s_tokens);

    internal static Histogram<double> OperationDuration { get; } =
        s_meter.CreateHistogram("gen_ai.client.operation.duration", "s", "GenAI operation duration.", tags: null, s_seconds);

    internal static Histogram<double> TimeToFirstChunk { get; } = s_meter.CreateHistogram(
        "gen_ai.client.operation.time_to_first_chunk", "s", "Time to the first chunk with text, reasoning or a tool call.", tags: null, s_seconds);

    internal static Histogram<double> TimePerOutputChunk { get; } = s_meter.CreateHistogram(
        "gen_ai.client.operation.time_per_output_chunk", "s", "Time from one chunk to the next.", tags: null, s_seconds);

    internal static Histogram<double> QueueWait { get; } = s_meter.CreateHistogram(
        "locals.queue.wait", "s", "Time a request waited for a place at an endpoint.", tags: null, s_seconds);

    internal static Histogram<double> DecisionDuration { get; } = s_meter.CreateHistogram(
        "locals.route.decision.duration", "s", "Time to decide where a prompt goes.", tags: null, s_decisionSeconds);

    /// <summary>True when somebody listens to the metrics of single requests.</summary>
    internal static bool IsMetered =>
        OperationDuration.Enabled || TokenUsage.Enabled || TimeToFirstChunk.Enabled || TimePerOutputChunk.Enabled;

    /// <summary>A request got its place.</summary>
    internal static void Admitted(Endpoint endpoint, WorkPriority priority, TimeSpan waited)
    {
        if (QueueWait.Enabled)
            QueueWait.Record(waited.TotalSeconds, new("locals.endpoint", endpoint.Name), new("locals.priority", Word(priority)));
    }

    /// <summary>The router decided.</summary>
    internal static void Decided(Tier tier, TimeSpan took)
    {
        if (DecisionDuration.Enabled)
            DecisionDuration.Record(took.TotalSeconds, new KeyValuePair<string, object?>("locals.tier", Word(tier)));
    }

    internal static string Word(Tier tier) => tier == Tier.Heavy ? "heavy" : "light";

    internal static string Word(WorkPriority priority) => priority switch
    {
        WorkPriority.Person => "person",
        WorkPriority.Task => "task",
        _ => "bulk",
    };
}
