using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;

namespace LocalsOnly.Tests.Memory.Embedding;

/// <summary>Writes a Model2Vec model of a few tokens into a folder, byte by byte as the formats have it.</summary>
internal sealed class SmallModel(TemporaryDirectory folder)
{
    private readonly List<(string Name, string Type, long[] Shape, byte[] Bytes)> _tensors = [];

    public string Folder => folder.Path;

    public string WeightsPath => folder.Combine("model.safetensors");

    /// <summary>A WordPiece model of these tokens, the first of them [UNK], each with a row of [its number, its number squared].</summary>
    public static SmallModel Words(TemporaryDirectory folder, params string[] tokens)
    {
        var model = new SmallModel(folder).Tokeniser(WordPiece(tokens)).Config(normalise: false);
        return model.Tensor("embeddings", "F32", [tokens.Length, 2], [.. tokens.SelectMany((_, i) => new float[] { i, i * i })]).Save();
    }

    public static JsonObject WordPiece(params string[] tokens) => new()
    {
        ["version"] = "1.0",
        ["added_tokens"] = new JsonArray(new JsonObject { ["id"] = 0, ["content"] = tokens[0], ["special"] = true, ["normalized"] = false }),
        ["normalizer"] = new JsonObject { ["type"] = "BertNormalizer", ["clean_text"] = true, ["handle_chinese_chars"] = true, ["strip_accents"] = null, ["lowercase"] = true },
        ["pre_tokenizer"] = new JsonObject { ["type"] = "BertPreTokenizer" },
        ["model"] = new JsonObject
        {
            ["type"] = "WordPiece",
            ["unk_token"] = tokens[0],
            ["continuing_subword_prefix"] = "##",
            ["max_input_chars_per_word"] = 100,
            ["vocab"] = new JsonObject(tokens.Select((token, i) => KeyValuePair.Create(token, (JsonNode?)i))),
        },
    };

    public static JsonObject Unigram(params (string Token, double Score)[] tokens) => new()
    {
        ["added_tokens"] = new JsonArray(),
        ["normalizer"] = new JsonObject
        {
            ["type"] = "Sequence",
            ["normalizers"] = new JsonArray(
                new JsonObject { ["type"] = "Precompiled", ["precompiled_charsmap"] = "AAAA" },
                new JsonObject { ["type"] = "Replace", ["pattern"] = new JsonObject { ["Regex"] = " {2,}" }, ["content"] = " " }),
        },
        ["pre_tokenizer"] = new JsonObject { ["type"] = "Metaspace", ["replacement"] = "▁", ["prepend_scheme"] = "always", ["split"] = true },
        ["model"] = new JsonObject
        {
            ["type"] = "Unigram",
            ["unk_id"] = 0,
            ["byte_fallback"] = false,
            ["vocab"] = new JsonArray([.. tokens.Select(token => new JsonArray(token.Token, token.Score))]),
        },
    };

    public SmallModel Tokeniser(JsonObject json)
    {
        folder.Write("tokenizer.json", json.ToJsonString());
        return this;
    }

    public SmallModel Config(bool normalise)
    {
        folder.Write("config.json", $$"""{"model_type":"model2vec","normalize":{{(normalise ? "true" : "false")}}}""");
        return this;
    }

    public SmallModel Tensor(string name, string type, long[] shape, params double[] numbers)
    {
        byte[] bytes = type switch
        {
            "F64" => MemoryMarshal.AsBytes(numbers.AsSpan()).ToArray(),
            "F32" => MemoryMarshal.AsBytes(numbers.Select(number => (float)number).ToArray().AsSpan()).ToArray(),
            "F16" => MemoryMarshal.AsBytes(numbers.Select(number => (Half)number).ToArray().AsSpan()).ToArray(),
            "BF16" => new byte[2 * numbers.Length],
            "I8" => MemoryMarshal.AsBytes(numbers.Select(number => (sbyte)number).ToArray().AsSpan()).ToArray(),
            "I32" => MemoryMarshal.AsBytes(numbers.Select(number => (int)number).ToArray().AsSpan()).ToArray(),
            "I64" => MemoryMarshal.AsBytes(numbers.Select(number => (long)number).ToArray().AsSpan()).ToArray(),
            _ => throw new ArgumentOutOfRangeException(nameof(type)),
        };
        _tensors.Add((name, type, shape, bytes));
        return this;
    }

    public SmallModel Tensor(string name, string type, long[] shape, float[] numbers) => Tensor(name, type, shape, [.. numbers.Select(number => (double)number)]);

    public SmallModel Save()
    {
        var (header, offset) = (new JsonObject { ["__metadata__"] = new JsonObject { ["format"] = "np" } }, 0);
        foreach (var (name, type, shape, bytes) in _tensors)
        {
            header[name] = new JsonObject { ["dtype"] = type, ["shape"] = new JsonArray([.. shape.Select(size => (JsonNode)size)]), ["data_offsets"] = new JsonArray(offset, offset + bytes.Length) };
            offset += bytes.Length;
        }
        SaveRaw(header.ToJsonString(), _tensors.SelectMany(tensor => tensor.Bytes).ToArray());
        return this;
    }

    public void SaveRaw(string header, byte[] numbers)
    {
        var length = new byte[8];
        var json = Encoding.UTF8.GetBytes(header);
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        File.WriteAllBytes(WeightsPath, [.. length, .. json, .. numbers]);
    }
}
