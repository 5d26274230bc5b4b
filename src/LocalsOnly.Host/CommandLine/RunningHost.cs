using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
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

    /// <summary>Posts a request and returns the reply.</summary>
    /// <param name="patience">How long the answer may take; ten seconds when it is not said.</param>
    /// <exception cref="CommandException">The host refused it, with its own sentence, or does not answer.</exception>
    public static async Task<TReply> PostAsync<TRequest, TReply>(
        HostRecord running, HouseConfiguration configuration, string path, TRequest request, JsonTypeInfo<TRequest> requestType, JsonTypeInfo<TReply> replyType, CancellationToken cancellationToken, TimeSpan? patience = null)
    {
        if (running.Url is null) throw new CommandException(ExitCode.Failed, $"The host runs (process {running.Pid}) without an API, so it cannot be asked.");
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = patience ?? s_patience };
        if (configuration.Root["Api:Key"] is { Length: > 0 } key) http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        try
        {
            using var reply = await http.PostAsJsonAsync(new Uri(new Uri(running.Url), path), request, requestType, cancellationToken);
            if (reply.IsSuccessStatusCode) return (await reply.Content.ReadFromJsonAsync(replyType, cancellationToken))!;
            var error = await reply.Content.ReadFromJsonAsync(ApiJson.Default.ErrorWire, cancellationToken);
            throw new CommandException(reply.StatusCode == System.Net.HttpStatusCode.NotFound ? ExitCode.NothingFound : ExitCode.Failed, error!.Error.Message);
        }
        catch (Exception silent) when (silent is HttpRequestException or JsonException || (silent is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new CommandException(ExitCode.Failed, $"The host runs (process {running.Pid}) but its API does not answer: {silent.Message}");
        }
    }
}
