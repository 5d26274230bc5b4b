using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace LocalsOnly.Memory.Corpus.Formats;

/// <summary>
/// The <c>chat</c> format of MLX-LM's LoRA training: <c>train.jsonl</c>, <c>valid.jsonl</c> and <c>test.jsonl</c> with
/// <c>{"messages":[{"role":"user","content":"…"},…]}</c> on each line. Source: <c>mlx_lm/LORA.md</c>, section Data, and <c>mlx_lm/tuner/datasets.py</c> of
/// github.com/ml-explore/mlx-lm: training needs both <c>train</c> and <c>valid</c>, a file without a line cannot be loaded, and with <c>--mask-prompt</c> only
/// the last message counts as the completion, so that of a longer example only the last reply is learnt from.
/// </summary>
/// <remarks>
/// All examples of one conversation go into one file: what is validated on was never trained on. When none falls to <c>valid</c>, the one of <c>train</c>
/// that is nearest to it goes there, as long as another stays.
/// </remarks>
internal sealed class ChatExamples(ExportDirectory directory, ExampleOptions options, bool includeBranches) : ICorpusFormat
{
    /// <summary>MLX-LM's default <c>--batch-size</c>; it refuses a set with fewer examples.</summary>
    private const int BatchSize = 4;

    private readonly LinesFile _train = new(directory, "train.jsonl");
    private readonly LinesFile _valid = new(directory, "valid.jsonl");
    private readonly LinesFile _test = new(directory, "test.jsonl");
    private readonly List<string> _notes = [];

    // The conversation that goes into valid.jsonl if no other does, kept back until that is known.
    private (double Place, List<Example> Examples)? _nearest;
    private int _conversations;

    public Tally Dropped { get; } = new();

    public IReadOnlyList<string> Notes => _notes;

    public string? Write(Conversation conversation)
    {
        if (conversation.Kind is ConversationKind.Project or ConversationKind.Memory) return "no conversation between a person and a model";
        var known = new HashSet<string>(StringComparer.Ordinal);
        var written = new List<Example>();
        string? reason = null;
        foreach (var path in includeBranches ? Branches.Of(conversation) : [Branches.Active(conversation)])
        {
            var turns = ExampleTurns.Read(path, Dropped);
            var examples = ExampleWindows.Cut(turns, options, Dropped, out var why);
            written.AddRange(examples.Where(example => known.Add(ExampleWindows.Identity(example))).Select(example => new Example(example)));
            reason ??= why;
        }
        if (written.Count == 0) return reason ?? "without a question and its answer";
        _conversations++;
        Put(written, Place(conversation.Key, options.Seed));
        return null;
    }

    public IReadOnlyList<ExportedFile> Complete()
    {
        if (_nearest is { } nearest) Add(_train.Lines > 0 && _valid.Lines == 0 ? _valid : _train, nearest.Examples);
        var files = new[] { _train.Complete(), _valid.Complete(), _test.Complete() }.OfType<ExportedFile>().ToList();
        if (files.Count == 0) return files;
        if (_train.Lines < BatchSize) _notes.Add($"{Has("train.jsonl", _train.Lines)}, and MLX-LM wants at least its batch size, {BatchSize}: export more, or train with --batch-size 1.");
        if (_valid.Lines == 0)
            _notes.Add($"{Has("valid.jsonl", 0)}, and MLX-LM does not train without one: {(_conversations > 1 ? "give --valid a share above 0%." : "one conversation cannot be both trained and validated on; have or import a second one, and export again.")}");
        else if (_valid.Lines < BatchSize) _notes.Add($"{Has("valid.jsonl", _valid.Lines)}, and MLX-LM wants at least its batch size, {BatchSize}: raise --valid, try another --seed, or train with --batch-size 1.");
        return files;
    }

    public void Dispose()
    {
        _train.Dispose();
        _valid.Dispose();
        _test.Dispose();
    }

    private void Put(List<Example> examples, double place)
    {
        if (place < options.Valid) Add(_valid, examples);
        else if (place < options.Valid + options.Test) Add(_test, examples);
        else if (options.Valid == 0 || _valid.Lines > 0 || _nearest?.Place <= place) Add(_train, examples);
        else
        {
            if (_nearest is { } other) Add(_train, other.Examples);
            _nearest = (place, examples);
        }
    }

    private static void Add(LinesFile file, List<Example> examples)
    {
        foreach (var example in examples) file.Add(example, ExampleJson.Default.Example);
    }

    private static string Has(string file, int examples) => $"{file} has {examples} example{(examples == 1 ? "" : "s")}";

    /// <summary>Where a conversation lies between 0 and 1: uniform over keys, the same for the same key and seed on every machine.</summary>
    private static double Place(string key, int seed)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{seed}\n{key}")));
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(hash) / (double)(1L << 32);
    }
}

/// <summary>One line of a training set.</summary>
internal sealed record Example(IReadOnlyList<ExampleTurn> Messages);

/// <param name="Role"><c>system</c>, <c>user</c> or <c>assistant</c>.</param>
/// <param name="Content">Never empty.</param>
internal sealed record ExampleTurn(string Role, string Content)
{
    public const string System = "system";
    public const string User = "user";
    public const string Assistant = "assistant";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Example))]
internal sealed partial class ExampleJson : JsonSerializerContext;
