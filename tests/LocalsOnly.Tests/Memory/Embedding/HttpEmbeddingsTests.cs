using System.Text.Json.Nodes;
using LocalsOnly.Memory.Embedding;
using LocalsOnly.Memory.Embedding.Http;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Tests.Memory.Embedding;

public sealed class HttpEmbeddingsTests : IAsyncLifetime
{
    private EmbeddingServerDouble _server = null!;

    public async Task InitializeAsync() => _server = await EmbeddingServerDouble.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Many_texts_go_in_batches_and_come_back_in_their_order()
    {
        var texts = Enumerable.Range(0, 150).Select(i => $"{(char)('a' + (i % 26))} text number {i}").ToArray();
        using var source = Source();

        var made = await source.GenerateAsync(texts);

        Assert.Equal([64, 64, 22], _server.Requests.Select(request => request["input"]!.AsArray().Count));
        Assert.Equal(texts.Select(EmbeddingServerDouble.VectorOf), made.Select(embedding => embedding.Vector.ToArray()));
        Assert.All(made, embedding => Assert.Equal(EmbeddingServerDouble.Model, embedding.ModelId));
        Assert.Equal(150, made.Usage!.InputTokenCount);
    }

    [Fact]
    public async Task The_index_decides_the_order_and_not_the_place()
    {
        _server.Change = answer => answer["data"] = new JsonArray([.. answer["data"]!.AsArray().Reverse().Select(item => item!.DeepClone())]);
        using var source = Source();

        var made = await source.GenerateAsync(["first", "second", "3"]);

        Assert.Equal([5f, 6f, 1f], made.Select(embedding => embedding.Vector.Span[0]));
    }

    [Fact]
    public async Task A_server_that_sends_no_index_keeps_the_order()
    {
        _server.Change = answer =>
        {
            foreach (var item in answer["data"]!.AsArray()) item!.AsObject().Remove("index");
        };
        using var source = Source();

        Assert.Equal([1f, 2f], (await source.GenerateAsync(["a", "bb"])).Select(embedding => embedding.Vector.Span[0]));
    }

    [Fact]
    public async Task Base64_is_the_same_as_numbers()
    {
        using var source = Source(options => options with { Base64 = true });

        var made = await source.GenerateAsync(["walnut"]);

        Assert.Equal("base64", (string?)_server.Requests.Single()["encoding_format"]);
        Assert.Equal(EmbeddingServerDouble.VectorOf("walnut"), made[0].Vector.ToArray());
    }

    [Fact]
    public async Task Without_base64_no_format_is_asked_for()
    {
        using var source = Source();
        await source.GenerateAsync(["walnut"]);
        Assert.Equal(["model", "input"], _server.Requests.Single().AsObject().Select(member => member.Key));
    }

    [Fact]
    public async Task A_long_text_is_cut_and_never_through_a_character()
    {
        using var source = Source(options => options with { MostCharacters = 6 });

        await source.GenerateAsync(["walnuts", "walnut", "waln🌰🌰"]);

        Assert.Equal(["walnut", "walnut", "waln🌰"], Inputs());
        await source.GenerateAsync(["wa🌰l🌰"]);
        Assert.Equal("wa🌰l", Inputs()[^1]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/v1")]
    [InlineData("/v1/")]
    public async Task The_address_may_end_with_the_version_or_not(string end)
    {
        using var source = Source(options => options with { Server = new Uri($"http://127.0.0.1:{_server.Url.Port}{end}") });
        Assert.Single(await source.GenerateAsync(["walnut"]));
    }

    [Fact]
    public async Task A_source_asked_for_its_model_embeds_a_word_once_and_knows_its_length_from_then_on()
    {
        using var source = Source();
        Assert.Null(source.GetService(typeof(EmbeddingModel)));

        var model = await EmbeddingModel.OfAsync(source);
        await EmbeddingModel.OfAsync(source);

        Assert.Equal(new EmbeddingModel(EmbeddingServerDouble.Model, 3), model);
        Assert.Single(_server.Requests);
        var metadata = Assert.IsType<EmbeddingGeneratorMetadata>(source.GetService(typeof(EmbeddingGeneratorMetadata)));
        Assert.Equal((EmbeddingServerDouble.Model, _server.Url), (metadata.DefaultModelId, metadata.ProviderUri));
    }

    private string[] Inputs() => [.. _server.Requests.SelectMany(request => request["input"]!.AsArray().Select(text => (string)text!))];

    private HttpEmbeddings Source(Func<HttpEmbeddingsOptions, HttpEmbeddingsOptions>? change = null)
    {
        var options = new HttpEmbeddingsOptions(_server.Url, EmbeddingServerDouble.Model);
        return new HttpEmbeddings(_server.Http, change?.Invoke(options) ?? options, TimeProvider.System);
    }
}
