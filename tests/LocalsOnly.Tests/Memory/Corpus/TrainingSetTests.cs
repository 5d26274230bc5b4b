using System.Text.Json;
using LocalsOnly.Memory;

namespace LocalsOnly.Tests.Memory.Corpus;

/// <summary>Examples in MLX-LM's chat format (mlx_lm/LORA.md): what a model is taught must be right to the turn.</summary>
public sealed class TrainingSetTests : IDisposable
{
    private readonly TestMemory _house = new();

    private string Out => _house.PathOf("out");

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task An_example_begins_with_the_person_ends_with_the_model_and_alternates()
    {
        var talk = Talk.Of("a", "T", "one", "two");
        talk = talk with
        {
            Messages =
            [
                Talk.Message("a", "c", null, "Be brief.", MessageAuthor.System, MessageKind.Context),
                Talk.Message("a", "w", "c", "Welcome!", MessageAuthor.Assistant),
                talk.Messages[0] with { ParentKey = "chatgpt:a:w" },
                Talk.Message("a", "q", "m0", "and more", MessageAuthor.User),
                Talk.Message("a", "e", "q", "  ", MessageAuthor.Assistant),
                Talk.Message("a", "k", "e", "search()", MessageAuthor.Assistant, MessageKind.ToolCall),
                talk.Messages[1] with { ParentKey = "chatgpt:a:k" },
                Talk.Message("a", "p", "m1", "This block is not supported on your current device yet.", MessageAuthor.Assistant),
                Talk.Message("a", "l", "p", "unanswered", MessageAuthor.User),
            ],
        };
        await _house.StoreAsync(talk);

        var report = await ExportAsync(new ExampleOptions { Valid = 0 });

        Assert.Equal(
            ["system: Be brief.", "user: one\n\nand more", "assistant: two"],
            Assert.Single(await ReadAsync("train.jsonl")));
        Assert.Equal(2, report.Dropped["turns without text"]);
        Assert.Equal(1, report.Dropped["replies to nothing"]);
        Assert.Equal(1, report.Dropped["questions without an answer"]);
    }

    [Fact]
    public async Task Every_line_is_one_object_with_nothing_but_messages_of_role_and_content()
    {
        await _house.StoreAsync(Talk.Of("a", "T", "Grüße \u2028 \"quoted\"\n😀", "two"));
        await ExportAsync(new ExampleOptions { Valid = 0 });

        var line = (await File.ReadAllTextAsync(Path.Combine(Out, "train.jsonl"))).TrimEnd('\n');
        var root = JsonSerializer.Deserialize<JsonElement>(line);

        Assert.DoesNotContain('\n', line);
        Assert.Equal(["messages"], root.EnumerateObject().Select(property => property.Name));
        Assert.All(root.GetProperty("messages").EnumerateArray(), turn => Assert.Equal(["role", "content"], turn.EnumerateObject().Select(property => property.Name)));
        Assert.Equal("Grüße \u2028 \"quoted\"\n😀", root.GetProperty("messages")[0].GetProperty("content").GetString());
    }

    [Fact]
    public async Task A_long_conversation_is_cut_between_exchanges_and_every_part_fits()
    {
        var turns = Enumerable.Range(0, 40).Select(i => $"{i} " + new string('x', 200)).ToArray();
        await _house.StoreAsync(Talk.Of("a", "T", turns));

        await ExportAsync(new ExampleOptions { Valid = 0, MaxTokens = 256 });
        var examples = await ReadAsync("train.jsonl");

        Assert.Equal(turns, examples.SelectMany(example => example.Select(turn => turn[(turn.IndexOf(' ', StringComparison.Ordinal) + 1)..])));
        Assert.All(examples, example =>
        {
            Assert.StartsWith("user: ", example[0], StringComparison.Ordinal);
            Assert.StartsWith("assistant: ", example[^1], StringComparison.Ordinal);
            Assert.InRange(example.Sum(turn => turn.Length / 4), 1, 256);
        });
    }

    [Fact]
    public async Task What_is_too_long_or_too_short_is_left_out_with_its_reason()
    {
        await _house.StoreAsync(
            Talk.Of("a", "Long", new string('x', 2000), "y"),
            Talk.Of("b", "Short", "x", "y"),
            Talk.Of("c", "Right", "x", "y", "z", "w"),
            Talk.Of("d", "Lonely", "x"),
            Talk.Of("e", "Project", "x", "y") with { Kind = ConversationKind.Project });

        var report = await ExportAsync(new ExampleOptions { Valid = 0, MaxTokens = 256, MinTurns = 4 });

        Assert.Equal(1, report.Conversations);
        Assert.Equal(
            ["fewer turns than --min-turns", "longer than --max-tokens in every part", "no conversation between a person and a model", "without a question and its answer"],
            report.LeftOut.Keys);
    }

    [Fact]
    public async Task A_split_is_the_same_for_a_seed_another_for_another_and_never_parts_a_conversation()
    {
        var talks = Enumerable.Range(0, 200).Select(i => Talk.Of($"c{i}", "T", Enumerable.Range(0, 8).Select(j => $"c{i} {j} " + new string('x', 300)).ToArray()));
        await _house.StoreAsync([.. talks]);

        var first = await SplitAsync(seed: 0);
        var again = await SplitAsync(seed: 0);
        var other = await SplitAsync(seed: 1);

        Assert.Equal(first.Valid, again.Valid);
        Assert.NotEqual(first.Valid, other.Valid);
        Assert.Empty(first.Valid.Intersect(first.Train));
        Assert.Empty(first.Test.Intersect(first.Train.Concat(first.Valid)));
        Assert.Equal(200, first.Train.Count + first.Valid.Count + first.Test.Count);
        Assert.InRange(first.Valid.Count, 25, 60);
        Assert.InRange(first.Test.Count, 8, 35);

        async Task<(List<string> Train, List<string> Valid, List<string> Test)> SplitAsync(int seed)
        {
            await ExportAsync(new ExampleOptions { Valid = 0.2, Test = 0.1, MaxTokens = 200, Seed = seed });
            return (await KeysAsync("train.jsonl"), await KeysAsync("valid.jsonl"), await KeysAsync("test.jsonl"));
        }

        async Task<List<string>> KeysAsync(string file) => [.. (await ReadAsync(file)).Select(example => example[0].Split(' ')[1]).Distinct().Order(StringComparer.Ordinal)];
    }

    [Fact]
    public async Task No_file_is_empty_and_one_that_is_missing_or_small_is_told_of()
    {
        await _house.StoreAsync(Talk.Of("a", "T", "x", "y"));
        _house.Write("out/valid.jsonl", "from an earlier export");

        var report = await ExportAsync(new ExampleOptions { Valid = 0 });

        Assert.Equal(["train.jsonl"], Directory.GetFiles(Out).Select(Path.GetFileName));
        Assert.Equal(2, report.Notes.Count);
        Assert.Contains("valid.jsonl has 0 examples", report.Notes[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_few_conversations_one_is_validated_on_and_always_the_same()
    {
        await _house.StoreAsync([.. Enumerable.Range(0, 5).Select(i => Talk.Of($"c{i}", "T", $"question {i}", "answer"))]);

        await ExportAsync(new ExampleOptions { Valid = 0.0001 });
        var first = await ReadAsync("valid.jsonl");
        var report = await ExportAsync(new ExampleOptions { Valid = 0.0001 });

        Assert.Single(first);
        Assert.Equal(first, await ReadAsync("valid.jsonl"));
        Assert.Equal(4, (await ReadAsync("train.jsonl")).Except(first).Count());
        Assert.StartsWith("valid.jsonl has 1 example, and MLX-LM wants at least its batch size, 4", Assert.Single(report.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 0.0001, "one conversation cannot be both trained and validated on; have or import a second one, and export again.")]
    [InlineData(2, 0, "give --valid a share above 0%.")]
    public async Task A_set_without_anything_to_validate_on_is_told_with_what_to_do(int conversations, double share, string advice)
    {
        await _house.StoreAsync([.. Enumerable.Range(0, conversations).Select(i => Talk.Of($"c{i}", "T", "question", "answer"))]);

        var report = await ExportAsync(new ExampleOptions { Valid = share });

        Assert.Equal($"valid.jsonl has 0 examples, and MLX-LM does not train without one: {advice}", report.Notes[^1]);
    }

    [Fact]
    public async Task Branches_are_examples_of_their_own_in_the_same_file_when_asked_for()
    {
        var talk = Talk.Of("a", "T", "question", "answer");
        talk = talk with { Messages = [.. talk.Messages, Talk.Message("a", "o", "m0", "other answer", MessageAuthor.Assistant, active: false)] };
        await _house.StoreAsync(talk);

        await ExportAsync(new ExampleOptions { Valid = 0 });
        Assert.Equal([["user: question", "assistant: answer"]], await ReadAsync("train.jsonl"));

        await ExportAsync(new ExampleOptions { Valid = 0 }, branches: true);
        Assert.Equal([["user: question", "assistant: answer"], ["user: question", "assistant: other answer"]], await ReadAsync("train.jsonl"));
    }

    private Task<CorpusExportReport> ExportAsync(ExampleOptions options, bool branches = false) => _house.Export.ExportAsync(
        new CorpusExportRequest(Out, CorpusFormat.Mlx, TestMemory.Scope, new CorpusFilter()) { Examples = options, IncludeBranches = branches, Force = true });

    private async Task<List<List<string>>> ReadAsync(string file) =>
    [
        .. (await File.ReadAllLinesAsync(Path.Combine(Out, file))).Select(line => JsonSerializer.Deserialize<JsonElement>(line).GetProperty("messages").EnumerateArray()
            .Select(turn => $"{turn.GetProperty("role").GetString()}: {turn.GetProperty("content").GetString()}").ToList()),
    ];
}
