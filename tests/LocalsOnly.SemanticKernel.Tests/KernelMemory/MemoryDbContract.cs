using Microsoft.KernelMemory;
using Microsoft.KernelMemory.AI;
using Microsoft.KernelMemory.MemoryStorage;

namespace LocalsOnly.SemanticKernel.Tests.KernelMemory;

/// <summary>What Kernel Memory asks of a store of records. It runs against the house's and against Kernel Memory's own, so that what is asked is not only what the house happens to do.</summary>
public abstract class MemoryDbContract : IDisposable
{
    private const string Index = "things";

    private readonly Lazy<IMemoryDb> _db;

    protected MemoryDbContract()
    {
        Directory = System.IO.Directory.CreateTempSubdirectory("locals-kernel-").FullName;
        _db = new Lazy<IMemoryDb>(() => Create(Directory, Vectors));
    }

    protected string Directory { get; }

    internal WordVectors Vectors { get; } = new();

    protected IMemoryDb Db => _db.Value;

    /// <summary>Whether a tag that has a name and no value comes back. False is an exception to the contract, with its reason where it is made.</summary>
    protected virtual bool KeepsNamesWithoutValues => true;

    protected abstract IMemoryDb Create(string directory, ITextEmbeddingGenerator vectors);

    public virtual void Dispose()
    {
        if (_db.IsValueCreated) (Db as IDisposable)?.Dispose();
        System.IO.Directory.Delete(Directory, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task An_index_is_there_once_it_was_made_and_gone_once_it_was_deleted_under_a_normalised_name()
    {
        Assert.Empty(await Db.GetIndexesAsync());

        await Db.CreateIndexAsync("My_Things.2026", 256);
        await Db.CreateIndexAsync("my-things-2026", 256);
        await Db.UpsertAsync("MY:things 2026", Record("a", "walnut"));

        Assert.Equal(["my-things-2026"], await Db.GetIndexesAsync());
        Assert.Equal(["a"], await ListAsync("my/things.2026", []));

        await Db.DeleteIndexAsync("My things 2026");
        await Db.DeleteIndexAsync("My things 2026");

        Assert.Empty(await Db.GetIndexesAsync());
        Assert.Empty(await ListAsync("my-things-2026", []));
    }

    [Fact]
    public async Task Nothing_is_found_where_there_is_no_index()
    {
        Assert.Empty(await ListAsync("nowhere", []));
        Assert.Empty(await SimilarAsync("walnut", index: "nowhere"));
        await Db.DeleteAsync("nowhere", new MemoryRecord { Id = "a" });
    }

    [Fact]
    public async Task A_record_comes_back_with_its_tags_its_payload_and_its_vector()
    {
        await Db.CreateIndexAsync(Index, 256);
        var record = Record("a", "walnut table", ("colour", "brown"), ("colour", "dark"), ("empty", null));
        record.Payload["pages"] = 12;
        record.Payload["ratio"] = 0.5;
        record.Payload["new"] = true;

        Assert.Equal("a", await Db.UpsertAsync(Index, record));
        var read = Assert.Single(await RecordsAsync(Db.GetListAsync(Index, null, -1, withEmbeddings: true)));

        Assert.Equal("a", read.Id);
        Assert.Equal(["brown", "dark"], read.Tags["colour"]);
        if (KeepsNamesWithoutValues) Assert.Empty(read.Tags["empty"]);
        Assert.Equal("walnut table", read.Payload["text"].ToString());
        Assert.Equal("12", read.Payload["pages"].ToString());
        Assert.Equal("0.5", read.Payload["ratio"].ToString());
        Assert.Equal("True", read.Payload["new"].ToString());
        Assert.Equal(1, record.Vector.CosineSimilarity(read.Vector), 5);
    }

    [Fact]
    public async Task A_record_of_a_known_id_takes_the_place_of_the_one_before()
    {
        await Db.CreateIndexAsync(Index, 256);
        await Db.UpsertAsync(Index, Record("a", "walnut", ("colour", "brown")));
        await Db.UpsertAsync(Index, Record("a", "cherry", ("colour", "red")));

        Assert.Equal(["a"], await ListAsync(Index, []));
        Assert.Empty(await ListAsync(Index, [MemoryFilters.ByTag("colour", "brown")]));
        Assert.Equal("cherry", (await SimilarAsync("cherry", least: 0.5))[0].Record.Payload["text"].ToString());
        Assert.Empty(await SimilarAsync("walnut", least: 0.5));
    }

    [Fact]
    public async Task Pairs_within_a_filter_must_all_match_and_of_several_filters_one()
    {
        await Db.CreateIndexAsync(Index, 256);
        await Db.UpsertAsync(Index, Record("brown-table", "x", ("colour", "brown"), ("kind", "table")));
        await Db.UpsertAsync(Index, Record("brown-chair", "x", ("colour", "brown"), ("kind", "chair")));
        await Db.UpsertAsync(Index, Record("red-chair", "x", ("colour", "red"), ("kind", "chair"), ("kind", "stool")));

        Assert.Equal(["brown-chair"], await ListAsync(Index, [MemoryFilters.ByTag("colour", "brown").ByTag("kind", "chair")]));
        Assert.Equal(["red-chair"], await ListAsync(Index, [MemoryFilters.ByTag("kind", "chair").ByTag("kind", "stool")]));
        Assert.Equal(["brown-table", "red-chair"], await ListAsync(Index, [MemoryFilters.ByTag("kind", "table"), MemoryFilters.ByTag("colour", "red")]));
        Assert.Equal(["brown-chair", "brown-table"], await ListAsync(Index, [MemoryFilters.ByTag("colour", "brown").ByTag("kind", "table"), MemoryFilters.ByTag("colour", "brown").ByTag("kind", "chair")]));
        Assert.Empty(await ListAsync(Index, [MemoryFilters.ByTag("colour", "Brown")]));
        Assert.Empty(await ListAsync(Index, [MemoryFilters.ByTag("colour", "blue")]));
        Assert.Equal(3, (await ListAsync(Index, [])).Count);
        Assert.Equal(3, (await ListAsync(Index, [new MemoryFilter()])).Count);
        Assert.Equal(["brown-table"], await ListAsync(Index, [new MemoryFilter(), MemoryFilters.ByTag("kind", "table")]));
    }

    [Fact]
    public async Task A_search_keeps_to_its_filters()
    {
        await Db.CreateIndexAsync(Index, 256);
        foreach (var (id, colour) in ((string, string)[])[("a", "brown"), ("b", "red"), ("c", "red")]) await Db.UpsertAsync(Index, Record(id, $"walnut number {id}", ("colour", colour)));

        Assert.Equal(["b", "c"], (await SimilarAsync("walnut", filters: [MemoryFilters.ByTag("colour", "red")])).Select(found => found.Record.Id).Order());
        Assert.Empty(await SimilarAsync("walnut", filters: [MemoryFilters.ByTag("colour", "blue")]));
    }

    [Theory]
    [InlineData(-1, 5)]
    [InlineData(0, 5)]
    [InlineData(1, 1)]
    [InlineData(3, 3)]
    [InlineData(9, 5)]
    public async Task A_limit_of_nothing_or_less_is_none(int limit, int expected)
    {
        await Db.CreateIndexAsync(Index, 256);
        for (var i = 0; i < 5; i++) await Db.UpsertAsync(Index, Record($"r{i}", $"walnut {i}"));

        Assert.Equal(expected, (await RecordsAsync(Db.GetListAsync(Index, null, limit))).Count);
        Assert.Equal(expected, (await SimilarAsync("walnut", limit: limit)).Count);
    }

    [Fact]
    public async Task What_is_more_like_the_question_comes_first_with_a_relevance_from_0_to_1_that_a_threshold_can_be_put_to()
    {
        await Db.CreateIndexAsync(Index, 256);
        await Db.UpsertAsync(Index, Record("far", "rain over the harbour"));
        await Db.UpsertAsync(Index, Record("near", "walnut oil for the table"));
        await Db.UpsertAsync(Index, Record("exact", "walnut table"));

        var found = await SimilarAsync("walnut table");

        Assert.Equal("exact", found[0].Record.Id);
        Assert.Equal("near", found[1].Record.Id);
        Assert.All(found, each => Assert.InRange(each.Relevance, 0, 1.000001));
        Assert.Equal(found.Select(each => each.Relevance).OrderDescending(), found.Select(each => each.Relevance));
        Assert.True(found[0].Relevance > 0.9);
        Assert.Equal(["exact"], (await SimilarAsync("walnut table", least: found[1].Relevance + 0.01)).Select(each => each.Record.Id));
        Assert.Empty(await SimilarAsync("elephant", least: 0.2));
    }

    [Fact]
    public async Task A_document_is_listed_whole_and_deleted_record_by_record()
    {
        await Db.CreateIndexAsync(Index, 256);
        for (var i = 0; i < 3; i++)
        {
            await Db.UpsertAsync(Index, Record($"one-{i}", $"walnut {i}", (Constants.ReservedDocumentIdTag, "one")));
            await Db.UpsertAsync(Index, Record($"two-{i}", $"walnut {i}", (Constants.ReservedDocumentIdTag, "two")));
        }

        // As DeleteDocumentHandler does.
        await foreach (var record in Db.GetListAsync(Index, [MemoryFilters.ByDocument("one")], -1)) await Db.DeleteAsync(Index, record);
        await Db.DeleteAsync(Index, new MemoryRecord { Id = "never" });

        Assert.Equal(["two-0", "two-1", "two-2"], await ListAsync(Index, []));
        Assert.Equal(["two-0", "two-1", "two-2"], (await SimilarAsync("walnut")).Select(found => found.Record.Id).Order());
        Assert.Empty(await ListAsync(Index, [MemoryFilters.ByDocument("one")]));
    }

    [Fact]
    public async Task What_was_written_is_there_after_a_restart()
    {
        await Db.CreateIndexAsync(Index, 256);
        await Db.UpsertAsync(Index, Record("a", "walnut table", ("colour", "brown")));
        (Db as IDisposable)?.Dispose();

        var again = Create(Directory, Vectors);
        var found = await RecordsAsync(again.GetListAsync(Index, [MemoryFilters.ByTag("colour", "brown")], -1));
        (again as IDisposable)?.Dispose();

        Assert.Equal("walnut table", Assert.Single(found).Payload["text"].ToString());
    }

    private protected static MemoryRecord Record(string id, string text, params (string Name, string? Value)[] tags)
    {
        var record = new MemoryRecord { Id = id, Vector = new Embedding(WordVectors.Of(text)) };
        record.Payload["text"] = text;
        foreach (var (name, value) in tags) record.Tags.Add(name, value);
        return record;
    }

    private protected async Task<List<(MemoryRecord Record, double Relevance)>> SimilarAsync(string text, ICollection<MemoryFilter>? filters = null, double least = 0, int limit = -1, string index = Index)
    {
        var found = new List<(MemoryRecord, double)>();
        await foreach (var each in Db.GetSimilarListAsync(index, text, filters, least, limit)) found.Add(each);
        return found;
    }

    private protected async Task<List<string>> ListAsync(string index, ICollection<MemoryFilter> filters) => [.. (await RecordsAsync(Db.GetListAsync(index, filters, -1))).Select(record => record.Id).Order(StringComparer.Ordinal)];

    private protected static async Task<List<MemoryRecord>> RecordsAsync(IAsyncEnumerable<MemoryRecord> records)
    {
        var read = new List<MemoryRecord>();
        await foreach (var record in records) read.Add(record);
        return read;
    }
}
