using System.Diagnostics.Metrics;

namespace LocalsOnly.Inference.Telemetry;

/// <summary>
/// The present load of every endpoint, as gauges by <c>locals.endpoint</c> that are read only when somebody collects them. Lives as long
/// as it is to be seen.
/// </summary>
public sealed class EndpointGauges : IDisposable
{
    private readonly IEndpointDirectory _directory;
    private readonly Meter _meter = new(InferenceTelemetry.Name);

    public EndpointGauges(IEndpointDirectory directory)
    {
        ArgumentNullException.ThrowIfNull(directory);
        _directory = directory;
        _meter.CreateObservableGauge("locals.queue.length", () => Each(e => e.Load.Queued), "{request}", "Requests that wait for a place.");
        _meter.CreateObservableGauge("locals.requests.in_flight", () => Each(e => e.Load.InFlight), "{request}", "Requests being answered.");
        _meter.CreateObservableGauge("locals.requests.capacity", () => Each(e => e.Load.Capacity), "{request}", "Most of them at once.");
        _meter.CreateObservableGauge(
            "locals.breaker.state", () => Each(e => Number(e.Load.Breaker)), "1", "0 closed, 1 half open, 2 open.");
        _meter.CreateObservableGauge(
            "locals.endpoint.ready", () => Each(e => e.State == EndpointState.Ready ? 1 : 0), "1", "1 when a model is ready to answer.");
    }

    public void Dispose() => _meter.Dispose();

    private static int Number(BreakerState breaker) => breaker switch
    {
        BreakerState.Closed => 0,
        BreakerState.HalfOpen => 1,
        _ => 2,
    };

    private IEnumerable<Measurement<int>> Each(Func<EndpointSnapshot, int> value) =>
        _directory.Endpoints.Select(e => new Measurement<int>(value(e), new KeyValuePair<string, object?>("locals.endpoint", e.Name)));
}
