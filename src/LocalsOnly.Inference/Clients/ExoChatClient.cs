using System.IO.Pipelines;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using LocalsOnly.Inference.Wire;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Inference.Clients;

/// <summary>
/// Asks one endpoint over exo's true wire, or over that of an OpenAI-style server where its <see cref="Dialect"/> says so. Streams, because an
/// exo that hangs on a whole answer sends no byte by which one could tell; the exception is <see cref="RouteRequest.InOnePiece"/>. The first
/// update is <see cref="EndpointOpenedContent"/>; whatever goes wrong on the wire is an <see cref="InferenceException"/> without prompt text.
/// </summary>
internal sealed class ExoChatClient(Endpoint endpoint, HttpMessageInvoker http, InferenceOptions options, TimeProvider time) : IEndpointClient
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly Uri _address = endpoint.At("v1/chat/completions");
    private volatile Dialect _dialect = Dialect.Of(endpoint.Protocol);
    private readonly ChatClientMetadata _metadata = new(
        endpoint.Protocol == EndpointProtocol.Exo ? "exo" : "openai", endpoint.Url, endpoint.Model);

    public void Speak(Dialect dialect) => _dialect = dialect;

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? chatOptions = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var model = chatOptions?.ModelId ?? endpoint.Model
            ?? throw Failure(new WireFault(InferenceFailure.NotPlaced, "no model is known to be on it"), null);
        var dialect = _dialect;
        var route = chatOptions.GetRoute();
        var sent = route.Body is { } whole
            ? ForwardedRequest.Write(whole, model, dialect, streams: !route.InOnePiece)
            : ChatRequestWriter.Write(messages, chatOptions, model, dialect);
        using var deadlines = new StreamDeadlines(options, route.Patience, time, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, _address)
        {
            Content = new ReadOnlyMemoryContent(sent) { Headers = { ContentType = Json } },
        };

        var sending = new ValueTask<HttpResponseMessage>(http.SendAsync(request, deadlines.Token));
        using var response = await ExplainAsync(sending, deadlines, model, cancellationToken);
        var inOnePiece = route is { Body: not null, InOnePiece: true } && Refusal.IsOnePiece(response);
        if (!inOnePiece && !Refusal.IsStream(response))
            throw Failure(await ExplainAsync(Refusal.ReadAsync(response, time, deadlines.Token), deadlines, model, cancellationToken), model);

        var simulated = SimulationLabel.IsOn(response);
        yield return new ChatResponseUpdate
        {
            Role = ChatRole.Assistant,
            ModelId = model,
            Contents = [new EndpointOpenedContent(model, simulated) { InOnePiece = inOnePiece }],
        };

        var opening = new ValueTask<Stream>(response.Content.ReadAsStreamAsync(deadlines.Token));
        await using var body = await ExplainAsync(opening, deadlines, model, cancellationToken);
        using var stream = new ChatStream(PipeReader.Create(body), deadlines, model, simulated, dialect, inOnePiece);
        while (true)
        {
            var next = stream.NextAsync();
            var update = next.IsCompletedSuccessfully ? next.Result : await ExplainAsync(next, deadlines, model, cancellationToken);
            if (update is null)
                yield break;
            deadlines.Hold();
            yield return update;
            deadlines.Release();
        }
    }

    /// <summary>Awaits one step of the exchange and gives what goes wrong in it its name.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<T> ExplainAsync<T>(ValueTask<T> step, StreamDeadlines deadlines, string model, CancellationToken caller)
    {
        try
        {
            return await step;
        }
        catch (Exception e) when (e is not InferenceException)
        {
            throw ExchangeFailure.Of(e, deadlines, endpoint.Name, model, caller);
        }
    }

    private InferenceException Failure(WireFault fault, string? model) => ExchangeFailure.Of(fault, endpoint.Name, model);

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? _metadata
            : serviceType.IsInstanceOfType(this) ? this : null;
    }

    /// <summary>The transport belongs to the directory, whose probes share it.</summary>
    public void Dispose()
    {
    }
}
