using System.Runtime.CompilerServices;
using LocalsOnly.Memory.Qdrant.Protocol;

namespace LocalsOnly.Memory.Qdrant;

/// <summary>One collection, made and asked in the one way that suits messages: words and meanings side by side, scope within every search.</summary>
/// <param name="name">Of the collection.</param>
/// <param name="shape">What its points have.</param>
internal sealed class QdrantCollection(IQdrant client, string name, QdrantShape shape)
{
    /// <summary>The first with the constant of rank fusion (<c>rrf.k</c>) and with metadata.</summary>
    public static readonly Version LeastVersion = new(1, 16);

    /// <summary>
    /// Qdrant counts ranks from 0, so that its k = 61 is the 60 of Cormack, Clarke and Büttcher (2009). Its own default of 2 lets the first of either list
    /// outweigh what both agree on.
    /// </summary>
    private const int RankConstant = 61;

    private const int PrefetchLimit = 100;

    private static readonly string[] s_payload = [Field.Message, Field.Conversation];

    private static readonly SearchParams s_rescore = new(new QuantizationSearch(Rescore: true));

    public Uri? Server => client.Server;

    public QdrantShape Shape => shape;

    public Task<bool> ExistsAsync(CancellationToken cancellationToken = default) => client.ExistsAsync(name, cancellationToken);

    /// <summary>Makes the collection and its payload indexes where they are missing. May be called any number of times, by any number of hosts.</summary>
    /// <exception cref="QdrantException">
    /// Also when the server is too old, or the collection was made for other vectors: <see cref="QdrantFault.OtherShape"/>, and nothing is changed.
    /// </exception>
    public async Task EnsureAsync(CancellationToken cancellationToken = default)
    {
        var version = await client.VersionAsync(cancellationToken);
        if (IsTooOld(version)) throw QdrantFailures.TooOld(Server, version, LeastVersion);
        if (!await client.ExistsAsync(name, cancellationToken))
        {
            try
            {
                await client.CreateAsync(name, shape.ToWire(), cancellationToken);
            }
            catch (QdrantException fault) when (fault.Fault == QdrantFault.Rejected)
            {
                // Somebody else was quicker; whether it fits is seen below.
                if (!await client.ExistsAsync(name, cancellationToken)) throw;
            }
        }
        var info = await client.InfoAsync(name, cancellationToken);
        if (shape.Misfit(info) is { } misfit) throw QdrantFailures.OtherShape(Server, name, misfit);
        foreach (var index in QdrantShape.Indexes)
            if (info.PayloadSchema?.ContainsKey(index.FieldName) != true)
                await client.IndexAsync(name, index, cancellationToken);
    }

    /// <summary>Stores points, each in place of an earlier one of the same message.</summary>
    /// <param name="wait">See <see cref="IQdrant.UpsertAsync"/>.</param>
    /// <exception cref="ArgumentException">A dense vector is missing, of another size than the collection's, or not of finite numbers.</exception>
    public Task UpsertAsync(IEnumerable<QdrantPoint> points, bool wait, CancellationToken cancellationToken = default)
    {
        List<PointStruct> wire = points.TryGetNonEnumeratedCount(out var count) ? new(count) : [];
        foreach (var point in points)
        {
            Check(point);
            wire.Add(point.ToWire(point.Id));
        }
        return wire.Count == 0 && !wait ? Task.CompletedTask : client.UpsertAsync(name, new UpsertPoints(wire), wait, cancellationToken);
    }

    /// <summary>Deletes whole conversations of one owner.</summary>
    /// <param name="wait">See <see cref="IQdrant.UpsertAsync"/>.</param>
    public Task DeleteConversationsAsync(string owner, IReadOnlyCollection<string> conversationKeys, bool wait, CancellationToken cancellationToken = default) =>
        conversationKeys.Count == 0 ? Task.CompletedTask : client.DeleteAsync(name, QdrantScope.Conversations(owner, conversationKeys), wait, cancellationToken);

    /// <summary>The messages within a scope that speak most to a question, best first.</summary>
    /// <param name="words">Of <see cref="SparseTerms.OfQuestion"/>; empty for none.</param>
    /// <param name="meaning">The question's embedding; null for none.</param>
    /// <param name="limit">At most this many, 1 or more.</param>
    /// <exception cref="ArgumentException"><paramref name="meaning"/> is of another size than the collection's vectors, or not of finite numbers.</exception>
    public async Task<IReadOnlyList<QdrantHit>> SearchAsync(
        MemoryScope scope, SparseVector words, float[]? meaning, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(words);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        if (meaning is not null) Check(meaning);
        if (QdrantScope.Of(scope) is not { } filter || (words.Indices.Length == 0 && meaning is null)) return [];
        var found = await client.QueryAsync(name, Ask(filter, words, meaning, limit), cancellationToken);
        var hits = new List<QdrantHit>(found.Count);
        foreach (var point in found)
            if (point.Payload is { Message: { } message, Conversation: { } conversation })
                hits.Add(new QdrantHit(message, conversation, point.Score));
        return hits;
    }

    /// <summary>Messages stored within a scope.</summary>
    public async Task<long> CountAsync(MemoryScope scope, CancellationToken cancellationToken = default) =>
        QdrantScope.Of(scope) is { } filter ? await client.CountAsync(name, filter, cancellationToken) : 0;

    /// <summary>The keys of all messages stored within a scope, in no order that means anything: for comparing with the index.</summary>
    public async IAsyncEnumerable<string> KeysAsync(
        MemoryScope scope, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        const int Page = 1000;
        if (QdrantScope.Of(scope) is not { } filter) yield break;
        Guid? offset = null;
        do
        {
            var page = await client.ScrollAsync(name, new ScrollPoints(filter, Page, offset, [Field.Message]), cancellationToken);
            foreach (var point in page.Points)
                if (point.Payload?.Message is { } key) yield return key;
            offset = page.NextPageOffset;
        }
        while (offset is not null);
    }

    private static QueryPoints Ask(Filter filter, SparseVector words, float[]? meaning, int limit)
    {
        var byWords = new Query(new Nearest(null, words));
        if (meaning is null) return new QueryPoints(null, byWords, QdrantShape.Bm25, filter, null, limit, s_payload);
        var byMeaning = new Query(new Nearest(meaning, null));
        if (words.Indices.Length == 0) return new QueryPoints(null, byMeaning, QdrantShape.Dense, filter, s_rescore, limit, s_payload);
        var each = Math.Max(PrefetchLimit, limit);
        return new QueryPoints(
            [new Prefetch(byWords, QdrantShape.Bm25, filter, null, each), new Prefetch(byMeaning, QdrantShape.Dense, filter, s_rescore, each)],
            new Query(Rrf: new RankFusion(RankConstant)), null, null, null, limit, s_payload);
    }

    private static bool IsTooOld(string version) =>
        Version.TryParse(version.AsSpan(0, version.AsSpan().IndexOfAny('-', '+') is var end and >= 0 ? end : version.Length), out var number) && number < LeastVersion;

    // The server takes a batch without waiting and finds a bad vector when nobody listens any more.
    private void Check(QdrantPoint point)
    {
        if (point.Dense is { } dense) Check(dense);
        else if (shape.Dimensions is not null) throw new ArgumentException($"{point.MessageKey} has no dense vector, and those of {name} have one.");
        var (indices, values) = (point.Bm25.Indices.Length, point.Bm25.Values.Length);
        if (indices != values) throw new ArgumentException($"{point.MessageKey} has a sparse vector with {indices} indices and {values} values.");
    }

    private void Check(float[] dense)
    {
        if (dense.Length != shape.Dimensions) throw new ArgumentException($"A vector has {dense.Length} dimensions, those of {name} have {shape.Dimensions ?? 0}.");
        foreach (var value in dense)
            if (!float.IsFinite(value)) throw new ArgumentException("A vector holds a number that is not finite.");
    }
}
