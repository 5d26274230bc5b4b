using LocalsOnly.Host.Telemetry;
using LocalsOnly.Inference;
using LocalsOnly.Inference.Network;

namespace LocalsOnly.Host.CommandLine;

/// <summary>Tells which configured addresses are outside the house, before anything is sent to any.</summary>
internal static class AddressCheckup
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);

    public static string Name(string endpoint) => $"address: {endpoint}";

    /// <summary>A check for each address that is outside, or may be; what is in the house needs no words.</summary>
    public static async Task<IReadOnlyList<CheckWire>> RunAsync(IEndpointDirectory endpoints, CancellationToken cancellationToken)
    {
        var checks = await Task.WhenAll(endpoints.Addresses.Where(address => !address.Discovered).Select(address => CheckAsync(address, cancellationToken)));
        return [.. checks.OfType<CheckWire>()];
    }

    /// <summary>Asks the collector for nothing in particular.</summary>
    public static Task<CheckWire> CollectorAsync(Uri collector, CancellationToken cancellationToken)
    {
        const string Key = $"{TelemetryOptions.Section}:{nameof(TelemetryOptions.Endpoint)}";
        var where = collector.GetLeftPart(UriPartial.Authority);
        return AskAsync(
            "telemetry", Key, collector, collector, $"traces and metrics, without any prompt or reply, go to {where}",
            new CheckWire("telemetry", "failed", $"nothing answers at {where}; start the collector, or correct or remove {Key}."), cancellationToken);
    }

    /// <summary>Asks a server of the memory whether it is there.</summary>
    public static Task<CheckWire> AskAsync(MemoryEndpoint server, CancellationToken cancellationToken)
    {
        var where = server.Url.GetLeftPart(UriPartial.Authority);
        return AskAsync(
            server.Purpose, server.Key, server.Url, new Uri(server.Url, server.Probe), $"{server.Sent} to {where}",
            new CheckWire(server.Purpose, "warn", $"nothing answers at {where}, so recall goes by the local index alone; start it, or correct or remove {server.Key}."), cancellationToken);
    }

    // Any answer will do, also of a collector that speaks gRPC only.
    private static async Task<CheckWire> AskAsync(string name, string key, Uri address, Uri probe, string ok, CheckWire silent, CancellationToken cancellationToken)
    {
        using var http = new HttpClient(HouseTransport.Create(key, address, s_patience, TimeProvider.System)) { Timeout = s_patience };
        try
        {
            using var answer = await http.GetAsync(probe, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return new CheckWire(name, "ok", ok);
        }
        catch (HttpRequestException refused) when (refused.InnerException is InferenceException { Failure: InferenceFailure.RefusedByGuard } guard)
        {
            return new CheckWire(name, "failed", guard.Message);
        }
        catch (HttpRequestException other) when (other.HttpRequestError is HttpRequestError.HttpProtocolError or HttpRequestError.InvalidResponse or HttpRequestError.ResponseEnded)
        {
            return new CheckWire(name, "ok", ok);
        }
        catch (Exception away) when (away is HttpRequestException || (away is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return silent;
        }
    }

    private static async Task<CheckWire?> CheckAsync(EndpointAddress address, CancellationToken cancellationToken)
    {
        var key = $"Inference:Endpoints:{address.Name}";
        return (await ScopeAsync(address.Url, cancellationToken), address.AllowPublic) switch
        {
            (AddressScope.Public, false) => new CheckWire(
                Name(address.Name), "failed", $"{address.Url.Host} is a public address, so nothing was or will be sent there; correct {key}:Url, or set {key}:AllowPublic to true if prompts may leave the house."),
            (AddressScope.Public, true) => new CheckWire(
                Name(address.Name), "warn", $"{address.Url.Host} is a public address: PROMPTS SENT THERE LEAVE THIS HOUSE, because {key}:AllowPublic is true."),
            (_, true) => new CheckWire(
                Name(address.Name), "warn", $"{key}:AllowPublic is true, so that prompts leave this house as soon as {address.Url.Host} leads outside; set it to false."),
            _ => null,
        };
    }

    /// <summary>A resolver that does not answer must not hold up the other checks.</summary>
    private static async Task<AddressScope> ScopeAsync(Uri url, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(s_patience);
        try
        {
            return await AddressScopes.LookAsync(url, patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return AddressScope.Unresolved;
        }
    }
}
