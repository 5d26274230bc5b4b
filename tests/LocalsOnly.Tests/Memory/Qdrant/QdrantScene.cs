using LocalsOnly.Memory.Qdrant;
using LocalsOnly.Tests.Memory.Qdrant.Fake;
using Microsoft.Extensions.Time.Testing;

namespace LocalsOnly.Tests.Memory.Qdrant;

/// <summary>A fake server, a client of it and a clock that stands still.</summary>
internal sealed class QdrantScene : IAsyncDisposable
{
    public const string Name = "memory";

    private readonly HttpClient _http;

    private QdrantScene(FakeQdrant server, IQdrantFactory factory, QdrantShape shape, string? apiKey)
    {
        Server = server;
        // As the host makes it: the deadline is the client's own.
        _http = new HttpClient { BaseAddress = server.Url, Timeout = Timeout.InfiniteTimeSpan };
        Client = factory.Create(_http, apiKey, Clock);
        Collection = new QdrantCollection(Client, Name, shape);
    }

    public FakeQdrant Server { get; }

    public FakeTimeProvider Clock { get; } = new(DateTimeOffset.Parse("2026-03-01T12:00:00Z", System.Globalization.CultureInfo.InvariantCulture));

    public IQdrant Client { get; }

    public QdrantCollection Collection { get; }

    /// <summary>What is stored, as the keys of messages in order.</summary>
    public IEnumerable<string> Stored => Server.Collection(Name).Points.Select(point => point.Payload.Text("message")).Order(StringComparer.Ordinal);

    public static Task<QdrantScene> StartAsync(int? dimensions = 4, bool ensure = true, string? apiKey = null, string? embedding = null) =>
        TestedQdrant.Rest.StartAsync(dimensions, ensure, apiKey, embedding);

    public static async Task<QdrantScene> StartAsync(IFakeFace face, IQdrantFactory factory, int? dimensions, bool ensure, string? apiKey, string? embedding)
    {
        var scene = new QdrantScene(await FakeQdrant.StartAsync(face), factory, new QdrantShape(dimensions, embedding), apiKey);
        if (ensure) await scene.Collection.EnsureAsync();
        return scene;
    }

    /// <summary>Another host's view of the same server.</summary>
    public QdrantCollection With(QdrantShape shape) => new(Client, Name, shape);

    /// <summary>A message of the owner's with some words and a meaning.</summary>
    public static QdrantPoint Point(
        string key, string words = "", float[]? meaning = null, string owner = "owner", string? persona = null, string? channel = null, string source = "chatgpt")
    {
        var terms = words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new QdrantPoint(
            key, key.Contains(':', StringComparison.Ordinal) ? key[..key.LastIndexOf(':')] : key, owner, persona, channel, source, "user",
            new DateTimeOffset(2025, 5, 4, 12, 30, 0, TimeSpan.FromHours(2)),
            SparseTerms.Of(terms.CountBy(term => term).Select(term => (term.Key, term.Value)), terms.Length, averageLength: 4), meaning ?? [1, 0, 0, 0]);
    }

    public async ValueTask DisposeAsync()
    {
        (Client as IDisposable)?.Dispose();
        _http.Dispose();
        await Server.DisposeAsync();
    }
}
