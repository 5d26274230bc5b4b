using System.IO.Pipelines;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using LocalsOnly.Inference.Wire;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Inference.Clients;

/// <summary>
/// Asks one endpoint over exo's true wire, or over that of an OpenAI-style server where its <see cref="Dialect"/> says so. Always
/// streams, because an exo that hangs on a whole answer sends no byte by which one could tell. The first update is
/// <see cref="EndpointOpenedContent"/>; whatever goes wrong on the wire is an <see cref="InferenceException"/> without prompt text.
/// </summary>
internal sealed class ExoChatClient(Endpoint endpoint, HttpMessageInvoker http, InferenceOptions options, TimeProvider time) : IChatClient
{
    private readonly Dialect _dialect = Dialect.Of(endpoint.Protocol);
    private readonly ChatClientMetadata _metadata = new(
        endpoint.Protocol == EndpointProtocol.Exo ? "exo" : "openai", endpoint.Url, endpoint.Model);

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? chatOptions = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var model = chatOptions?.ModelId ?? endpoint.Model
            ?? throw Failure(InferenceFailure.NotPlaced, "no model is known to be on it", null);
        using var deadlines = new StreamDeadlines(options, time, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint.At("v1/chat/completions"))
        {
            Content = new ReadOnlyMemoryContent(ChatRequestWriter.Write(messages, chatOptions, model, _dialect))
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
            },
        };

        var sending = new ValueTask<HttpResponseMessage>(http.SendAsync(request, deadlines.Token));
        using var response = await ExplainAsync(sending, deadlines, model, cancellationToken);
        if (await ExplainAsync(Refusal.ReadAsync(response, deadlines.Token), deadlines, model, cancellationToken) is { } refusal)
            throw Failure(refusal.Failure, refusal.Clause, model);

        var simulated = SimulationLabel.IsOn(response);
        yield return new ChatResponseUpdate
        {
            Role = ChatRole.Assistant,
            ModelId = model,
            Contents = [new EndpointOpenedContent(model, simulated)],
        };

        var opening = new ValueTask<Stream>(response.Content.ReadAsStreamAsync(deadlines.Token));
        await using var body = await ExplainAsync(opening, deadlines, model, cancellationToken);
        using var stream = new ChatStream(PipeReader.Create(body), deadlines, model, simulated);
        while (await ExplainAsync(stream.NextAsync(), deadlines, model, cancellationToken) is { } update)
        {
            deadlines.Hold();
            yield return update;
            deadlines.Release();
        }
    }

    /// <summary>Awaits one step of the exchange and gives what goes wrong in it its name.</summary>
    private async ValueTask<T> ExplainAsync<T>(ValueTask<T> step, StreamDeadlines deadlines, string model, CancellationToken caller)
    {
        try
        {
            return await step;
        }
        catch (Exception e) when (e is not InferenceException && caller.IsCancellationRequested)
        {
            throw new OperationCanceledException("The answer was not wanted any more.", e, caller);
        }
        catch (Exception e) when (e is not InferenceException && deadlines.Expired is not null)
        {
            throw Failure(InferenceFailure.Deadline, deadlines.Expired, model, e);
        }
        catch (HttpRequestException e) when (e.InnerException is InferenceException guard)
        {
            throw new InferenceException(guard.Failure, guard.Message, endpoint.Name, model, e);
        }
        catch (Exception e) when (e is not InferenceException)
        {
            var (failure, clause) = WireFailure.Of(e);
            throw Failure(failure, clause, model, e is WireException or HttpRequestException or IOException ? e : null);
        }
    }

    /// <summary>A parser's exception is not kept as the inner one: logged, it could show what it could not read.</summary>
    private InferenceException Failure(InferenceFailure failure, string clause, string? model, Exception? inner = null) =>
        new(failure, $"{endpoint.Name}: {clause}.", endpoint.Name, model, inner);

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
