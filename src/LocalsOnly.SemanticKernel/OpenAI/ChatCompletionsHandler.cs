using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using LocalsOnly.Inference;
using LocalsOnly.Inference.Wire;

namespace LocalsOnly.SemanticKernel.OpenAI;

/// <summary>
/// Stands between Semantic Kernel's OpenAI connector (or the OpenAI SDK) and a server of the house that imitates OpenAI's chat completions, exo before
/// all, and makes good what the two do not have in common. Give it to an <see cref="HttpClient"/>, and that to <c>AddOpenAIChatCompletion(modelId, endpoint,
/// apiKey, httpClient: …)</c>; set the client's <see cref="HttpClient.Timeout"/> to <see cref="Timeout.InfiniteTimeSpan"/>, because the deadlines are kept here.
/// <list type="bullet">
/// <item>Requests: <c>max_completion_tokens</c> becomes <c>max_tokens</c>, because exo drops the former and then writes up to 32168 tokens.</item>
/// <item>
/// Failures: an error inside the stream, a stream that ends without its end, the finish reasons <c>error</c> and <c>abort</c>, an empty or foreign body under a 200 and a
/// deadline missed are each an <see cref="InferenceException"/> from the call or from reading on. The SDK takes the first two for the end of a good answer.
/// </item>
/// <item>
/// Answers: tool calls get the indexes by which they are told apart, fields that the SDK cannot read (nulls, numbers for strings, half a character) are
/// mended, and reasoning is kept (<see cref="ServerAnswer"/>).
/// </item>
/// </list>
/// A stream is read once, line by line, and never held as a whole. Requests that are no chat completions pass as they are. One instance serves many
/// requests at once.
/// </summary>
public sealed class ChatCompletionsHandler : DelegatingHandler
{
    /// <summary>An answer that is not streamed is a few hundred KiB at most; a server gone mad is not.</summary>
    private const int LongestAnswer = 64 * 1024 * 1024;

    private readonly Exchange _exchange;
    private readonly TimeProvider _time;

    /// <param name="time">The clock of the deadlines; the system's when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A timeout is not positive.</exception>
    public ChatCompletionsHandler(ChatCompletionsHandlerOptions? options = null, TimeProvider? time = null)
        : this(Exchange.Of(Checked(options ?? new())), time ?? TimeProvider.System)
    {
    }

    internal ChatCompletionsHandler(Exchange exchange, TimeProvider time) => (_exchange, _time) = (exchange, time);

    /// <summary>Blocks a thread for the whole exchange.</summary>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        SendAsync(request, cancellationToken).GetAwaiter().GetResult();

    /// <exception cref="InferenceException">The server cannot be reached, missed a deadline, or answered with what is no answer.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Method != HttpMethod.Post || request.RequestUri?.AbsolutePath.EndsWith("/chat/completions", StringComparison.Ordinal) != true)
            return await base.SendAsync(request, cancellationToken);
        var streams = await MendAsync(request, cancellationToken);
        var course = new ExchangeCourse(_exchange, request.RequestUri, streams, _time);
        HttpResponseMessage? response = null;
        try
        {
            using var caller = course.Follow(cancellationToken);
            response = await base.SendAsync(request, course.Token);
            if (streams && Refusal.IsStream(response))
                return Stream(response, course);
            using (course)
                return await ReadAsync(response, course, streams);
        }
        catch (Exception e)
        {
            response?.Dispose();
            using (course)
                throw course.Explain(e, cancellationToken);
        }
    }

    /// <summary>Words the request as the server understands it. True when it asks for a stream.</summary>
    private async Task<bool> MendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is not { } content)
            return false;
        ReadOnlyMemory<byte> body = await content.ReadAsByteArrayAsync(cancellationToken);
        bool streams;
        try
        {
            (body, streams) = _exchange.Body is { } whole ? (whole, true) : ForwardedRequest.Mend(_exchange.Reasoning?.PutInto(body) ?? body, _exchange.Dialect);
        }
        catch (JsonException)
        {
            // The server says better than this what is wrong with it.
            return false;
        }

        request.Content = new ReadOnlyMemoryContent(body);
        request.Content.Headers.ContentType = content.Headers.ContentType ?? new MediaTypeHeaderValue("application/json");
        return streams;
    }

    private static HttpResponseMessage Stream(HttpResponseMessage response, ExchangeCourse course)
    {
        var bare = response.Content;
        var content = new StreamContent(new CheckedStream(bare, course, SimulationLabel.IsOn(response)));
        foreach (var (name, values) in bare.Headers)
        {
            if (!string.Equals(name, "Content-Length", StringComparison.OrdinalIgnoreCase))
                content.Headers.TryAddWithoutValidation(name, values);
        }

        response.Content = content;
        return response;
    }

    /// <summary>What is no stream: a whole answer where one was asked for, a refusal otherwise.</summary>
    private async Task<HttpResponseMessage> ReadAsync(HttpResponseMessage response, ExchangeCourse course, bool streams)
    {
        var isRefusal = response.StatusCode != HttpStatusCode.OK;
        if (isRefusal && !_exchange.ExplainsRefusals)
        {
            // Its few bytes are read within the deadline, which ends here.
            await response.Content.LoadIntoBufferAsync(LongestAnswer, course.Token);
            return response;
        }

        using (response.Content)
        {
            var isJson = response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.OrdinalIgnoreCase) == true;
            if (isRefusal || streams || !isJson)
                throw course.Failure(await Refusal.ReadAsync(response, _time, course.Token));
            var answer = WholeAnswer.Mend(await BoundedAsync(response.Content, course.Token));
            var mended = new ReadOnlyMemoryContent(answer);
            mended.Headers.ContentType = response.Content.Headers.ContentType;
            response.Content = mended;
            return response;
        }
    }

    private static async Task<ReadOnlyMemory<byte>> BoundedAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await content.LoadIntoBufferAsync(LongestAnswer, cancellationToken);
        return await content.ReadAsByteArrayAsync(cancellationToken);
    }

    private static ChatCompletionsHandlerOptions Checked(ChatCompletionsHandlerOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.FirstTokenTimeout, TimeSpan.Zero, nameof(options.FirstTokenTimeout));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.BetweenTokensTimeout, TimeSpan.Zero, nameof(options.BetweenTokensTimeout));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.TotalTimeout, TimeSpan.Zero, nameof(options.TotalTimeout));
        return options;
    }
}
