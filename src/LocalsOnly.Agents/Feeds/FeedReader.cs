using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using LocalsOnly.Agents.Tools;
using LocalsOnly.Memory;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Agents.Feeds;

/// <summary>
/// Reads feeds over HTTP. The same question asked twice at once is sent once, an answer is held, a feed that has failed is left alone for a while, and what was
/// last read is given for as long, marked as old.
/// </summary>
internal sealed class FeedReader(IOptions<FeedOptions> options, IOptions<DataOptions> data, TimeProvider time, FeedResolver? resolve = null) : IFeedReader, IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Task<Outcome>> _underWay = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FeedTransport> _transports = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _lastRead = new(StringComparer.Ordinal);
    private readonly FeedCache _cache = new(time);
    private readonly FeedPauses _pauses = new(time);

    public Task<FeedDocument> GetAsync(Feed feed, string path, TimeSpan fresh, CancellationToken cancellationToken) =>
        ReadAsync(new FeedRequest(feed, path, null), fresh, cancellationToken);

    public Task<FeedDocument> PostAsync(Feed feed, string path, string json, TimeSpan fresh, CancellationToken cancellationToken) =>
        ReadAsync(new FeedRequest(feed, path, json), fresh, cancellationToken);

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var transport in _transports.Values) transport.Dispose();
        }
    }

    private async Task<FeedDocument> ReadAsync(FeedRequest request, TimeSpan fresh, CancellationToken cancellationToken)
    {
        // What leads elsewhere is refused before anything else is looked at, offline and with a copy too.
        var target = request.Target(options.Value.AddressOf(request.Feed));
        if (_cache.Find(request.Key, fresh) is { } young) return young;
        var held = _cache.Find(request.Key);
        var why = data.Value.Offline ? "Data:Offline is set, so nothing outside the house is asked" : _pauses.Why(request, held is not null);
        if (why is null)
        {
            var outcome = await SharedAsync(request, target, fresh).WaitAsync(cancellationToken);
            if (outcome.Document is { } document) return document;
            why = outcome.Why;
        }

        return held is not null ? held with { Stale = why } : throw new ToolException($"{request.Feed.Name} cannot be read: {why}; {LastRead(request.Feed)}.");
    }

    /// <summary>A request under way is shared, and is not given up because one of those who wait for it is: it ends by its deadline.</summary>
    private Task<Outcome> SharedAsync(FeedRequest request, Uri target, TimeSpan fresh)
    {
        lock (_gate)
        {
            if (_underWay.TryGetValue(request.Key, out var running)) return running;
            // The one before may have ended since the cache was looked at.
            if (_cache.Find(request.Key, fresh) is { } young) return Task.FromResult(new Outcome(young, null));
            return _underWay[request.Key] = Task.Run(() => FetchAsync(request, target));
        }
    }

    private async Task<Outcome> FetchAsync(FeedRequest request, Uri target)
    {
        Outcome outcome;
        try
        {
            var document = await SendAsync(request, target);
            _pauses.End(request);
            outcome = new Outcome(document, null);
        }
        catch (FeedFailureException failure)
        {
            _pauses.Begin(request, failure);
            outcome = new Outcome(null, failure.Message);
        }

        lock (_gate)
        {
            _underWay.Remove(request.Key);
            if (outcome.Document is { } read) _lastRead[request.Feed.Id] = read.At;
        }

        return outcome;
    }

    private async Task<FeedDocument> SendAsync(FeedRequest request, Uri target)
    {
        var limit = options.Value.Deadline;
        using var deadline = new CancellationTokenSource(limit, time);
        try
        {
            using var message = Message(request, target);
            using var response = await TransportOf(request.Feed).SendAsync(message, deadline.Token);
            var most = Math.Max(options.Value.MostBytes, request.Feed.MostBytes);
            var (root, bytes) = await FeedAnswer.ReadAsync(response, most, time, deadline.Token);
            var document = new FeedDocument(root, time.GetUtcNow(), null);
            _cache.Put(request.Key, document, bytes);
            return document;
        }
        catch (OperationCanceledException late) when (deadline.IsCancellationRequested)
        {
            throw new FeedFailureException(string.Create(CultureInfo.InvariantCulture, $"it did not answer within {limit.TotalSeconds:0.###} s"), late);
        }
        catch (Exception broken) when (broken is not FeedFailureException)
        {
            throw broken.InnerException as FeedFailureException ?? new FeedFailureException(Clause(broken), broken);
        }
    }

    private static HttpRequestMessage Message(FeedRequest request, Uri target)
    {
        var message = new HttpRequestMessage(request.Body is null ? HttpMethod.Get : HttpMethod.Post, target);
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        // Some of them refuse a request that does not say what sends it.
        message.Headers.UserAgent.Add(new ProductInfoHeaderValue("LocalsOnly", null));
        if (request.Body is { } json) message.Content = new StringContent(json, Encoding.UTF8, "application/json");
        return message;
    }

    private FeedTransport TransportOf(Feed feed)
    {
        lock (_gate)
        {
            return _transports.TryGetValue(feed.Id, out var known)
                ? known
                : _transports[feed.Id] = new FeedTransport(options.Value.AddressOf(feed), resolve ?? Dns.GetHostAddressesAsync, time);
        }
    }

    private static string Clause(Exception broken) => broken switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "no secure connection to it could be made",
        HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData } } =>
            "its name cannot be resolved now",
        HttpRequestException { InnerException: SocketException } => "there is no connection to it",
        InvalidDataException => "what it sent cannot be decompressed",
        _ => "the connection to it broke",
    };

    private string LastRead(Feed feed)
    {
        lock (_gate)
        {
            return _lastRead.TryGetValue(feed.Id, out var at)
                ? string.Create(CultureInfo.InvariantCulture, $"it was last read at {at.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC")
                : "it has not been read since this host started";
        }
    }

    /// <summary>A document, or why there is none. It is a value and no exception because it may be that nobody waits for it any more.</summary>
    private sealed record Outcome(FeedDocument? Document, string? Why);
}
