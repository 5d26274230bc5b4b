using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace LocalsOnly.Memory.Embedding.Tokens;

/// <summary>
/// Reads Hugging Face's tokenizer.json: WordPiece and Unigram models, with the normalisers and splitters that go with them. What it does not know it names,
/// since a token that is cut another way is another vector.
/// </summary>
internal sealed class TokeniserFile
{
    private static readonly TimeSpan s_patternPatience = TimeSpan.FromSeconds(1);

    private readonly string _path;

    private TokeniserFile(string path) => _path = path;

    /// <exception cref="EmbeddingException">The file is missing or damaged, or needs what is not read here.</exception>
    public static Tokeniser Read(string path) => new TokeniserFile(path).Read();

    private Tokeniser Read()
    {
        try
        {
            using var file = File.OpenRead(_path);
            using var json = JsonDocument.Parse(file);
            return Tokeniser(json.RootElement);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new EmbeddingException(EmbeddingFault.ModelFiles, $"The tokeniser {_path} cannot be read ({fault.Message.TrimEnd('.')}): put the model's tokenizer.json there.", fault);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException or IndexOutOfRangeException)
        {
            throw new EmbeddingException(EmbeddingFault.ModelFiles, $"The tokeniser {_path} is damaged ({fault.Message.TrimEnd('.')}): fetch the model's tokenizer.json again.", fault);
        }
    }

    private Tokeniser Tokeniser(JsonElement root)
    {
        var model = root.GetProperty("model");
        var vocabulary = new Dictionary<string, int>(StringComparer.Ordinal);
        IPieceModel pieces = Type(model) switch
        {
            "WordPiece" => WordPiece(model, vocabulary),
            "Unigram" => Unigram(model, vocabulary),
            var other => throw Unknown("model", other),
        };
        var added = new List<(string, int)>();
        if (Part(root, "added_tokens") is { } tokens)
        {
            foreach (var token in tokens.EnumerateArray())
            {
                var (content, id) = (token.GetProperty("content").GetString()!, token.GetProperty("id").GetInt32());
                added.Add((content, id));
                vocabulary[content] = id;
            }
        }
        if (vocabulary.Count == 0) throw new FormatException("Its vocabulary is empty.");
        if (vocabulary.Values.FirstOrDefault(id => id < 0 || id >= vocabulary.Count, -1) is var outside and not -1)
            throw new FormatException($"It has {vocabulary.Count} tokens, but one of them is number {outside}.");
        return new Tokeniser(Normaliser(Part(root, "normalizer")), Splitter(Part(root, "pre_tokenizer")), pieces, vocabulary.Count, MedianLength(vocabulary.Keys), added);
    }

    private static WordPiece WordPiece(JsonElement model, Dictionary<string, int> vocabulary)
    {
        foreach (var token in model.GetProperty("vocab").EnumerateObject()) vocabulary[token.Name] = token.Value.GetInt32();
        var unknown = Text(model, "unk_token", "[UNK]");
        var longest = Part(model, "max_input_chars_per_word") is { } most ? most.GetInt32() : 100;
        return new WordPiece(vocabulary, Text(model, "continuing_subword_prefix", "##"), vocabulary.TryGetValue(unknown, out var id) ? id : null, longest);
    }

    private static Unigram Unigram(JsonElement model, Dictionary<string, int> vocabulary)
    {
        var pieces = model.GetProperty("vocab");
        var (tokens, scores) = (new string[pieces.GetArrayLength()], new double[pieces.GetArrayLength()]);
        var count = 0;
        foreach (var piece in pieces.EnumerateArray())
        {
            (tokens[count], scores[count]) = (piece[0].GetString()!, piece[1].GetDouble());
            if (!vocabulary.TryAdd(tokens[count], count)) throw new FormatException($"Its vocabulary has token {count} twice.");
            count++;
        }
        int? unknown = Part(model, "unk_id") is { } number ? number.GetInt32() : null;
        return new Unigram(tokens, scores, unknown, Flag(model, "byte_fallback", false) ? Bytes(vocabulary) : null);
    }

    private static int[]? Bytes(Dictionary<string, int> vocabulary)
    {
        var bytes = new int[256];
        for (var i = 0; i < bytes.Length; i++)
            if (!vocabulary.TryGetValue($"<0x{i:X2}>", out bytes[i])) return null;
        return bytes;
    }

    private Normaliser Normaliser(JsonElement? part) => part is not { } normaliser ? new NoNormaliser() : Type(normaliser) switch
    {
        "Sequence" => new NormaliserSequence([.. normaliser.GetProperty("normalizers").EnumerateArray().Select(step => Normaliser(step))]),
        "BertNormalizer" => Bert(normaliser),
        "NFC" => new UnicodeForm(NormalizationForm.FormC),
        "NFD" => new UnicodeForm(NormalizationForm.FormD),
        "NFKC" => new UnicodeForm(NormalizationForm.FormKC),
        "NFKD" => new UnicodeForm(NormalizationForm.FormKD),
        "Precompiled" => new Precompiled(),
        "Lowercase" => new Lowercase(),
        "StripAccents" => new StripAccents(),
        "Strip" => new Strip(Flag(normaliser, "strip_left", true), Flag(normaliser, "strip_right", true)),
        "Prepend" => new Prepend(normaliser.GetProperty("prepend").GetString()!),
        "Replace" => Replacement(normaliser),
        var other => throw Unknown("normaliser", other),
    };

    private static BertNormaliser Bert(JsonElement normaliser)
    {
        var lower = Flag(normaliser, "lowercase", true);
        return new BertNormaliser(Flag(normaliser, "clean_text", true), Flag(normaliser, "handle_chinese_chars", true), Flag(normaliser, "strip_accents", lower), lower);
    }

    private static Normaliser Replacement(JsonElement normaliser)
    {
        var (pattern, content) = (normaliser.GetProperty("pattern"), normaliser.GetProperty("content").GetString()!);
        if (pattern.TryGetProperty("Regex", out var regex))
            return new ReplacePattern(new Regex(regex.GetString()!, RegexOptions.CultureInvariant | RegexOptions.Compiled, s_patternPatience), content);
        var text = pattern.GetProperty("String").GetString()!;
        return text.Length == 0 ? new NoNormaliser() : new Replace(text, content);
    }

    private Splitter Splitter(JsonElement? part) => part is not { } splitter ? new NoSplitter() : Type(splitter) switch
    {
        "Sequence" => new SplitterSequence([.. splitter.GetProperty("pretokenizers").EnumerateArray().Select(step => Splitter(step))]),
        "BertPreTokenizer" => new SignSplitter(space: true, punctuation: true),
        "WhitespaceSplit" => new SignSplitter(space: true, punctuation: false),
        "Whitespace" => new RunSplitter(),
        "Punctuation" when Text(splitter, "behavior", "Isolated") == "Isolated" => new SignSplitter(space: false, punctuation: true),
        "Metaspace" => Metaspace(splitter),
        var other => throw Unknown("splitter", other),
    };

    private Metaspace Metaspace(JsonElement splitter)
    {
        // Files before version 0.15 of the library have add_prefix_space, later ones prepend_scheme.
        var scheme = Text(splitter, "prepend_scheme", Flag(splitter, "add_prefix_space", true) ? "always" : "never");
        var mark = Text(splitter, "replacement", "▁");
        if (mark.Length != 1) throw new FormatException("Its mark for a space is not one character.");
        return new Metaspace(mark[0], scheme switch
        {
            "always" => MetaspacePrepend.Always,
            "first" => MetaspacePrepend.First,
            "never" => MetaspacePrepend.Never,
            _ => throw Unknown("prepend scheme", scheme),
        }, Flag(splitter, "split", true));
    }

    private EmbeddingException Unknown(string what, string type) => new(
        EmbeddingFault.ModelFiles, $"The tokeniser {_path} has a {what} of the type {type}, which is not read here: use a model with a WordPiece or Unigram tokeniser.");

    // numpy's median, cut to a whole number, as Model2Vec takes it.
    private static int MedianLength(IEnumerable<string> tokens)
    {
        var lengths = tokens.Select(token => token.EnumerateRunes().Count()).Order().ToArray();
        return (lengths[(lengths.Length - 1) / 2] + lengths[lengths.Length / 2]) / 2;
    }

    private static string Type(JsonElement part) => Text(part, "type", "") is { Length: > 0 } type ? type : throw new FormatException("A part of it has no type.");

    private static JsonElement? Part(JsonElement parent, string name) => parent.TryGetProperty(name, out var part) && part.ValueKind != JsonValueKind.Null ? part : null;

    private static string Text(JsonElement parent, string name, string otherwise) => Part(parent, name)?.GetString() ?? otherwise;

    private static bool Flag(JsonElement parent, string name, bool otherwise) => Part(parent, name)?.GetBoolean() ?? otherwise;
}
