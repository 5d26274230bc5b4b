using System.Text.Json;
using LocalsOnly.Memory;
using LocalsOnly.Memory.Qdrant;
using LocalsOnly.Tests.Memory.Qdrant.Fake;

namespace LocalsOnly.Tests.Memory.Qdrant;

public abstract class QdrantCollectionContract
{
    private protected abstract TestedQdrant Tested { get; }

    private static readonly MemoryScope s_owner = new(MemoryScope.DefaultOwner);

    [Fact]
    public async Task A_new_collection_has_the_recipe_and_its_indexes_before_the_first_point()
    {
        await using var scene = await Tested.StartAsync(dimensions: 384, embedding: "minilm");

        var config = JsonSerializer.SerializeToElement(scene.Server.Collection(QdrantScene.Name).Describe()["config"]);
        Assert.Equal("""{"dense":{"size":384,"distance":"Cosine","on_disk":true}}""", config.GetProperty("params").GetProperty("vectors").GetRawText());
        Assert.Equal("""{"bm25":{"modifier":"idf"}}""", config.GetProperty("params").GetProperty("sparse_vectors").GetRawText());
        Assert.Equal("""{"scalar":{"type":"int8","quantile":0.99,"always_ram":true}}""", config.GetProperty("quantization_config").GetRawText());
        Assert.Equal("""{"embedding":"minilm"}""", config.GetProperty("metadata").GetRawText());
        var indexes = scene.Server.Collection(QdrantScene.Name).Indexes;
        Assert.Equal(
            ["at:datetime", "author:keyword", "channel:keyword", "conversation:keyword", "owner:keyword", "persona:keyword", "source:keyword"],
            indexes.Select(index => $"{index.Key}:{index.Value.Text("type")}").Order(StringComparer.Ordinal));
        Assert.Equal(["owner"], indexes.Where(index => index.Value.TryGetProperty("is_tenant", out var tenant) && tenant.GetBoolean()).Select(index => index.Key));
    }

    [Fact]
    public async Task Without_an_embedding_source_there_are_words_only()
    {
        await using var scene = await Tested.StartAsync(dimensions: null);
        await scene.Collection.UpsertAsync([QdrantScene.Point("chatgpt:a:1", "walnut") with { Dense = null }], wait: true);

        Assert.Empty(scene.Server.Collection(QdrantScene.Name).Dense);
        Assert.Equal(["chatgpt:a:1"], Keys(await scene.Collection.SearchAsync(s_owner, SparseTerms.OfQuestion(["walnut"]), null, 5)));
    }

    [Fact]
    public async Task Making_sure_twice_changes_nothing_and_mends_a_missing_index()
    {
        await using var scene = await Tested.StartAsync(ensure: false);
        // As a first run leaves it that was killed behind the creation.
        await scene.Client.CreateAsync(QdrantScene.Name, scene.Collection.Shape.ToWire());
        await scene.Client.IndexAsync(QdrantScene.Name, QdrantShape.Indexes[0]);

        await scene.Collection.EnsureAsync();
        var writes = scene.Server.Calls.Count(call => call.Method == "PUT");
        await scene.Collection.EnsureAsync();

        Assert.Equal(1 + QdrantShape.Indexes.Count, writes);
        Assert.Equal(writes, scene.Server.Calls.Count(call => call.Method == "PUT"));
    }

    [Fact]
    public async Task Of_two_hosts_that_make_the_collection_at_once_both_go_on()
    {
        await using var scene = await Tested.StartAsync(ensure: false);
        // The other host makes it between this one's question and its own creation.
        const string Theirs = """{"vectors":{"dense":{"size":4,"distance":"Cosine"}},"sparse_vectors":{"bm25":{"modifier":"idf"}}}""";
        scene.Server.Fault = call =>
        {
            if (call.Method == "PUT" && call.Path == "/collections/memory") scene.Server.Make("memory", Theirs);
            return null;
        };

        await scene.Collection.EnsureAsync();

        Assert.Equal(1, scene.Server.CallsOf("PUT", "/collections/memory"));
        Assert.Equal(QdrantShape.Indexes.Count, scene.Server.Collection("memory").Indexes.Count);
    }

    [Theory]
    [InlineData(768, null, "holds dense vectors of 4 dimensions, and the embedding source makes dense vectors of 768 dimensions")]
    [InlineData(null, null, "holds dense vectors of 4 dimensions, and the embedding source makes no dense vectors")]
    [InlineData(4, "other-model", "holds vectors of the embedding model first-model, and other-model is in use")]
    public async Task A_collection_of_another_shape_is_refused_with_what_to_do(int? dimensions, string? embedding, string clause)
    {
        await using var scene = await Tested.StartAsync(embedding: "first-model");

        var fault = await Assert.ThrowsAsync<QdrantException>(() => scene.With(new QdrantShape(dimensions, embedding)).EnsureAsync());

        Assert.Equal(QdrantFault.OtherShape, fault.Fault);
        Assert.Contains($"The collection memory of Qdrant at {scene.Server.Url} {clause}: delete it (DELETE /collections/memory)", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"vectors":{"dense":{"size":4,"distance":"Dot"}},"sparse_vectors":{"bm25":{"modifier":"idf"}}}""", "compares vectors by Dot, and Cosine is needed")]
    [InlineData("""{"vectors":{"dense":{"size":4,"distance":"Cosine"}},"sparse_vectors":{"bm25":{}}}""", "has a sparse vector bm25 without the idf modifier")]
    [InlineData("""{"vectors":{"dense":{"size":4,"distance":"Cosine"}}}""", "has no sparse vector bm25, so it is not one of ours")]
    public async Task A_collection_that_somebody_else_made_is_refused(string body, string clause)
    {
        await using var scene = await Tested.StartAsync(ensure: false);
        scene.Server.Make("memory", body);

        var fault = await Assert.ThrowsAsync<QdrantException>(() => scene.Collection.EnsureAsync());

        Assert.Equal(QdrantFault.OtherShape, fault.Fault);
        Assert.Contains(clause, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_point_carries_what_is_filtered_by_and_no_text()
    {
        await using var scene = await Tested.StartAsync();

        await scene.Collection.UpsertAsync([QdrantScene.Point("chatgpt:a:1", "walnut", persona: "kelly")], wait: true);

        Assert.Equal(
            """{"message":"chatgpt:a:1","conversation":"chatgpt:a","owner":"owner","persona":"kelly","source":"chatgpt","author":"user","at":"2025-05-04T10:30:00+00:00"}""",
            Assert.Single(scene.Server.Collection(QdrantScene.Name).Points).Payload.GetRawText());
    }

    [Fact]
    public async Task A_message_stored_again_takes_the_place_of_the_first()
    {
        await using var scene = await Tested.StartAsync();
        await scene.Collection.UpsertAsync([QdrantScene.Point("chatgpt:a:1", "walnut")], wait: true);
        await scene.Collection.UpsertAsync([QdrantScene.Point("chatgpt:a:1", "oak")], wait: true);

        Assert.Equal(1, await scene.Collection.CountAsync(s_owner));
        Assert.Empty(await scene.Collection.SearchAsync(s_owner, SparseTerms.OfQuestion(["walnut"]), null, 5));
    }

    [Fact]
    public async Task Words_are_found_by_how_rare_they_are()
    {
        await using var scene = await Tested.StartAsync();
        await scene.Collection.UpsertAsync(
            [QdrantScene.Point("a:1", "hotel lisbon"), QdrantScene.Point("b:1", "hotel berlin"), QdrantScene.Point("c:1", "hotel paris"), QdrantScene.Point("d:1", "garden walnut")],
            wait: true);

        var hits = await scene.Collection.SearchAsync(s_owner, SparseTerms.OfQuestion(["hotel", "lisbon"]), null, 5);

        Assert.Equal("a:1", hits[0].MessageKey);
        Assert.Equal("a", hits[0].ConversationKey);
        // 2 words of mean length 4: 2.2 / (1 + 1.2 * 0.625) each; n = 4, df = 1 and 3.
        Assert.Equal(2.2 / 1.75 * (Math.Log(3.5 / 1.5 + 1) + Math.Log(1.5 / 3.5 + 1)), hits[0].Score, 4);
        Assert.Equal(["a:1", "b:1", "c:1"], Keys(hits).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Words_and_meaning_are_fused_by_rank_so_that_what_both_find_comes_first()
    {
        await using var scene = await Tested.StartAsync();
        await scene.Collection.UpsertAsync(
            [
                QdrantScene.Point("words:1", "lisbon lisbon lisbon", [0, 0, 0, 1]),
                QdrantScene.Point("both:1", "lisbon hotel", [0.9f, 0.1f, 0, 0]),
                QdrantScene.Point("meaning:1", "lodging", [1, 0, 0, 0]),
                QdrantScene.Point("near:1", "inn", [0.5f, 0.5f, 0, 0]),
            ],
            wait: true);

        var hits = await scene.Collection.SearchAsync(s_owner, SparseTerms.OfQuestion(["lisbon"]), [1, 0, 0, 0], 5);

        // Second in both lists, against first and last, first alone and third alone: 1 / (60 + rank). By Qdrant's own constant the first and last would lead.
        Assert.Equal(["both:1", "words:1", "meaning:1", "near:1"], Keys(hits));
        Assert.Equal([1.0 / 62 + 1.0 / 62, 1.0 / 61 + 1.0 / 64, 1.0 / 61, 1.0 / 63], hits.Select(hit => hit.Score), new Within(1e-6));
        Assert.Single(scene.Server.Calls, call => call.IsQuery);
    }

    [Fact]
    public async Task A_scope_is_within_each_search_so_that_what_others_have_takes_no_place()
    {
        await using var scene = await Tested.StartAsync();
        // More of the guest's than a prefetch takes, all better than the owner's.
        var theirs = Enumerable.Range(0, 150).Select(i => QdrantScene.Point($"g{i}:1", "walnut walnut", [1, 0, 0, 0], owner: "guest"));
        await scene.Collection.UpsertAsync([.. theirs, QdrantScene.Point("mine:1", "walnut other words here", [0, 1, 0, 0])], wait: true);

        Assert.Equal(["mine:1"], Keys(await scene.Collection.SearchAsync(s_owner, SparseTerms.OfQuestion(["walnut"]), [1, 0, 0, 0], 5)));
    }

    [Fact]
    public async Task Meaning_alone_is_one_plain_search()
    {
        await using var scene = await Tested.StartAsync();
        await scene.Collection.UpsertAsync([QdrantScene.Point("near:1", "", [0.9f, 0.1f, 0, 0]), QdrantScene.Point("far:1", "", [0, 1, 0, 0])], wait: true);

        var hits = await scene.Collection.SearchAsync(s_owner, SparseVector.Empty, [1, 0, 0, 0], 1);

        Assert.Equal(["near:1"], Keys(hits));
        Assert.Equal(0.9 / Math.Sqrt(0.82), hits[0].Score, 5);
    }

    [Fact]
    public async Task A_question_without_anything_to_ask_is_not_sent()
    {
        await using var scene = await Tested.StartAsync();

        Assert.Empty(await scene.Collection.SearchAsync(s_owner, SparseVector.Empty, null, 5));
        Assert.Empty(await scene.Collection.SearchAsync(s_owner with { Sources = [] }, SparseTerms.OfQuestion(["walnut"]), null, 5));
        Assert.DoesNotContain(scene.Server.Calls, call => call.IsQuery);
    }

    [Fact]
    public async Task A_conversation_is_deleted_whole_and_for_its_owner_only()
    {
        await using var scene = await Tested.StartAsync();
        await scene.Collection.UpsertAsync([QdrantScene.Point("a:1"), QdrantScene.Point("a:2"), QdrantScene.Point("b:1"), QdrantScene.Point("a:1", owner: "guest")], wait: true);

        await scene.Collection.DeleteConversationsAsync("owner", ["a"], wait: true);

        Assert.Equal(["a:1", "b:1"], scene.Stored);
        Assert.Equal(1, await scene.Collection.CountAsync(s_owner));
    }

    [Fact]
    public async Task All_keys_are_read_page_by_page()
    {
        await using var scene = await Tested.StartAsync();
        var keys = Enumerable.Range(0, 2345).Select(i => $"a:{i}").ToList();
        await scene.Collection.UpsertAsync(keys.Select(key => QdrantScene.Point(key)), wait: true);

        var read = new List<string>();
        await foreach (var key in scene.Collection.KeysAsync(s_owner)) read.Add(key);

        Assert.Equal(keys.Order(StringComparer.Ordinal), read.Order(StringComparer.Ordinal));
        Assert.Equal(3, scene.Server.CallsOf("POST", "/points/scroll"));
    }

    [Fact]
    public async Task A_vector_that_the_server_would_refuse_is_not_sent()
    {
        await using var scene = await Tested.StartAsync();
        var point = QdrantScene.Point("a:1");

        await Assert.ThrowsAsync<ArgumentException>(() => scene.Collection.UpsertAsync([point with { Dense = [1, 2, 3] }], wait: false));
        await Assert.ThrowsAsync<ArgumentException>(() => scene.Collection.UpsertAsync([point with { Dense = [1, 2, 3, float.NaN] }], wait: false));
        await Assert.ThrowsAsync<ArgumentException>(() => scene.Collection.UpsertAsync([point with { Dense = null }], wait: false));
        await Assert.ThrowsAsync<ArgumentException>(() => scene.Collection.SearchAsync(s_owner, SparseVector.Empty, [1], 5));
        Assert.Equal(0, scene.Server.CallsOf("PUT", "/points"));
    }

    private static IEnumerable<string> Keys(IReadOnlyList<QdrantHit> hits) => hits.Select(hit => hit.MessageKey);

    private sealed class Within(double tolerance) : IEqualityComparer<double>
    {
        public bool Equals(double x, double y) => Math.Abs(x - y) <= tolerance;

        public int GetHashCode(double obj) => 0;
    }
}

/// <inheritdoc/>
public sealed class QdrantCollectionTests : QdrantCollectionContract
{
    private protected override TestedQdrant Tested => TestedQdrant.Rest;
}
