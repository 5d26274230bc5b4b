using LocalsOnly.Memory;
using LocalsOnly.Memory.Qdrant;
using LocalsOnly.Tests.Memory.Qdrant.Fake;

namespace LocalsOnly.Tests.Memory.Qdrant;

/// <summary>
/// Against a true server, when LOCALSONLY_QDRANT_URL gives one (and LOCALSONLY_QDRANT_API_KEY its key). Collections are made under names of their own and deleted.
/// </summary>
public sealed class LiveQdrantTests
{
    private static readonly string? s_url = Environment.GetEnvironmentVariable("LOCALSONLY_QDRANT_URL");
    private static readonly string? s_apiKey = Environment.GetEnvironmentVariable("LOCALSONLY_QDRANT_API_KEY");
    private static readonly MemoryScope s_owner = new(MemoryScope.DefaultOwner);

    [SkippableFact]
    public async Task A_true_server_answers_as_the_fake_does()
    {
        var (url, name) = Require();
        await using var fake = await FakeQdrant.StartAsync();
        var (asLive, asFake) = (await TryOutAsync(url, name, s_apiKey), await TryOutAsync(fake.Url, name, null));

        Assert.Equal(asFake, asLive);
    }

    [SkippableFact]
    public async Task The_official_client_sees_no_difference_between_a_true_server_and_the_fake()
    {
        var (url, name) = Require();
        QdrantNodeTests.Require();
        await using var fake = await FakeQdrant.StartAsync();

        Assert.Equal((await QdrantNodeTests.RunAsync(fake.Url, name)).GetRawText(), (await QdrantNodeTests.RunAsync(url, name, s_apiKey)).GetRawText());
    }

    private static (Uri, string) Require()
    {
        Skip.If(string.IsNullOrEmpty(s_url), "no Qdrant server is given (LOCALSONLY_QDRANT_URL)");
        return (new Uri(s_url!), $"localsonly-test-{Guid.NewGuid():N}");
    }

    /// <summary>All that we do with a collection, and what came of it.</summary>
    private static async Task<List<string>> TryOutAsync(Uri url, string name, string? apiKey)
    {
        using var http = new HttpClient { BaseAddress = url };
        var client = new QdrantClient(http, TimeProvider.System, apiKey);
        var collection = new QdrantCollection(client, name, new QdrantShape(4, "four"));
        try
        {
            await new QdrantSync(collection, new TestPosition(), TimeProvider.System, new SyncOptions { BatchPoints = 2 }).RunAsync(QdrantSyncTests.Items(
                new SyncUpsert(1, QdrantScene.Point("a:1", "hotel lisbon lisbon", [0, 0, 0, 1])),
                new SyncUpsert(2, QdrantScene.Point("a:2", "hotel berlin", [0.9f, 0.1f, 0, 0])),
                new SyncUpsert(3, QdrantScene.Point("b:1", "hotel", [0.5f, 0.5f, 0, 0], persona: "kelly")),
                new SyncUpsert(4, QdrantScene.Point("c:1", "walnut lisbon", [1, 0, 0, 0], owner: "guest")),
                new SyncUpsert(5, QdrantScene.Point("d:1", "lisbon", [1, 0, 0, 0])),
                new SyncDelete(6, "owner", "d")));
            await collection.EnsureAsync();
            var seen = new List<string> { (await collection.CountAsync(s_owner)).ToString(System.Globalization.CultureInfo.InvariantCulture) };
            foreach (var scope in (MemoryScope[])[s_owner, s_owner with { Persona = "solus" }, s_owner with { Channel = "garden" }, new("guest"), s_owner with { Sources = ["claude"] }])
                foreach (var (words, meaning) in ((string[], float[]?)[])[(["lisbon", "hotel"], null), ([], [1, 0, 0, 0]), (["berlin"], [1, 0, 0, 0])])
                {
                    var hits = await collection.SearchAsync(scope, SparseTerms.OfQuestion(words), meaning, 5);
                    seen.Add(string.Join(' ', hits.Select(hit => $"{hit.MessageKey} {hit.Score:0.000}")));
                }
            foreach (var shape in (QdrantShape[])[new(8, "four"), new(4, "five"), new(null)])
            {
                var misfit = await Assert.ThrowsAsync<QdrantException>(() => new QdrantCollection(client, name, shape).EnsureAsync());
                seen.Add(misfit.Message.Replace(url.ToString(), "", StringComparison.Ordinal));
            }
            return seen;
        }
        finally
        {
            await client.DeleteCollectionAsync(name);
        }
    }
}
