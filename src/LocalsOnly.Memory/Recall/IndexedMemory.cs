using LocalsOnly.Memory.Index;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace LocalsOnly.Memory.Recall;

/// <summary>Memory over the index: bm25 finds candidates, <see cref="Ranking"/> orders them, and what does not speak to the question is left out.</summary>
internal sealed class IndexedMemory(IndexDatabase database, IConversationStore store, ILogger<IndexedMemory> logger) : IMemory
{
    private const int MostCandidates = 200;
    private const int CandidatesWithNeighbours = 60;

    /// <summary>A passage holds at least this share of the question's evidence, with its title and neighbours; less is coincidence.</summary>
    private const double LeastCoverage = 0.4;

    /// <summary>A passage this much weaker than the best is noise beside it.</summary>
    private const double LeastOfBest = 0.25;

    /// <summary>In a question of no more words than this each is a topic, and half of those that were ever said are enough for a best guess.</summary>
    private const int MostWordsOfShortQuestion = 3;
    private const int MostGuesses = 2;

    public Task<IReadOnlyList<Passage>> RecallAsync(MemoryScope scope, string query, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 100);
        return AskAsync(connection => Find(connection, scope, query, limit, LeastCoverage, LeastOfBest), cancellationToken);
    }

    public Task<IReadOnlyList<Passage>> SearchAsync(MemoryScope scope, string words, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(words);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 100);
        return AskAsync(connection => Find(connection, scope, words, limit, leastCoverage: 0, leastOfBest: 0), cancellationToken);
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
                catch (SqliteException fault) when (IndexDatabase.IsDamage(fault) && attempt < IndexDatabase.MostAttempts)
                {
                    database.SetAside("is damaged", generation);
                }
                await CatchUpAsync(cancellationToken);
            }
        }
        catch (SqliteException fault)
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

    private static IReadOnlyList<Passage> Find(
        SqliteConnection connection, MemoryScope scope, string query, int limit, double leastCoverage, double leastOfBest)
    {
        var question = Question.Read(connection, query);
        if (question?.Match is null) return [];
        var candidates = Candidates(connection, scope, question);
        if (candidates.Count == 0) return [];
        var (weights, average) = Authors(connection);
        var ranking = new Ranking(question, average, author => weights.GetValueOrDefault(author, 1));
        foreach (var candidate in candidates) ranking.OwnScore(candidate);
        var first = candidates.OrderByDescending(candidate => candidate.Score).Take(CandidatesWithNeighbours).ToList();
        using (var neighbours = new Neighbours(connection, question, candidates))
            foreach (var candidate in first) ranking.Score(candidate, neighbours.Of(candidate));
        var best = first.Max(candidate => candidate.Score);
        if (best <= 0) return [];
        var byConversation = first.GroupBy(candidate => candidate.Conversation).ToDictionary(group => group.Key, group => group.Max(candidate => candidate.Coverage));
        var strong = first.Where(candidate => candidate.Score >= best * leastOfBest).ToList();
        var chosen = strong.Where(candidate => candidate.Coverage >= leastCoverage).ToList();
        if (chosen.Count == 0) chosen = Guesses(question, strong);
        return
        [
            .. chosen
                .Select(candidate => (candidate, Score: candidate.Score / best + 0.2 * byConversation[candidate.Conversation] + ranking.Bonus(candidate)))
                .OrderByDescending(ranked => ranked.Score)
                .ThenByDescending(ranked => ranked.candidate.Passage.At)
                .ThenBy(ranked => ranked.candidate.Passage.MessageKey, StringComparer.Ordinal)
                .Take(limit)
                .Select(ranked => ranked.candidate.Passage with { Score = ranked.Score }),
        ];
    }

    // The best of each of the best conversations, when most of a short question is known and the floor left nothing.
    private static List<Candidate> Guesses(Question question, List<Candidate> candidates) =>
        question.Terms.Count > MostWordsOfShortQuestion || !question.MostlyKnown
            ? []
            : [.. candidates.Where(candidate => 2 * candidate.Matched >= question.Known).OrderByDescending(candidate => candidate.Score).DistinctBy(candidate => candidate.Conversation).Take(MostGuesses)];

    private static List<Candidate> Candidates(SqliteConnection connection, MemoryScope scope, Question question)
    {
        using var command = connection.Command($"""
            SELECT m.conversation, m.position, m.words, m.key, c.key, c.source, c.title, m.author, coalesce(m.at, c.created), m.text
            FROM (SELECT m.id FROM recallable JOIN messages m ON m.id = recallable.rowid
                  WHERE recallable MATCH $match AND m.{ScopeFilter.Sql}
                  ORDER BY bm25(recallable, 0.6, 1.0) LIMIT {MostCandidates}) AS found
            JOIN messages m ON m.id = found.id JOIN conversations c ON c.id = m.conversation
            """, [("$match", question.Match), .. ScopeFilter.Parameters(scope)]);
        using var reader = command.ExecuteReader();
        var candidates = new List<Candidate>();
        var titles = new Dictionary<long, float[]>();
        while (reader.Read())
        {
            var conversation = reader.GetInt64(0);
            var text = reader.GetString(9);
            if (!titles.TryGetValue(conversation, out var title)) titles[conversation] = title = question.Count(reader.GetString(6));
            candidates.Add(new Candidate
            {
                Conversation = conversation,
                Position = reader.GetInt32(1),
                WordCount = reader.GetInt32(2),
                Own = question.Count(text),
                Title = title,
                Passage = new Passage(
                    reader.GetString(3), reader.GetString(4), reader.GetString(5), reader.GetString(6), (MessageAuthor)reader.GetInt32(7),
                    reader.InstantOrNull(8), text, 0),
            });
        }
        return candidates;
    }

    // Someone who writes at length says many words in passing: each counts less. For a person's messages this is 1, for a model's about a quarter.
    private static (Dictionary<MessageAuthor, double> Weights, double Average) Authors(SqliteConnection connection)
    {
        using var command = connection.Command("SELECT author, messages, words FROM authors");
        using var reader = command.ExecuteReader();
        var weights = new Dictionary<MessageAuthor, double>();
        long messages = 0, words = 0;
        while (reader.Read())
        {
            weights[(MessageAuthor)reader.GetInt32(0)] = Math.Min(1, 90.0 * reader.GetInt64(1) / Math.Max(1, reader.GetInt64(2)));
            messages += reader.GetInt64(1);
            words += reader.GetInt64(2);
        }
        return (weights, Math.Max(1, (double)words / Math.Max(1, messages)));
    }

    private static MemoryCounts Count(SqliteConnection connection, MemoryScope scope)
    {
        var parameters = ScopeFilter.Parameters(scope);
        var bySource = new SortedDictionary<string, int>(StringComparer.Ordinal);
        using (var command = connection.Command($"SELECT source, count(*) FROM conversations WHERE {ScopeFilter.Sql} GROUP BY source", parameters))
        using (var reader = command.ExecuteReader())
            while (reader.Read()) bySource[reader.GetString(0)] = reader.GetInt32(1);
        var messages = (long)connection.Scalar($"SELECT count(*) FROM messages WHERE position IS NOT NULL AND {ScopeFilter.Sql}", parameters)!;
        return new MemoryCounts(bySource.Values.Sum(), (int)messages, bySource) { Redactions = Redactions(connection, parameters) };
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
