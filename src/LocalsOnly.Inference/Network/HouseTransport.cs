namespace LocalsOnly.Inference.Network;

/// <summary>HTTP for what is no inference and goes to one address in the house all the same: behind the same guard, without an exception to it.</summary>
public static class HouseTransport
{
    /// <summary>
    /// A handler that connects to addresses in the house only, whatever a name resolves to at that moment; uses no proxy and follows no redirect. A
    /// refusal is an <see cref="HttpRequestException"/> around an <see cref="InferenceException"/> with
    /// <see cref="InferenceFailure.RefusedByGuard"/>.
    /// </summary>
    /// <param name="key">Configuration key of the address, named in the refusal, e.g. <c>Telemetry:Endpoint</c>.</param>
    public static HttpMessageHandler Create(string key, Uri address, TimeSpan connectTimeout, TimeProvider time) =>
        new LocalNetworkGuard(new Endpoint(key, address, EndpointProtocol.OpenAI), connectTimeout, time)
        {
            Advice = $"set {key} to an address in it",
        }.CreateHandler();
}
