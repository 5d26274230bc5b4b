using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using LocalsOnly.Inference.Telemetry;

namespace LocalsOnly.Tests.Inference.Telemetry;

/// <summary>Hears every span and every measurement of the project. Whoever listens changes what others do: they share a collection.</summary>
internal sealed class TelemetryListener : IDisposable
{
    private readonly ActivityListener _spans;
    private readonly MeterListener _meters = new();

    public TelemetryListener(bool spans = true, bool metrics = true)
    {
        _spans = new ActivityListener
        {
            ShouldListenTo = source => source.Name == InferenceTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Spans.Enqueue,
        };
        if (spans)
            ActivitySource.AddActivityListener(_spans);
        if (!metrics)
            return;
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == InferenceTelemetry.Name)
                listener.EnableMeasurementEvents(instrument);
        };
        _meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _meters.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _meters.Start();
    }

    public ConcurrentQueue<Activity> Spans { get; } = new();

    public ConcurrentQueue<Sample> Samples { get; } = new();

    /// <summary>Reads the gauges.</summary>
    public void Collect() => _meters.RecordObservableInstruments();

    public void Dispose()
    {
        _spans.Dispose();
        _meters.Dispose();
    }

    private void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        Samples.Enqueue(new Sample(instrument.Name, instrument.Unit, value, tags.ToArray().ToDictionary(t => t.Key, t => t.Value)));

    internal sealed record Sample(string Name, string? Unit, double Value, IReadOnlyDictionary<string, object?> Tags);
}

[CollectionDefinition(nameof(TelemetryListener), DisableParallelization = true)]
public sealed class SharesTelemetry;
