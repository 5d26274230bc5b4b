using LocalsOnly.Memory.Dense;
using LocalsOnly.Memory.Index;
using LocalsOnly.Memory.Mirroring;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace LocalsOnly.Memory.Recall;

/// <summary>Memory over the index. One that is found damaged is rebuilt from the archive, and then asked again.</summary>
internal sealed class IndexedMemory(IndexDatabase database, IConversationStore store, TimeProvider time, DenseRecall dense, QdrantMirror mirror, Remembering.Remembering remembering, IConversationArchive archive, ILogger<IndexedMemory> logger) : IMemory
{
    /// <summary>How what is found is ranked.</summary>
    internal RankingWeights Weights { get; set; } = RankingWeights.Default;

    public async Task<RecallResult> RecallAsync(MemoryScope scope, RecallRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(request.Query);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Limit, 1, nameof(request.Limit));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(request.Limit, RecallRequest.MostPassages, nameof(request.Limit));
        var (index, vector, note) = await dense.AskAsync(request.Query, cancellationToken);
        var meant = index is null ? null : new DenseQuestion(index, vector, dense.Weight);
        var (hits, away) = await mirror.AskAsync(scope, request.Query, cancellationToken);
        var mirrored = hits.Count == 0 ? null : new MirrorQuestion(scope.Owner, hits, mirror.Weight);
        var found = await AskAsync(connection => new PassageRanking(connection, database.Snapshots, Weights, time, meant, mirrored).Find(scope, request), cancellationToken);
        return found with { Note = note is null ? away : away is null ? note : $"{note} {away}" };
    }

    public Task<Remembered> RememberAsync(MemoryScope scope, Utterance utterance, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(utterance);
        ArgumentException.ThrowIfNullOrWhiteSpace(utterance.Conversation);
        ArgumentException.ThrowIfNullOrWhiteSpace(utterance.Text);
        return remembering.AddAsync(scope, utterance, cancellationToken);
    }

    public async Task<bool> ForgetAsync(MemoryScope scope, string conversationKey, CancellationToken cancellationToken = default)
    {
        if (await OpenAsync(scope, conversationKey, cancellationToken) is not { } conversation || scope.Owner != MemoryScope.DefaultOwner) return false;
        return (await archive.ForgetAsync(new ForgetSelection { ConversationKey = conversation.Key }, cancellationToken)).Conversations > 0;
    }

    public Task<Conversation?> OpenAsync(MemoryScope scope, string key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentException.ThrowIfNullOrEmpty(key);
        return AskAsync(connection => StoredConversations.Find(connection, scope, key), cancellationToken);
    }

    public Task<MemoryCounts> CountAsync(MemoryScope scope, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        return AskAsync(connection => Count(connection, scope), cancellationToken);
    }

    private async Task<T> AskAsync<T>(Func<SqliteConnection, T> ask, CancellationToken cancellationToken)
    {
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                var generation = 0;
                try
                {
                    var answer = await Task.Run(() =>
                    {
                        using var connection = database.Open(out generation);
                        return ask(connection);
                    }, cancellationToken);
                    // With an archive that is away, what little there is must do.
                    if (!database.NeedsCatchUp || attempt > 1) return answer;
                }
                catch (Exception fault) when (IndexDatabase.IsDamage(fault) && attempt < IndexDatabase.MostAttempts)
                {
                    database.SetAside("is damaged", generation);
                }
                await CatchUpAsync(cancellationToken);
            }
        }
        catch (Exception fault) when (fault is SqliteException || IndexDatabase.IsDamage(fault))
        {
            throw new MemoryStoreException($"The index cannot be read ({fault.Message.TrimEnd('.')}): try again, and if it stays so, delete index.db in Data:Local; it is rebuilt from the archive.", fault);
        }
    }

    private async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        try
        {
            await store.CatchUpAsync(cancellationToken);
        }
        catch (MemoryStoreException fault)
        {
            logger.LogWarning("{Message}", fault.Message);
        }
    }

    private static MemoryCounts Count(SqliteConnection connection, MemoryScope scope)
    {
        var parameters = ScopeFilter.Parameters(scope);
        var bySource = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var messages = 0;
        using (var command = connection.Command($"SELECT source, count(*), sum(recallable) FROM conversations WHERE {ScopeFilter.Sql} AND kind <> {(int)ConversationKind.Knowledge} GROUP BY source", parameters))
        using (var reader = command.ExecuteReader())
            while (reader.Read())
            {
                bySource[reader.GetString(0)] = reader.GetInt32(1);
                messages += reader.GetInt32(2);
            }
        return new MemoryCounts(bySource.Values.Sum(), messages, bySource) { Redactions = Redactions(connection, parameters) };
    }

    private static SortedDictionary<string, int> Redactions(SqliteConnection connection, (string Name, object? Value)[] parameters)
    {
        using var command = connection.Command(
            $"SELECT r.kind, sum(r.count) FROM redactions r JOIN conversations c ON c.id = r.conversation WHERE c.{ScopeFilter.Sql} GROUP BY r.kind", parameters);
        using var reader = command.ExecuteReader();
        var byKind = new SortedDictionary<string, int>(StringComparer.Ordinal);
        while (reader.Read()) byKind[reader.GetString(0)] = reader.GetInt32(1);
        return byKind;
    }
}
