using LocalsOnly.Memory.Embedding;
using LocalsOnly.Memory.Embedding.Model2Vec;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Tests.Memory.Embedding;

public sealed class StaticEmbeddingsTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_text_is_the_mean_of_its_tokens_and_an_unknown_one_does_not_count()
    {
        // Rows are [number, number squared]: walnut 1, ##s 2, oak 3.
        SmallModel.Words(_folder, "[UNK]", "walnut", "##s", "oak");

        await EmbedsAsync("Walnuts, OAK?", [2f, 14f / 3]);
        await EmbedsAsync("oak elm", [3f, 9f]);
        await EmbedsAsync("[UNK] oak", [3f, 9f]);
    }

    [Fact]
    public async Task A_text_without_a_known_token_is_all_zeros()
    {
        SmallModel.Words(_folder, "[UNK]", "walnut").Config(normalise: true);
        await EmbedsAsync("elm", [0f, 0f]);
        await EmbedsAsync("", [0f, 0f]);
    }

    [Theory]
    [InlineData("F32")]
    [InlineData("F16")]
    [InlineData("I8")]
    public async Task Rows_of_each_type_are_read_and_the_mean_is_normalised_when_the_model_says_so(string type)
    {
        new SmallModel(_folder).Tokeniser(SmallModel.WordPiece("[UNK]", "walnut", "oak")).Config(normalise: true)
            .Tensor("embeddings", type, [3, 3], 9, 9, 9, -6, 0, 1, 0, 8, -1).Save();

        // Mean of [-6 0 1] and [0 8 -1] is [-3 4 0], whose length is 5.
        var vector = await EmbedAsync("walnut oak");
        Assert.Equal([-0.6f, 0.8f, 0f], vector.Select(number => MathF.Round(number, 6)));
    }

    [Theory]
    [InlineData("I32", "F64")]
    [InlineData("I64", "F32")]
    [InlineData("I32", "F16")]
    public async Task A_quantised_vocabulary_maps_tokens_to_rows_and_weighs_each_token(string mapping, string weights)
    {
        new SmallModel(_folder).Tokeniser(SmallModel.WordPiece("[UNK]", "walnut", "oak", "elm")).Config(normalise: false)
            .Tensor("embeddings", "F32", [2, 2], 1, 0, 0, 1)
            .Tensor("mapping", mapping, [4], 0, 1, 1, 0)
            .Tensor("weights", weights, [4], 9, 0.5, 2, 4).Save();

        // The mean is over tokens, not over weights: (0.5 [0 1] + 2 [0 1] + 4 [1 0]) / 3.
        await EmbedsAsync("walnut oak elm", [4f / 3, 2.5f / 3]);
    }

    [Fact]
    public async Task The_table_of_a_sentence_transformers_model_is_found_under_its_own_name()
    {
        new SmallModel(_folder).Tokeniser(SmallModel.WordPiece("[UNK]", "walnut")).Config(normalise: false).Tensor("embedding.weight", "F32", [2, 1], 5, 7).Save();
        await EmbedsAsync("walnut", [7f]);
    }

    [Fact]
    public async Task A_unigram_model_reads_the_best_cut()
    {
        new SmallModel(_folder).Tokeniser(SmallModel.Unigram(("<unk>", 0), ("▁wal", -2), ("nut", -2), ("▁walnut", -3), ("s", -1))).Config(normalise: false)
            .Tensor("embeddings", "F32", [5, 1], 100, 10, 20, 40, 80).Save();

        // ▁walnut scores -3 and beats ▁wal nut with -4; the question mark is unknown.
        await EmbedsAsync("walnuts?", [60f]);
    }

    [Fact]
    public async Task Only_the_first_tokens_of_a_long_text_count()
    {
        SmallModel.Words(_folder, "[UNK]", "walnut", "oak");
        using var source = StaticEmbeddings.Open(_folder.Path, mostTokens: 2);

        var made = await source.GenerateAsync(["elm oak oak walnut walnut", "walnut"]);

        // The median token has 5 characters, so 10 are looked at: elm, oak and a part of the next.
        Assert.Equal([2f, 4f], made[0].Vector.ToArray());
        Assert.Equal([1f, 1f], made[1].Vector.ToArray());
    }

    [Fact]
    public void A_model_is_named_by_its_folder_and_its_weights()
    {
        var weights = SmallModel.Words(_folder, "[UNK]", "walnut").WeightsPath;
        var first = Model(_folder.Path);
        Assert.StartsWith(Path.GetFileName(_folder.Path) + "@", first.Id, StringComparison.Ordinal);
        Assert.Equal(2, first.Dimensions);
        Assert.Equal(first, Model(_folder.Path + Path.DirectorySeparatorChar));

        var bytes = File.ReadAllBytes(weights);
        bytes[^1] ^= 1;
        File.WriteAllBytes(weights, bytes);
        Assert.NotEqual(first, Model(_folder.Path));
    }

    [Fact]
    public async Task Several_threads_may_embed_at_once()
    {
        SmallModel.Words(_folder, "[UNK]", "walnut", "oak", "##s");
        using var source = StaticEmbeddings.Open(_folder.Path);
        var texts = Enumerable.Range(0, 500).Select(i => i % 2 == 0 ? "walnuts" : "oak oak").ToArray();

        var made = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => source.GenerateAsync(texts))));

        Assert.All(made, embeddings => Assert.Equal(texts.Select(text => text == "walnuts" ? 5f : 4f), embeddings.Select(embedding => embedding.Vector.Span[1])));
    }

    [Fact]
    public async Task A_cancelled_run_stops()
    {
        SmallModel.Words(_folder, "[UNK]", "walnut");
        using var source = StaticEmbeddings.Open(_folder.Path);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => source.GenerateAsync(["walnut"], cancellationToken: new CancellationToken(canceled: true)));
    }

    private static EmbeddingModel Model(string folder)
    {
        using var source = StaticEmbeddings.Open(folder);
        return Assert.IsType<EmbeddingModel>(source.GetService(typeof(EmbeddingModel)));
    }

    private async Task EmbedsAsync(string text, float[] expected) => Assert.Equal(expected, await EmbedAsync(text));

    private async Task<float[]> EmbedAsync(string text)
    {
        using var source = StaticEmbeddings.Open(_folder.Path);
        return (await source.GenerateAsync([text]))[0].Vector.ToArray();
    }
}
