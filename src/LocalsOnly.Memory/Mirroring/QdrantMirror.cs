using System.Text;
using LocalsOnly.Memory.Dense;
using LocalsOnly.Memory.Index;
using LocalsOnly.Memory.Postings;
using LocalsOnly.Memory.Qdrant;
using LocalsOnly.Memory.Recall.Language;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Memory.Mirroring;

/// <summary>
/// A Qdrant server that holds what the index holds, terms and places without any text. Its ranking is one more voice; when it is away, recall goes on from the local
/// index and says so.
/// </summary>
internal sealed class QdrantMirror : IDisposable
{
    private const int MostHits = 100;

    private readonly QdrantOptions _options;
    private readonly IndexDatabase _database;
    private readonly string _directory;
    private readonly TimeProvider _time;
    private readonly HttpClient? _http;
    private readonly IQdrant? _client;
    private readonly QdrantCollection? _collection;
    private readonly QdrantHealth? _health;

    public QdrantMirror(IOptions<MemoryOptions> options, IOptions<DataOptions> data, IndexDatabase database, TimeProvider time, IEnumerable<IQdrantFactory> factories, IHouseHttp? http = null)
    {
        (_options, _database, _directory, _time) = (options.Value.Qdrant, database, data.Value.Local, time);
        if (_options.Url is not { } url) return;
        _http = (http ?? throw new InvalidOperationException("No way into the house's network was registered.")).Create("Memory:Qdrant:Url", url);
        _client = factories.First(factory => string.Equals(factory.Protocol, _options.Protocol, StringComparison.OrdinalIgnoreCase)).Create(_http, _options.ApiKey, time);
        _collection = new QdrantCollection(_client, _options.Collection, new QdrantShape(null));
        _health = new QdrantHealth(url, time);
    }

    /// <summary>Whether there is one.</summary>
    public bool IsOn => _collection is not null;

    /// <summary>How much its ranking counts.</summary>
    public double Weight => _options.Weight;

    /// <summary>What it finds, or why it finds nothing.</summary>
    public async Task<(IReadOnlyList<QdrantHit> Hits, string? Note)> AskAsync(MemoryScope scope, string question, CancellationToken cancellationToken)
    {
        if (_collection is null || Weight <= 0 || string.IsNullOrWhiteSpace(question)) return ([], null);
        var terms = QueryTerms.Read(question, new TermReader()).Groups.SelectMany(group => group.Terms).ToList();
        if (terms.Count == 0) return ([], null);
        var answer = await _health!.AskAsync(token => _collection.SearchAsync(scope, SparseTerms.OfQuestion(terms), null, MostHits, token), cancellationToken);
        return answer.IsAnswered ? (answer.Value, null) : ([], $"{answer.Reason} What is recalled comes from the local index.");
    }

    /// <summary>Brings it up to the index; null when there is none.</summary>
    /// <exception cref="QdrantException">It is away or refuses; what is in is in, and the next run goes on there.</exception>
    public async Task<SyncReport?> SyncAsync(CancellationToken cancellationToken)
    {
        if (_collection is null) return null;
        var version = _database.Ask(SnapshotVersion.Read);
        var position = new SyncPositionFile(Path.Combine(_directory, "qdrant-position.json"), version.Identity);
        var report = await new QdrantSync(_collection, position, _time).RunAsync((after, token) => new IndexChanges(_database).After(after, token), cancellationToken);
        if (report.Position is { } done) _database.Ask(connection => { connection.Execute("DELETE FROM removed WHERE position <= $done", ("$done", done)); return 0; });
        return report;
    }

    public void Dispose()
    {
        (_client as IDisposable)?.Dispose();
        _http?.Dispose();
    }
}
