using System.Globalization;
using System.IO.Hashing;
using System.Text;
using LocalsOnly.Memory.Embedding;
using LocalsOnly.Memory.Embedding.Vectors;
using LocalsOnly.Memory.Index;
using LocalsOnly.Memory.Postings;
using LocalsOnly.Memory.Recall;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Memory.Dense;

/// <summary>
/// Vectors of what is remembered, by the content of each text: the same text is embedded once, whatever conversation it is in and however often the index is made
/// anew. One file for each model, in <c>Data:Local</c>.
/// </summary>
internal sealed class VectorIndex : IDisposable
{
    private const int MostHits = 200;
    private const int TextsAtOnce = 512;

    private readonly IEmbeddingGenerator<string, Embedding<float>> _source;
    private readonly VectorFile _file;
    private readonly Lock _lock = new();
    private Dictionary<Segment, SegmentVectors> _segments = [];
    private (AllowedKey Key, RowSet Rows)? _allowed;

    private VectorIndex(IEmbeddingGenerator<string, Embedding<float>> source, VectorFile file, string path) => (_source, _file, FilePath) = (source, file, path);

    public EmbeddingModel Model => _file.Model;

    public string FilePath { get; }

    /// <summary>Texts that have a vector.</summary>
    public int Count => _file.Count;

    /// <summary>Opens the file of a source's model, and makes it when there is none.</summary>
    /// <exception cref="EmbeddingException">The source is away, or the file cannot be used.</exception>
    public static async Task<VectorIndex> OpenAsync(IEmbeddingGenerator<string, Embedding<float>> source, string directory, CancellationToken cancellationToken)
    {
        var model = await EmbeddingModel.OfAsync(source, cancellationToken);
        PrivateFiles.CreateDirectory(directory);
        var name = XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(model.Id)).ToString("x16", CultureInfo.InvariantCulture);
        var path = Path.Combine(directory, $"vectors-{name}.bin");
        return new VectorIndex(source, VectorFile.Open(path, model), path);
    }

    /// <summary>Embeds what has no vector yet.</summary>
    /// <exception cref="EmbeddingException">The file cannot be written; what a source does wrong is in the result.</exception>
    public Task<EmbeddingRun> UpdateAsync(IndexDatabase database, IProgress<EmbeddingProgress>? progress, CancellationToken cancellationToken) =>
        new EmbeddingBatcher(_source, _file).RunAsync(TextsAsync(database), progress: progress, cancellationToken: cancellationToken);

    /// <summary>Deletes the vectors of texts that are not remembered any more, and their bytes.</summary>
    public void Forget(IndexDatabase database)
    {
        var kept = new HashSet<long>();
        database.Ask(connection =>
        {
            using var pages = new PageReader(connection);
            using var transaction = connection.BeginTransaction(deferred: true);
            foreach (var (segment, dead) in database.Snapshots.Read(connection, pages).Segments)
                for (var document = 0; document < segment.Documents.Count; document++)
                    if (!dead.Contains(segment.Documents.BlockOf[document])) kept.Add(segment.Documents.Content[document]);
            return 0;
        });
        if (_file.DeleteAllBut(kept) > 0) _file.Compact();
    }

    /// <summary>The vector of a question.</summary>
    /// <exception cref="EmbeddingException">The source is away or refuses.</exception>
    public async Task<ReadOnlyMemory<float>> EmbedAsync(string question, CancellationToken cancellationToken) =>
        (await _source.GenerateAsync([question], cancellationToken: cancellationToken))[0].Vector;

    /// <summary>The documents whose text is most like a question, with their cosine.</summary>
    /// <param name="snapshot">What is remembered.</param>
    /// <param name="vector">Of the question.</param>
    /// <param name="takes">Of a segment's place and a document: whether it may be seen and was asked for.</param>
    /// <param name="filter">Says what may be seen in words, where one answer is good for several questions; null when it is not.</param>
    public Dictionary<DocumentPlace, float> Find(IndexSnapshot snapshot, ReadOnlySpan<float> vector, Func<int, int, bool> takes, string? filter)
    {
        var segments = Segments(snapshot);
        var hits = new Scored[MostHits];
        var count = Search(snapshot, segments, vector, takes, filter, hits);
        var found = new Dictionary<DocumentPlace, float>();
        foreach (var hit in hits.AsSpan(0, count))
            for (var segment = 0; segment < segments.Length; segment++)
                foreach (var document in segments[segment].Documents(hit.Id))
                    if (takes(segment, document)) found[new DocumentPlace(segment, document)] = hit.Score;
        return found;
    }

    public void Dispose()
    {
        _file.Dispose();
        _source.Dispose();
    }

    private int Search(IndexSnapshot snapshot, SegmentVectors[] segments, ReadOnlySpan<float> vector, Func<int, int, bool> takes, string? filter, Span<Scored> hits)
    {
        while (true)
        {
            var allowed = Allowed(snapshot, segments, takes, filter);
            try
            {
                return _file.Search(vector, allowed, hits);
            }
            catch (InvalidOperationException) when (allowed.Generation != _file.Generation)
            {
                // Compacted in between.
            }
        }
    }

    private RowSet Allowed(IndexSnapshot snapshot, SegmentVectors[] segments, Func<int, int, bool> takes, string? filter)
    {
        lock (_lock)
        {
            var key = new AllowedKey(snapshot.Version, _file.Rows, _file.Generation, filter ?? "");
            if (filter is not null && _allowed is { } known && known.Key == key) return known.Rows;
            var allowed = new RowSet(key.Rows, key.Generation);
            for (var segment = 0; segment < segments.Length; segment++)
            {
                var rows = segments[segment].Rows(_file, key.Rows, key.Generation);
                for (var document = 0; document < rows.Length; document++)
                    if (rows[document] < key.Rows && takes(segment, document)) allowed.Add(rows[document]);
            }
            if (filter is not null) _allowed = (key, allowed);
            return allowed;
        }
    }

    private SegmentVectors[] Segments(IndexSnapshot snapshot)
    {
        lock (_lock)
        {
            var segments = new Dictionary<Segment, SegmentVectors>(snapshot.Segments.Count);
            foreach (var (segment, _) in snapshot.Segments) segments[segment] = _segments.GetValueOrDefault(segment) ?? new SegmentVectors(segment.Documents);
            _segments = segments;
            return [.. snapshot.Segments.Select(entry => segments[entry.Segment])];
        }
    }

    private readonly record struct AllowedKey(SnapshotVersion Version, int Rows, int Generation, string Filter);

    private static async IAsyncEnumerable<EmbeddingText> TextsAsync(IndexDatabase database)
    {
        long last = -1;
        while (true)
        {
            var from = last;
            var page = await Task.Run(() => database.Ask(connection =>
            {
                using var command = connection.Command("SELECT id, text FROM messages WHERE id > $from AND position IS NOT NULL ORDER BY id LIMIT $most", ("$from", from), ("$most", TextsAtOnce));
                using var reader = command.ExecuteReader();
                var texts = new List<(long Row, string Text)>();
                while (reader.Read()) texts.Add((reader.GetInt64(0), PackedText.Of(reader, 1)));
                return texts;
            }));
            if (page.Count == 0) yield break;
            foreach (var (row, text) in page)
            {
                last = row;
                yield return new EmbeddingText(EmbeddingCache.IdOf(text), text);
            }
        }
    }
}
