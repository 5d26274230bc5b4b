using LocalsOnly.SemanticKernel.KernelMemory.Storing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.KernelMemory;
using Microsoft.KernelMemory.AI;
using Microsoft.KernelMemory.MemoryStorage;

namespace LocalsOnly.SemanticKernel.Tests.KernelMemory;

/// <summary>The contract against the house's store by words and vectors together, and what it promises beyond.</summary>
public sealed class HybridMemoryDbTests : MemoryDbContract
{
    private const string Index = "things";

    protected override IMemoryDb Create(string directory, ITextEmbeddingGenerator vectors) => Open(directory, vectors, "words");

    [Fact]
    public async Task A_store_says_when_there_is_no_index_to_write_to()
    {
        await Assert.ThrowsAsync<IndexNotFoundException>(() => Db.UpsertAsync("nowhere", Record("a", "walnut")));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" .. ")]
    [InlineData("///")]
    public async Task A_name_of_which_nothing_is_left_is_refused(string name)
    {
        var refused = await Assert.ThrowsAsync<KernelMemoryException>(() => Db.CreateIndexAsync(name, 3));

        Assert.EndsWith("give it letters or digits.", refused.Message, StringComparison.Ordinal);
        Assert.Empty(await Db.GetIndexesAsync());
    }

    [Fact]
    public async Task Words_find_what_no_vector_does_and_a_vector_what_shares_no_word()
    {
        await Db.CreateIndexAsync(Index, 256);
        var byWord = Record("word", "the walnuts were planed");
        byWord.Vector = new Embedding(WordVectors.Of("unrelated numbers entirely"));
        var byMeaning = Record("meaning", "Möbel aus Nussbaum");
        byMeaning.Vector = new Embedding(WordVectors.Of("planing walnut"));
        await Db.UpsertAsync(Index, byWord);
        await Db.UpsertAsync(Index, byMeaning);

        // "planing" is "planed" to a stemmer.
        Assert.Equal(["meaning", "word"], (await SimilarAsync("planing walnut")).Select(found => found.Record.Id).Order());
    }

    [Fact]
    public async Task Without_a_source_of_vectors_words_alone_find_and_a_vector_of_no_numbers_or_of_zeros_means_nothing()
    {
        using var words = new HybridMemoryDb(Path.Combine(Directory, "words"));
        await words.CreateIndexAsync(Index, 0);
        var none = Record("none", "walnut table");
        none.Vector = new Embedding(ReadOnlyMemory<float>.Empty);
        var zeros = Record("zeros", "cherry table");
        zeros.Vector = new Embedding(new float[8]);
        await words.UpsertAsync(Index, none);
        await words.UpsertAsync(Index, zeros);

        var found = await AllAsync(words, "walnut");

        var (record, relevance) = Assert.Single(found);
        Assert.Equal("none", record.Id);
        Assert.InRange(relevance, 0.9, 1);
        Assert.Empty(await AllAsync(words, "elephant"));
    }

    [Fact]
    public async Task A_word_that_nobody_says_makes_what_says_the_others_less_relevant()
    {
        using var words = new HybridMemoryDb(Path.Combine(Directory, "words"));
        await words.CreateIndexAsync(Index, 0);
        for (var i = 0; i < 20; i++) await words.UpsertAsync(Index, Bare($"r{i}", i == 0 ? "walnut table" : $"rain number {i}"));

        var all = Assert.Single(await AllAsync(words, "walnut table"));
        var half = Assert.Single(await AllAsync(words, "walnut elephant"));

        Assert.True(all.Relevance > 0.9, $"{all.Relevance}");
        Assert.InRange(half.Relevance, 0.2, 0.6);
    }

    [Fact]
    public async Task The_source_of_vectors_may_be_away_and_words_alone_then_find()
    {
        await Db.CreateIndexAsync(Index, 256);
        await Db.UpsertAsync(Index, Record("a", "walnut table"));
        Vectors.IsAway = true;

        Assert.Equal("a", Assert.Single(await SimilarAsync("walnut")).Record.Id);
    }

    [Fact]
    public async Task Vectors_of_another_model_are_refused_and_those_that_are_there_are_not_compared_with_it()
    {
        await Db.CreateIndexAsync(Index, 256);
        await Db.UpsertAsync(Index, Record("a", "walnut table"));
        (Db as IDisposable)!.Dispose();
        using var other = Open(Directory, Vectors, "other");

        var refused = await Assert.ThrowsAsync<KernelMemoryException>(() => other.UpsertAsync(Index, Record("b", "cherry")));

        Assert.Equal("The index 'things' holds vectors of words with 256 numbers, and was given one of other with 256: delete the index and import again, or go back to that model.", refused.Message);
        Assert.Equal(["a"], (await RecordsAsync(other.GetListAsync(Index, null, -1))).Select(record => record.Id));
        Assert.Equal(0, Vectors.Calls);
        Assert.Single(await AllAsync(other, "walnut"));
        Assert.Equal(0, Vectors.Calls);
    }

    [Fact]
    public async Task A_batch_that_fails_changes_nothing()
    {
        await Db.CreateIndexAsync(Index, 256);
        await Db.UpsertAsync(Index, Record("a", "walnut"));
        var wrong = Record("c", "cherry");
        wrong.Vector = new Embedding(new float[] { 1, 2 });

        await Assert.ThrowsAsync<KernelMemoryException>(async () =>
        {
            await foreach (var _ in ((IMemoryDbUpsertBatch)Db).UpsertBatchAsync(Index, [Record("a", "oak"), Record("b", "birch"), wrong]))
            {
            }
        });

        Assert.Equal(["a"], await ListAsync(Index, []));
        Assert.Single(await SimilarAsync("walnut", least: 0.5));
    }

    [Fact]
    public async Task What_another_process_writes_is_found_by_words_and_by_vectors()
    {
        await Db.CreateIndexAsync(Index, 256);
        await Db.UpsertAsync(Index, Record("a", "walnut"));
        Assert.Single(await SimilarAsync("walnut"));
        using (var other = Open(Directory, Vectors, "words")) await other.UpsertAsync(Index, Record("b", "walnut"));

        Assert.Equal(["a", "b"], (await SimilarAsync("walnut", least: 0.99)).Select(found => found.Record.Id).Order());
    }

    [Fact]
    public async Task Many_records_of_one_tag_are_filtered_as_few_are_also_after_a_change()
    {
        await Db.CreateIndexAsync(Index, 256);
        await foreach (var _ in ((IMemoryDbUpsertBatch)Db).UpsertBatchAsync(Index, [.. Enumerable.Range(0, 600).Select(i => Record($"r{i:000}", $"walnut {i}", ("owner", "owner"), ("parity", i % 2 == 0 ? "even" : "odd")))]))
        {
        }
        ICollection<MemoryFilter> even = [MemoryFilters.ByTag("owner", "owner").ByTag("parity", "even")];

        Assert.Equal(300, (await ListAsync(Index, even)).Count);
        Assert.Equal(300, (await SimilarAsync("walnut", even)).Count);
        await Db.DeleteAsync(Index, new MemoryRecord { Id = "r000" });
        Assert.Equal(299, (await ListAsync(Index, even)).Count);
        using (var other = Open(Directory, Vectors, "words")) await other.UpsertAsync(Index, Record("r001", "walnut", ("owner", "owner"), ("parity", "even")));
        Assert.Equal(300, (await SimilarAsync("walnut", even)).Count);
    }

    [Fact]
    public async Task What_was_deleted_is_not_in_the_file_any_more()
    {
        await Db.CreateIndexAsync(Index, 256);
        await Db.UpsertAsync(Index, Record("a", "xylophonist"));
        await Db.DeleteAsync(Index, new MemoryRecord { Id = "a" });
        (Db as IDisposable)!.Dispose();

        Assert.DoesNotContain("xylophonist", System.Text.Encoding.UTF8.GetString(await File.ReadAllBytesAsync(Path.Combine(Directory, "things.db"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_one_sentence()
    {
        await File.WriteAllTextAsync(Path.Combine(Directory, "things.db"), new string('x', 8192));

        var fault = await Assert.ThrowsAsync<KernelMemoryException>(() => Db.CreateIndexAsync(Index, 3));

        Assert.Contains("things.db cannot be opened", fault.Message, StringComparison.Ordinal);
    }

    private static MemoryRecord Bare(string id, string text)
    {
        var record = Record(id, text);
        record.Vector = new Embedding(ReadOnlyMemory<float>.Empty);
        return record;
    }

    private static HybridMemoryDb Open(string directory, ITextEmbeddingGenerator vectors, string model) =>
        new(directory, new QuestionVectors(vectors, model, Timeout.InfiniteTimeSpan, TimeProvider.System, NullLogger.Instance));

    private static async Task<List<(MemoryRecord Record, double Relevance)>> AllAsync(HybridMemoryDb db, string text)
    {
        var found = new List<(MemoryRecord, double)>();
        await foreach (var each in db.GetSimilarListAsync(Index, text, limit: -1)) found.Add(each);
        return found;
    }
}
