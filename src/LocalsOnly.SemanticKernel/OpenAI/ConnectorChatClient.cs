using System.Runtime.CompilerServices;
using LocalsOnly.Inference;
using LocalsOnly.Inference.Clients;
using LocalsOnly.Inference.Wire;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Connectors.OpenAI;

namespace LocalsOnly.SemanticKernel.OpenAI;

/// <summary>
/// Asks one endpoint through Semantic Kernel's own OpenAI connector, with <see cref="ChatCompletionsHandler"/> below it. Tools are offered and never called
/// here: the one loop that calls them is the agent's.
/// </summary>
internal sealed class ConnectorChatClient(Endpoint endpoint, HttpMessageInvoker http, InferenceOptions options, TimeProvider time) : IEndpointClient
{
    private readonly Uri _address = endpoint.At("v1");
    private readonly HttpMessageHandler _transport = new InvokedHandler(http);
    private readonly ChatClientMetadata _metadata = new(
        endpoint.Protocol == EndpointProtocol.Exo ? "exo" : "openai", endpoint.Url, endpoint.Model);
    private volatile Dialect _dialect = Dialect.Of(endpoint.Protocol);

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
            ?? throw ExchangeFailure.Of(new WireFault(InferenceFailure.NotPlaced, "no model is known to be on it"), endpoint.Name, null);
        var dialect = _dialect;
        var request = ConnectorRequest.Of(messages, chatOptions, model, dialect);
        // What one exchange is told and may take belongs to it alone, so it has its own handler; the connections below are the endpoint's.
        using var handler = new ChatCompletionsHandler(ExchangeOf(request, chatOptions.GetRoute(), model, dialect), time) { InnerHandler = _transport };
        using var client = new HttpClient(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
#pragma warning disable SKEXP0010 // What AddOpenAIChatCompletion, which is no experiment, makes of an address.
        var connector = new OpenAIChatCompletionService(model, _address, apiKey: null, httpClient: client);
#pragma warning restore SKEXP0010
        var answer = new ConnectorAnswer(model);
        await using var parts = connector
            .GetStreamingChatMessageContentsAsync(request.History, request.Settings, kernel: null, cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(parts, answer, model, cancellationToken))
        {
            if (answer.Update is { } update)
                yield return update;
        }

        if (answer.End() is { } end)
            yield return end;
    }

    /// <summary>Reads the next part of the answer, and gives what goes wrong in it its name. False behind the last one.</summary>
    private async ValueTask<bool> NextAsync(
        IAsyncEnumerator<StreamingChatMessageContent> parts, ConnectorAnswer answer, string model, CancellationToken caller)
    {
        try
        {
            if (!await parts.MoveNextAsync())
                return false;
            answer.Read(parts.Current);
            return true;
        }
        catch (Exception e) when (e is not InferenceException)
        {
            throw caller.IsCancellationRequested
                ? new OperationCanceledException("The answer was not wanted any more.", e, caller)
                : ExchangeFailure.Of(WireFailure.Of(e), endpoint.Name, model);
        }
    }

    private Exchange ExchangeOf(ConnectorRequest request, RouteRequest route, string model, Dialect dialect) => new(dialect, options)
    {
        Name = endpoint.Name,
        Model = model,
        Patience = route.Patience,
        Body = route.Body is { } whole ? (ReadOnlyMemory<byte>?)ForwardedRequest.Write(whole, model, dialect) : null,
        Reasoning = request.Reasoning,
        ShowsOpening = true,
        ShowsComments = true,
        ExplainsRefusals = true,
    };

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

    /// <summary>The endpoint's transport as the innermost handler. It outlives every client above it.</summary>
    private sealed class InvokedHandler(HttpMessageInvoker http) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            http.SendAsync(request, cancellationToken);
    }
}
