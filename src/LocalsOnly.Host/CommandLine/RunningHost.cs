using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using LocalsOnly.Host.Api;
using LocalsOnly.Host.Configuration;
using LocalsOnly.Host.Worker;

namespace LocalsOnly.Host.CommandLine;

/// <summary>Asks the host that runs on a data directory.</summary>
internal static class RunningHost
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    /// <summary>Its status; null, with a note why, when its API does not answer.</summary>
    public static async Task<StatusWire?> StatusAsync(HostRecord running, HouseConfiguration configuration, CancellationToken cancellationToken)
    {
        if (running.Url is null) return null;
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = s_patience };
        if (configuration.Root["Api:Key"] is { Length: > 0 } key) http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        try
        {
            return await http.GetFromJsonAsync(new Uri(new Uri(running.Url), "/api/status"), ApiJson.Default.StatusWire, cancellationToken);
        }
        catch (Exception silent) when (silent is HttpRequestException or JsonException || (silent is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            Terminal.Note($"The host runs (process {running.Pid}) but its API does not answer: {silent.Message}");
            return null;
        }
    }
}
