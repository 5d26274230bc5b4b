using System.Net.Http.Headers;
using System.Numerics.Tensors;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Memory.Embedding.Http;

/// <summary>
/// Embeddings from any server that speaks OpenAI's <c>/v1/embeddings</c>: Ollama, LM Studio, llama.cpp, vLLM. Vectors come in the order of the texts and
/// as the server made them, normalised or not.
/// </summary>
public sealed class HttpEmbeddings : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly HttpClient _http;
    private readonly HttpEmbeddingsOptions _options;
    private readonly TimeProvider _time;
    private readonly Uri _address;
    private readonly EmbeddingGeneratorMetadata _metadata;
    private int _dimensions;

    /// <param name="http">Stays the caller's: the guard of the local network and the time limit are in it.</param>
    public HttpEmbeddings(HttpClient http, HttpEmbeddingsOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MostCharacters, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Attempts, 1);
        (_http, _options, _time) = (http, options, time);
        var server = options.Server.AbsoluteUri.TrimEnd('/');
        _address = new Uri(server.EndsWith("/v1", StringComparison.OrdinalIgnoreCase) ? $"{server}/embeddings" : $"{server}/v1/embeddings");
        _dimensions = options.Dimensions ?? 0;
        _metadata = new EmbeddingGeneratorMetadata("openai-compatible", options.Server, options.Model, options.Dimensions);
    }

    /// <param name="options"><c>ModelId</c> and <c>Dimensions</c> are not read: vectors of two models do not go into one store.</param>
    /// <exception cref="EmbeddingException">The server is away, refuses, or answers with what cannot be stored.</exception>
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        var texts = values.Select(Cut).ToArray();
        var made = new GeneratedEmbeddings<Embedding<float>>(texts.Length);
        for (var start = 0; start < texts.Length; start += _options.BatchSize)
        {
            var batch = new ArraySegment<string>(texts, start, Math.Min(_options.BatchSize, texts.Length - start));
            var answer = await AskAsync(batch, cancellationToken);
            var createdAt = _time.GetUtcNow();
            foreach (var vector in Ordered(answer, batch.Count)) made.Add(new Embedding<float>(vector) { ModelId = _options.Model, CreatedAt = createdAt });
            if (answer.Usage is { } usage)
                (made.Usage ??= new UsageDetails()).Add(new UsageDetails { InputTokenCount = usage.PromptTokens, TotalTokenCount = usage.TotalTokens });
        }
        return made;
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null) return null;
        if (serviceType == typeof(EmbeddingGeneratorMetadata)) return _metadata;
        if (serviceType == typeof(EmbeddingModel)) return _dimensions > 0 ? new EmbeddingModel(_options.Model, _dimensions) : null;
        return serviceType.IsInstanceOfType(this) ? this : null;
    }

    public void Dispose()
    {
        // The client is the caller's.
    }

    private string Cut(string text)
    {
        if (text.Length <= _options.MostCharacters) return text;
        var length = _options.MostCharacters;
        if (char.IsHighSurrogate(text[length - 1])) length--;
        return text[..length];
    }

    private async Task<EmbeddingsResponse> AskAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new EmbeddingsRequest(_options.Model, texts, _options.Base64 ? "base64" : null, null), EmbeddingsJson.Default.EmbeddingsRequest);
        var delay = _options.FirstDelay;
        for (var attempt = 1; ; attempt++)
        {
            using var response = await SendAsync(body, cancellationToken);
            if (response.IsSuccessStatusCode) return await ReadAsync(response, cancellationToken);
            if (!ServerAnswer.IsBusy(response.StatusCode) || attempt >= _options.Attempts)
                throw await ServerAnswer.FaultAsync(response, _options.Server, _options.Model, cancellationToken);
            var wait = ServerAnswer.RetryAfter(response, _time) ?? delay;
            delay *= 2;
            if (wait > _options.MostDelay) wait = _options.MostDelay;
            if (wait > TimeSpan.Zero) await Task.Delay(wait, _time, cancellationToken);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(byte[] body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _address)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        try
        {
            return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException fault)
        {
            throw Away(fault);
        }
        catch (OperationCanceledException fault) when (!cancellationToken.IsCancellationRequested)
        {
            throw Late(fault);
        }
    }

    private async Task<EmbeddingsResponse> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            return await JsonSerializer.DeserializeAsync(stream, EmbeddingsJson.Default.EmbeddingsResponse, cancellationToken) ?? throw NotTheProtocol();
        }
        catch (JsonException fault)
        {
            throw NotTheProtocol(fault);
        }
        catch (Exception fault) when (fault is IOException or HttpRequestException)
        {
            throw Away(fault);
        }
        catch (OperationCanceledException fault) when (!cancellationToken.IsCancellationRequested)
        {
            throw Late(fault);
        }
    }

    private float[][] Ordered(EmbeddingsResponse answer, int expected)
    {
        if (answer.Data is not { } data) throw NotTheProtocol();
        if (data.Count != expected) throw WrongCount(data.Count, expected);
        var ordered = new float[expected][];
        for (var i = 0; i < expected; i++)
        {
            if (data[i] is not { Embedding: { Length: > 0 } vector } item) throw NotTheProtocol();
            var index = item.Index ?? i;
            if (index < 0 || index >= expected || ordered[index] is not null) throw WrongCount(data.Count, expected);
            if (!TensorPrimitives.IsFiniteAll<float>(vector))
                throw new EmbeddingException(EmbeddingFault.NotANumber, $"The model {_options.Model} at {_options.Server} made a vector with a number that is none: load the model anew there.");
            Check(vector.Length);
            ordered[index] = vector;
        }
        return ordered;
    }

    // The first answer tells the length when nobody has said it; whoever comes second is held to it.
    private void Check(int length)
    {
        var known = Interlocked.CompareExchange(ref _dimensions, length, 0);
        if (known == 0 || known == length) return;
        throw new EmbeddingException(
            EmbeddingFault.Mismatch,
            $"The model {_options.Model} at {_options.Server} makes vectors of {length} numbers, but those so far have {known}: name the model that made them, or delete the vectors to make them anew.");
    }

    private EmbeddingException WrongCount(int got, int expected) => new(
        EmbeddingFault.WrongCount, $"The embedding server at {_options.Server} did not answer each of {expected} texts with one vector (it sent {got}): lower the batch size, or update the server.");

    private EmbeddingException NotTheProtocol(Exception? inner = null) =>
        new(EmbeddingFault.Protocol, $"The server at {_options.Server} answers /v1/embeddings with something else: check that the address is that of an embedding server.", inner);

    private EmbeddingException Away(Exception fault) => new(
        EmbeddingFault.ServerAway, $"The embedding server at {_options.Server} does not answer ({(fault.InnerException ?? fault).Message.TrimEnd('.')}): start it, or turn embeddings off.", fault);

    private EmbeddingException Late(Exception fault) => new(
        EmbeddingFault.ServerAway, $"The embedding server at {_options.Server} did not answer within {_http.Timeout.TotalSeconds:0} s: give it more time, or lower the batch size.", fault);
}
