using LocalsOnly.Memory;
using LocalsOnly.Memory.Index;
using LocalsOnly.Memory.Qdrant;
using Microsoft.Data.Sqlite;

namespace LocalsOnly.Tests.Memory.Qdrant;

public abstract class QdrantScopeContract
{
    private protected abstract TestedQdrant Tested { get; }

    private static readonly string?[] s_personas = [null, "kelly", "solus"];
    private static readonly string?[] s_channels = [null, "garden", "kitchen"];
    private static readonly string[] s_owners = ["owner", "guest"];
    private static readonly string[] s_sources = ["chatgpt", "claude", "knowledge"];

    /// <summary>Every scope there can be over every kind of message there can be: what the index's SQL lets through and what the server lets through are the same.</summary>
    [Fact]
    public async Task A_scope_means_the_same_in_Qdrant_as_in_the_index()
    {
        await using var scene = await Tested.StartAsync();
        using var index = Index();
        var points = new List<QdrantPoint>();
        foreach (var owner in s_owners)
            foreach (var persona in s_personas)
                foreach (var channel in s_channels)
                    foreach (var source in s_sources)
                        points.Add(QdrantScene.Point($"{source}:{owner}-{persona}-{channel}:m", "walnut", owner: owner, persona: persona, channel: channel, source: source));
        await scene.Collection.UpsertAsync(points, wait: true);
        Store(index, points);

        var asked = 0;
        foreach (var owner in (string[])[.. s_owners, "stranger"])
            foreach (var persona in (string?[])[.. s_personas, "nobody", ""])
                foreach (var channel in (string?[])[.. s_channels, "nowhere", ""])
                    foreach (var sources in (string[]?[])[null, [], ["claude"], ["chatgpt", "claude", "claude"], ["nowhere"]])
                        foreach (var shared in (bool[])[false, true])
                        {
                            var scope = new MemoryScope(owner, persona, channel, sources) { Shared = shared };
                            var expected = Visible(index, scope);
                            var hits = await scene.Collection.SearchAsync(scope, SparseTerms.OfQuestion(["walnut"]), null, 100);
                            Assert.Equal(expected, hits.Select(hit => hit.MessageKey).Order(StringComparer.Ordinal));
                            Assert.Equal(expected.Count, await scene.Collection.CountAsync(scope));
                            asked++;
                        }
        Assert.Equal(3 * 5 * 5 * 5 * 2, asked);
    }

    private static SqliteConnection Index()
    {
        var index = new SqliteConnection("Data Source=:memory:");
        index.Open();
        using var create = index.CreateCommand();
        create.CommandText = IndexSchema.Sql;
        create.ExecuteNonQuery();
        return index;
    }

    private static void Store(SqliteConnection index, List<QdrantPoint> points)
    {
        foreach (var point in points)
        {
            using var insert = index.CreateCommand();
            insert.CommandText = """
                INSERT INTO scopes (owner, persona, channel, source) VALUES ($owner, $persona, $channel, $source);
                INSERT INTO conversations (scope, owner, key, source, title, kind, messages, recallable, changed) VALUES (last_insert_rowid(), $owner, $key, $source, '', 0, 1, 1, 1);
                """;
            (string, string?)[] values = [("$owner", point.Owner), ("$persona", point.Persona), ("$channel", point.Channel), ("$source", point.Source), ("$key", point.MessageKey)];
            foreach (var (name, value) in values)
                insert.Parameters.AddWithValue(name, (object?)value ?? DBNull.Value);
            insert.ExecuteNonQuery();
        }
    }

    private static List<string> Visible(SqliteConnection index, MemoryScope scope)
    {
        using var query = index.CreateCommand();
        query.CommandText = $"SELECT key FROM conversations WHERE {ScopeFilter.Sql}";
        foreach (var (name, value) in ScopeFilter.Parameters(scope)) query.Parameters.AddWithValue(name, value ?? DBNull.Value);
        using var reader = query.ExecuteReader();
        var keys = new List<string>();
        while (reader.Read()) keys.Add(reader.GetString(0));
        keys.Sort(StringComparer.Ordinal);
        return keys;
    }
}

/// <inheritdoc/>
public sealed class QdrantScopeTests : QdrantScopeContract
{
    private protected override TestedQdrant Tested => TestedQdrant.Rest;
}
