using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using LocalsOnly.Agents;
using LocalsOnly.Host.Api;
using LocalsOnly.Inference;

namespace LocalsOnly.Host.CommandLine;

/// <summary>A turn in the host that is already running, through its own API: one process owns the machine's model budget.</summary>
internal sealed class RemoteAgentRuntime(HttpClient http, Uri host, string? key) : IAgentRuntime
{
    private static readonly TurnInterrupted s_brokenOff = new("The host ended the answer without finishing it; what is above is incomplete. See: locals status", InferenceFailure.Truncated);

    public async IAsyncEnumerable<TurnEvent> RunAsync(TurnRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var message = new HttpRequestMessage(HttpMethod.Post, new Uri(host, "/v1/chat/completions")) { Content = Body(request) };
        if (!string.IsNullOrEmpty(key)) message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        if (!response.IsSuccessStatusCode) throw await RefusalAsync(response.StatusCode, stream, cancellationToken);

        await using var frames = SseParser.Create(stream).EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(frames) is { } happened)
        {
            foreach (var one in happened)
            {
                yield return one;
                if (one is TurnInterrupted or TurnCompleted) yield break;
            }
        }

        yield return s_brokenOff;
    }

    /// <summary>The events of the next frame; null when there is none, because the host ended the stream or died.</summary>
    private static async ValueTask<IReadOnlyList<TurnEvent>?> NextAsync(IAsyncEnumerator<SseItem<string>> frames)
    {
        try
        {
            if (!await frames.MoveNextAsync() || frames.Current.Data == "[DONE]") return null;
            using var json = JsonDocument.Parse(frames.Current.Data);
            return [.. Read(json.RootElement)];
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    private static IEnumerable<TurnEvent> Read(JsonElement chunk)
    {
        if (chunk.TryGetProperty("error", out var error))
        {
            yield return new TurnInterrupted(error.GetProperty("message").GetString()!, Enum.TryParse<InferenceFailure>(error.GetProperty("code").GetString(), out var kind) ? kind : null);
            yield break;
        }

        var hasLocals = chunk.TryGetProperty("locals", out var locals);
        if (hasLocals && locals.TryGetProperty("route", out var route)) yield return route.Deserialize(ApiJson.Default.RouteWire)!.ToEvent();
        if (hasLocals && locals.TryGetProperty("queued", out var queued))
            yield return new Queued(
                queued.GetProperty("endpoint").GetString()!, queued.GetProperty("ahead").GetInt32(),
                queued.TryGetProperty("wait_ms", out var wait) ? TimeSpan.FromMilliseconds(wait.GetDouble()) : null);
        if (hasLocals && locals.TryGetProperty("prefill", out var prefill))
            yield return new PrefillProgress(prefill.GetProperty("processed").GetInt32(), prefill.GetProperty("total").GetInt32());
        if (hasLocals && locals.TryGetProperty("tool", out var tool))
            yield return new ToolUsed(
                tool.GetProperty("name").GetString()!, tool.TryGetProperty("problem", out var problem) ? problem.GetString() : null, TimeSpan.FromMilliseconds(tool.GetProperty("took_ms").GetDouble()));
        if (!chunk.TryGetProperty("choices", out var choices) || choices.GetArrayLength() == 0) yield break;
        var choice = choices[0];
        if (choice.GetProperty("delta").TryGetProperty("content", out var content) && content.GetString() is { Length: > 0 } delta)
            yield return new TextDelta(delta);

        if (choice.GetProperty("finish_reason").GetString() is not { } finish) yield break;
        var sources = hasLocals && locals.TryGetProperty("sources", out var wire) ? wire.Deserialize(ApiJson.Default.SourceWireArray)! : [];
        var stats = hasLocals && locals.TryGetProperty("stats", out var figures) ? figures.Deserialize(ApiJson.Default.StatsWire) : null;
        yield return new TurnCompleted(
            [.. sources.Select(source => source.ToSource())],
            [],
            new TurnStats(
                stats?.TokensPerSecond,
                stats?.PromptTokensPerSecond,
                stats?.TimeToFirstTokenMs is { } ms ? TimeSpan.FromMilliseconds(ms) : null,
                null,
                null,
                Enum.TryParse<Provenance>(stats?.Provenance, ignoreCase: true, out var provenance) ? provenance : Provenance.Measured),
            finish == "length")
        {
            Turn = hasLocals && locals.TryGetProperty("turn", out var turn) ? turn.GetString()! : "",
            Notes = hasLocals && locals.TryGetProperty("notes", out var notes) ? [.. notes.EnumerateArray().Select(note => note.GetString()!)] : [],
        };
    }

    private static ByteArrayContent Body(TurnRequest request)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("model"u8, request.PersonaId);
            json.WriteBoolean("stream"u8, true);
            json.WriteStartArray("messages"u8);
            foreach (var message in request.Messages)
            {
                json.WriteStartObject();
                json.WriteString("role"u8, message.FromPerson ? "user"u8 : "assistant"u8);
                json.WriteString("content"u8, message.Text);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartObject("locals"u8);
            if (request.Tier is { } tier) json.WriteString("tier"u8, tier == Tier.Heavy ? "heavy"u8 : "light"u8);
            if (request.Session is { } session) json.WriteString("session"u8, session);
            json.WriteEndObject();

            json.WriteEndObject();
        }

        var content = new ByteArrayContent(buffer.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    private static async Task<TurnRefusedException> RefusalAsync(HttpStatusCode status, Stream body, CancellationToken cancellationToken)
    {
        var sentence = $"The host answered with {(int)status}.";
        try
        {
            sentence = (await JsonSerializer.DeserializeAsync(body, ApiJson.Default.ErrorWire, cancellationToken))?.Error.Message ?? sentence;
        }
        catch (JsonException)
        {
        }

        return new TurnRefusedException(
            status switch
            {
                HttpStatusCode.NotFound => TurnRefusal.UnknownPersona,
                HttpStatusCode.BadRequest => TurnRefusal.NothingAsked,
                _ => TurnRefusal.HostStopping,
            },
            sentence);
    }
}
