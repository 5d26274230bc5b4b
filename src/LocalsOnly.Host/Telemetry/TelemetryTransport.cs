namespace LocalsOnly.Host.Telemetry;

/// <summary>Passes exports on and notes how they fared. OTLP over HTTP is sent from the exporter's own thread, synchronously.</summary>
internal sealed class TelemetryTransport(HttpMessageHandler guarded, TelemetryHealth health) : DelegatingHandler(guarded)
{
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return Note(base.Send(request, cancellationToken));
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
        {
            health.Failed(failure);
            throw;
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return Note(await base.SendAsync(request, cancellationToken));
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
        {
            health.Failed(failure);
            throw;
        }
    }

    private HttpResponseMessage Note(HttpResponseMessage response)
    {
        if (response.IsSuccessStatusCode) health.Succeeded();
        else health.Failed($"the collector answers {(int)response.StatusCode}; is {nameof(TelemetryOptions.Protocol)} right?");
        return response;
    }
}
