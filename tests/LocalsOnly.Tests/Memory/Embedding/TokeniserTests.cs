using System.Text.Json.Nodes;
using LocalsOnly.Memory.Embedding.Tokens;

namespace LocalsOnly.Tests.Memory.Embedding;

/// <summary>Texts cut into tokens as Hugging Face's library cuts them. Unknown is 0.</summary>
public sealed class TokeniserTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("walnuts", "walnut ##s")]
    [InlineData("walnutwalnut", "[UNK]")]
    [InlineData("nuts", "[UNK]")]
    [InlineData("Crème  brûlée", "creme brulee")]
    [InlineData("creme\u00a0\tbrulee\r\n", "creme brulee")]
    [InlineData("wal\u200bnut\u0000s", "walnut ##s")]
    [InlineData("wal\u0007nut\u007fs A\u000b\rA\nDon'T", "walnut ##s a a don ' t")]
    [InlineData("wal\u0007nut\u007fs A\u000b\rA\nDon'T é", "walnut ##s a a don ' t [UNK]")]
    [InlineData("don't", "don ' t")]
    [InlineData("5€", "[UNK]")]
    [InlineData("a+a", "a + a")]
    [InlineData("漢字", "漢 字")]
    [InlineData("x漢x", "[UNK] 漢 [UNK]")]
    [InlineData("ひ", "[UNK]")]
    [InlineData("“a”…", "[UNK] a [UNK] [UNK]")]
    [InlineData("a[UNK]walnut", "a [UNK] walnut")]
    [InlineData("a[unk]", "a [UNK] [UNK] [UNK]")]
    [InlineData("İ", "i")]
    [InlineData("", "")]
    [InlineData(" \n ", "")]
    [InlineData("\ud83c a", "a")]
    public void Word_pieces(string text, string tokens) =>
        Cut(SmallModel.WordPiece("[UNK]", "walnut", "##s", "creme", "brulee", "don", "'", "t", "a", "+", "漢", "字", "i"), text, tokens);

    [Fact]
    public void The_longest_piece_wins_at_each_place_even_when_the_rest_is_then_unknown() =>
        Cut(SmallModel.WordPiece("[UNK]", "wal", "walnu", "##nut", "##t", "##ts"), "walnut walnuts walnutx", "walnu ##t walnu ##ts [UNK]");

    [Theory]
    [InlineData(100, "a ##a")]
    [InlineData(101, "[UNK]")]
    public void A_word_of_more_than_100_characters_is_unknown(int length, string begins)
    {
        var expected = length == 100 ? "a" + string.Concat(Enumerable.Repeat(" ##a", 99)) : "[UNK]";
        Assert.StartsWith(begins, expected, StringComparison.Ordinal);
        Cut(SmallModel.WordPiece("[UNK]", "a", "##a"), new string('a', length), expected);
    }

    [Fact]
    public void Case_and_accents_stay_when_the_model_keeps_them()
    {
        var json = SmallModel.WordPiece("[UNK]", "Crème", "creme", "漢字");
        json["normalizer"]!["lowercase"] = false;
        json["normalizer"]!["handle_chinese_chars"] = false;
        Cut(json, "Crème crème creme 漢字", "Crème [UNK] creme 漢字");
    }

    [Theory]
    [InlineData("walnuts", "▁walnut s")]
    [InlineData("wal nuts", "▁wal ▁ nut s")]
    [InlineData("walnut  walnut", "▁walnut ▁walnut")]
    [InlineData(" walnut", "▁walnut")]
    [InlineData("ｗａｌｎｕｔ", "▁walnut")]
    [InlineData("walnut\twalnut\u3000walnut", "▁walnut ▁walnut ▁walnut")]
    [InlineData("walnut🌰s", "▁walnut <unk> s")]
    [InlineData("", "")]
    public void Unigrams(string text, string tokens) =>
        Cut(SmallModel.Unigram(("<unk>", 0), ("▁wal", -2), ("nut", -2), ("▁walnut", -3), ("s", -1), ("▁", -1.5)), text, tokens);

    [Fact]
    public void The_best_sum_wins_and_not_the_longest_piece() =>
        Cut(SmallModel.Unigram(("<unk>", 0), ("▁ab", -1), ("c", -1), ("▁abc", -9), ("▁a", -1), ("bcd", -1), ("d", -9)), "abc abcd", "▁ab c ▁a bcd");

    [Fact]
    public void A_piece_that_is_worse_than_an_unknown_character_still_covers_it() =>
        Cut(SmallModel.Unigram(("<unk>", 0), ("▁", -1), ("a", -50), ("▁b", -1)), "a c", "▁ a ▁ <unk>");

    [Fact]
    public void Where_the_model_has_bytes_they_stand_for_the_unknown()
    {
        var json = SmallModel.Unigram([("<unk>", 0), ("▁", -1), .. Enumerable.Range(0, 256).Select(i => ($"<0x{i:X2}>", 0d))]);
        json["model"]!["byte_fallback"] = true;
        Cut(json, "é", "▁ <0xC3> <0xA9>");
    }

    [Theory]
    [InlineData("first", true, "a b", "▁a ▁ b")]
    [InlineData("never", true, "a b", "a ▁ b")]
    [InlineData("always", false, "a b", "▁a ▁ b")]
    public void Where_a_mark_goes_is_the_models_choice(string scheme, bool split, string text, string tokens)
    {
        var json = SmallModel.Unigram(("<unk>", 0), ("▁a", -1), ("a", -1), ("b", -1), ("▁", -1), ("a▁b", -99));
        json["pre_tokenizer"]!["prepend_scheme"] = scheme;
        json["pre_tokenizer"]!["split"] = split;
        Cut(json, text, tokens);
    }

    [Fact]
    public void A_piece_across_a_space_is_found_only_where_the_model_does_not_split()
    {
        var json = SmallModel.Unigram(("<unk>", 0), ("▁a", -1), ("▁b", -1), ("▁a▁b", -1));
        Cut(json, "a b", "▁a ▁b");
        json["pre_tokenizer"]!["split"] = false;
        Cut(json, "a b", "▁a▁b");
    }

    [Fact]
    public void Normalisers_follow_one_another()
    {
        var json = SmallModel.Unigram(("<unk>", 0), ("▁", -1), ("▁a", -1), ("▁.", -1), ("▁b", -1), ("▁x", -1));
        json["normalizer"] = new JsonObject
        {
            ["type"] = "Sequence",
            ["normalizers"] = new JsonArray(
                new JsonObject { ["type"] = "Prepend", ["prepend"] = "X" },
                new JsonObject { ["type"] = "NFKD" },
                new JsonObject { ["type"] = "StripAccents" },
                new JsonObject { ["type"] = "Lowercase" },
                new JsonObject { ["type"] = "Replace", ["pattern"] = new JsonObject { ["String"] = "x" }, ["content"] = " x " },
                new JsonObject { ["type"] = "Replace", ["pattern"] = new JsonObject { ["String"] = "." }, ["content"] = " . " },
                new JsonObject { ["type"] = "Replace", ["pattern"] = new JsonObject { ["Regex"] = @"\s+" }, ["content"] = " " },
                new JsonObject { ["type"] = "Strip", ["strip_left"] = true, ["strip_right"] = true }),
        };
        Cut(json, "Á.B. ", "▁x ▁a ▁. ▁b ▁.");
    }

    [Fact]
    public void Splitters_follow_one_another()
    {
        var json = SmallModel.Unigram(("<unk>", 0), ("▁a", -1), ("▁!", -1), ("▁!!", -1), ("▁b_1", -1));
        json["pre_tokenizer"] = Sequence("Whitespace");
        Cut(json, "a!! b_1\na", "▁a ▁!! ▁b_1 ▁a");
        json["pre_tokenizer"] = Sequence("WhitespaceSplit", "Punctuation");
        Cut(json, "a!!\na", "▁a ▁! ▁! ▁a");

        static JsonObject Sequence(params string[] types) => new()
        {
            ["type"] = "Sequence",
            ["pretokenizers"] = new JsonArray([.. types.Select(type => new JsonObject { ["type"] = type }), new JsonObject { ["type"] = "Metaspace", ["replacement"] = "▁", ["add_prefix_space"] = true }]),
        };
    }

    [Fact]
    public void A_long_text_is_cut_like_many_short_ones()
    {
        var json = SmallModel.WordPiece("[UNK]", "walnut", "##s");
        Cut(json, string.Concat(Enumerable.Repeat("Walnúts ", 2000)), string.Join(' ', Enumerable.Repeat("walnut ##s", 2000)));
    }

    private void Cut(JsonObject json, string text, string tokens)
    {
        var vocabulary = json["model"]!["vocab"] is JsonObject words ? words.Select(word => word.Key).ToArray() : json["model"]!["vocab"]!.AsArray().Select(piece => (string)piece![0]!).ToArray();
        var tokeniser = TokeniserFile.Read(_folder.Write("tokenizer.json", json.ToJsonString()));
        using var pieces = new Pieces();
        var ids = new List<int>();
        tokeniser.Encode(text, pieces, ids);
        Assert.Equal(tokens, string.Join(' ', ids.Select(id => vocabulary[id])));
    }
}
