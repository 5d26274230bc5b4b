using System.Text.Json.Nodes;
using LocalsOnly.Memory.Embedding;
using LocalsOnly.Memory.Embedding.Model2Vec;

namespace LocalsOnly.Tests.Memory.Embedding;

/// <summary>Each thing that can be wrong with a model's files is one sentence that names the file.</summary>
public sealed class ModelFilesTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("tokenizer.json")]
    [InlineData("config.json")]
    public void A_file_that_is_missing_is_named(string file)
    {
        SmallModel.Words(_folder, "[UNK]", "walnut");
        File.Delete(_folder.Combine(file));
        Fails(file, "cannot be read");
    }

    [Fact]
    public void Weights_without_the_table_say_so()
    {
        Model().Tensor("linear", "F32", [2, 1], 1, 2).Save();
        Fails("model.safetensors", "no tensor named embeddings");
    }

    [Fact]
    public void Weights_of_a_type_that_is_not_read_say_which()
    {
        Model().Tensor("embeddings", "BF16", [2, 1], 1, 2).Save();
        Fails("model.safetensors", "BF16", "F32, F16 or I8");
    }

    [Fact]
    public void Weights_that_are_no_table_say_their_shape()
    {
        Model().Tensor("embeddings", "F32", [2], 1, 2).Save();
        Fails("the shape [2]");
    }

    [Fact]
    public void Weights_cut_off_anywhere_say_so()
    {
        var path = Model().Tensor("embeddings", "F32", [2, 1], 1, 2).Save().WeightsPath;
        var whole = File.ReadAllBytes(path);
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);
            Fails("model.safetensors", "cut off");
        }
    }

    [Theory]
    [InlineData("{}}")]
    [InlineData("[1, 2]")]
    [InlineData("""{"embeddings":{"dtype":"F32","shape":[2,1]}}""")]
    [InlineData("""{"embeddings":{"dtype":"F32","shape":[2,1],"data_offsets":[8,0]}}""")]
    [InlineData("""{"embeddings":{"dtype":"F32","shape":[2,2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"embeddings":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}""")]
    [InlineData("""{"embeddings":{"dtype":"F32","shape":[-2,-1],"data_offsets":[0,8]}}""")]
    public void A_header_that_is_none_says_so(string header)
    {
        Model().SaveRaw(header, new byte[8]);
        Fails("no safetensors file");
    }

    [Fact]
    public void A_file_of_something_else_says_so()
    {
        Model();
        _folder.Write("model.safetensors", "version https://git-lfs.github.com/spec/v1");
        Fails("no safetensors file");
    }

    [Fact]
    public void A_table_of_other_rows_than_the_vocabulary_says_both_numbers()
    {
        Model().Tensor("embeddings", "F32", [3, 1], 1, 2, 3).Save();
        Fails("3 rows", "2 tokens");
    }

    [Theory]
    [InlineData("mapping", "I32", new double[] { 0 }, "map 1 tokens")]
    [InlineData("mapping", "I32", new double[] { 0, 2 }, "none of the 2")]
    [InlineData("mapping", "I32", new double[] { 0, -1 }, "none of the 2")]
    [InlineData("mapping", "F32", new double[] { 0, 1 }, "type F32")]
    [InlineData("weights", "F32", new double[] { 1, 1, 1 }, "3 weights")]
    [InlineData("weights", "I32", new double[] { 1, 1 }, "type I32")]
    public void A_mapping_or_weights_that_do_not_fit_say_why(string name, string type, double[] numbers, string said)
    {
        Model().Tensor("embeddings", "F32", [2, 1], 1, 2).Tensor(name, type, [numbers.Length], numbers).Save();
        Fails("model.safetensors", said);
    }

    [Fact]
    public void A_tokeniser_of_another_type_says_which()
    {
        var json = SmallModel.WordPiece("[UNK]", "walnut");
        json["model"]!["type"] = "BPE";
        Tokeniser(json, "tokenizer.json", "model of the type BPE");
    }

    [Theory]
    [InlineData("normalizer", "ByteLevel", "normaliser of the type ByteLevel")]
    [InlineData("pre_tokenizer", "Digits", "splitter of the type Digits")]
    public void A_part_of_another_type_says_which(string part, string type, string said)
    {
        var json = SmallModel.WordPiece("[UNK]", "walnut");
        json[part] = new JsonObject { ["type"] = type };
        Tokeniser(json, said);
    }

    [Fact]
    public void A_tokeniser_with_a_hole_in_its_numbers_is_damaged()
    {
        var json = SmallModel.WordPiece("[UNK]", "walnut");
        json["model"]!["vocab"]!["walnut"] = 7;
        Tokeniser(json, "damaged", "number 7");
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"model":{"type":"WordPiece"}}""")]
    [InlineData("""{"model":{"type":"WordPiece","vocab":{}}}""")]
    [InlineData("""{"model":{"type":"Unigram","vocab":[["a"]]}}""")]
    [InlineData("""{"model":{"type":"Unigram","vocab":[["a",0],["a",1]]}}""")]
    public void A_tokeniser_that_cannot_be_read_is_damaged(string json)
    {
        Model().Tensor("embeddings", "F32", [2, 1], 1, 2).Save();
        _folder.Write("tokenizer.json", json);
        Fails("tokenizer.json", "damaged");
    }

    private void Tokeniser(JsonObject json, params string[] said)
    {
        Model().Tokeniser(json).Tensor("embeddings", "F32", [2, 1], 1, 2).Save();
        Fails(said);
    }

    private SmallModel Model() => new SmallModel(_folder).Tokeniser(SmallModel.WordPiece("[UNK]", "walnut")).Config(normalise: false);

    private void Fails(params string[] said)
    {
        var fault = Assert.Throws<EmbeddingException>(() => StaticEmbeddings.Open(_folder.Path));
        Assert.Equal(EmbeddingFault.ModelFiles, fault.Fault);
        Assert.All(said, words => Assert.Contains(words, fault.Message, StringComparison.Ordinal));
        Assert.EndsWith(".", fault.Message, StringComparison.Ordinal);
    }
}
