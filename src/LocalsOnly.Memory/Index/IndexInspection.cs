using LocalsOnly.Memory.Postings;
using LocalsOnly.Memory.Recall;

namespace LocalsOnly.Memory.Index;

/// <inheritdoc cref="IIndexInspection"/>
internal sealed class IndexInspection(IndexDatabase database, IIndexSnapshot snapshot) : IIndexInspection
{
    public Task<IndexStatus> InspectAsync(CancellationToken cancellationToken = default) => Task.Run(
        () => database.Ask(connection =>
        {
            using var transaction = connection.BeginTransaction(deferred: true);
            using var pages = new PageReader(connection);
            var index = database.Snapshots.Read(connection, pages);
            return new IndexStatus(
                IndexSchema.Version, index.Documents, index.Authors.Count, index.Segments.Count, index.Segments.Sum(entry => (long)entry.Dead.Documents), database.Bytes(),
                RankingWeights.Default.Version, snapshot.Find());
        }), cancellationToken);
}
