using System.Diagnostics;
using System.Text;
using System.Text.Json;
using LocalsOnly.Inference.Routing;

namespace LocalsOnly.Tests.Inference.Routing;

public sealed class ComplexityModelTests
{
    private static readonly ComplexityModel Model = ComplexityModel.Default;

    [Fact]
    public void The_shipped_weights_are_those_of_the_measurements()
    {
        string[] expected = ["len 0.11 9", "sep 0.2 5", "num 0.125 2", "sym 0.17 3", "sents 0.25 4", "heavy 0.32 1.585", "bareq -0.3 1"];
        Assert.Equal(expected, Model.Weights.ToArray().Select(weight => FormattableString.Invariant($"{weight.Name} {weight.Weight} {weight.Cap}")));
    }

    [Theory]
    [InlineData("abcde", 5f)]
    [InlineData("証明", 6f)]
    [InlineData("カナ", 3.2f)]
    [InlineData("한글", 4.4f)]
    [InlineData("سلام", 5f)]
    [InlineData("שלום", 5f)]
    [InlineData("7", 2.5f)]
    [InlineData("1,500.25", 5f)]
    [InlineData("18:30", 4f)]
    [InlineData("1 500", 6f)]
    [InlineData("𠮷野", 6f)]
    [InlineData("👍🏽", 0f)]
    [InlineData("\uD83D a", 1f)]
    [InlineData("नमस्ते", 4f)]
    public void Length_is_weighted_by_script(string text, float units) => Assert.Equal(units, Model.Read(text).Units, 3);

    [Theory]
    [InlineData("a, b; c: d", 3)]
    [InlineData("1,5 18:30", 0)]
    [InlineData("甲、乙，丙；丁：戊", 4)]
    [InlineData("أ، ب؛ ج", 2)]
    public void Separators_count_in_every_script_but_not_between_digits(string text, int count) =>
        Assert.Equal(MathF.Log2(1 + count), Model.Read(text)[ComplexitySignal.Separators], 4);

    [Theory]
    [InlineData("3+4=7", 2)]
    [InlineData("30-delta", 1)]
    [InlineData("well-known", 0)]
    [InlineData("x[i]*w", 1)]
    [InlineData("- item", 0)]
    [InlineData(@"\frac \int", 2)]
    [InlineData("∑ ≤ √", 3)]
    public void Symbols_are_those_of_formulas(string text, int count) => Assert.Equal(MathF.Log2(1 + count), Model.Read(text)[ComplexitySignal.Symbols], 4);

    [Theory]
    [InlineData("One. Two! Three", 3)]
    [InlineData("one\ntwo\n\nthree", 3)]
    [InlineData("Wait... what?!", 2)]
    [InlineData("example.org is a name", 1)]
    [InlineData("1. first\n2. second", 2)]
    [InlineData("一。二？三", 3)]
    [InlineData("पहला। दूसरा।", 2)]
    public void Sentences_are_ends_and_lines_without_one(string text, int count) => Assert.Equal(Math.Min(4, MathF.Log2(1 + count)), Model.Read(text)[ComplexitySignal.Sentences], 4);

    [Theory]
    [InlineData("What time is it?", true)]
    [InlineData("今何時？", true)]
    [InlineData("ما الوقت؟", true)]
    [InlineData("Hi. What time is it?", false)]
    [InlineData("Is it? Tell me", false)]
    [InlineData("What? When?", false)]
    [InlineData("Is 3 > 2? 4", false)]
    [InlineData("Tell me the time.", false)]
    public void A_bare_question_is_one_sentence_that_ends_in_its_only_question_mark(string text, bool bare) =>
        Assert.Equal(bare ? 1f : 0f, Model.Read(text)[ComplexitySignal.BareQuestion]);

    [Theory]
    [InlineData("Prove it", 1)]
    [InlineData("PROVE IT", 1)]
    [InlineData("improve it", 0)]
    [InlineData("Provence", 0)]
    [InlineData("redesign", 0)]
    [InlineData("(analyse)", 1)]
    [InlineData("Implement and benchmark, then optimise", 2)]
    [InlineData("Leite die Formel her", 1)]
    [InlineData("der Leiter", 0)]
    [InlineData("DISEÑA", 1)]
    [InlineData("ДОКАЖИ", 1)]
    [InlineData("请证明并设计", 2)]
    [InlineData("これを実装して", 1)]
    [InlineData("시스템을 설계해", 1)]
    [InlineData("وحلل الخطة", 1)]
    [InlineData("Hãy chứng minh", 1)]
    public void Heavy_stems_are_found_at_word_starts_or_anywhere_where_words_have_no_spaces(string text, int hits) => Assert.Equal(hits, Model.Read(text).HeavyStems);

    [Theory]
    [InlineData("")]
    [InlineData(" \n\t ")]
    [InlineData("👍")]
    [InlineData("\uDC00\uD800")]
    public void What_says_nothing_scores_nothing(string text) => Assert.Equal(0f, Model.Read(text).Score);

    [Fact]
    public void The_printed_contributions_add_up_to_the_score()
    {
        var random = new Random(7);
        const string alphabet = "abc XYZ 0189 .,;:!?\n=+-*/()[]\\%証明カ한ش२\uD83D\uDE00é";
        for (var round = 0; round < 500; round++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(300)).Select(_ => alphabet[random.Next(alphabet.Length)])]);
            var reading = Model.Read(text);
            Assert.Equal(reading.Score, Enum.GetValues<ComplexitySignal>().Sum(reading.Contribution), 3);
            foreach (var signal in Enum.GetValues<ComplexitySignal>()) Assert.InRange(reading[signal], 0f, Model.Weights[(int)signal].Cap);
        }
    }

    [Fact]
    public void A_contribution_is_printed_as_it_is_reckoned()
    {
        var lines = Model.Read("Prove that 7 is prime.").Describe();
        Assert.Equal(7, lines.Count);
        Assert.Equal("num 1.0 × 0.125 = +0.13", lines[2]);
        Assert.Equal("heavy 1.0 × 0.32 = +0.32", lines[5]);
        Assert.Equal("bareq 0.0 × -0.3 = 0.00", lines[6]);
    }

    [Theory]
    [InlineData("7 ")]
    [InlineData("a, ")]
    [InlineData("= ")]
    [InlineData("Say it. ")]
    [InlineData("prove ")]
    [InlineData("漢")]
    public void More_of_a_thing_never_lowers_the_score(string piece)
    {
        var last = float.MinValue;
        for (var count = 1; count <= 300; count++)
        {
            var score = Model.Read(new StringBuilder().Insert(0, piece, count).ToString()).Score;
            Assert.True(score >= last - 1e-4f, $"{count} × “{piece}” scores {score}, one fewer {last}");
            last = score;
        }
    }

    [Fact]
    public void Of_a_long_text_the_two_ends_are_read_and_the_length_is_extrapolated()
    {
        var reading = Model.Read(new string('a', 100_000));
        Assert.Equal(100_000f, reading.Units, 0);
        Assert.Equal(1, Model.Read(new string('x', 1100) + " prove it " + new string('x', 600)).HeavyStems + Model.Read(new string('x', 3000) + " prove it").HeavyStems);
    }

    [Fact]
    public void Ten_megabytes_take_no_longer_than_two_kilobytes()
    {
        var text = string.Concat(Enumerable.Repeat("word, 12 証明! ", 900_000));
        Model.Read(text);
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < 20; i++) Model.Read(text);
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromMilliseconds(200));
    }

    [Fact]
    public void Reading_allocates_nothing()
    {
        var texts = Prompts().Select(prompt => prompt.Text).Append(new string('ж', 5000)).ToArray();
        foreach (var text in texts) Model.Read(text);
        var sum = 0f;
        Assert.Equal(0, AllocatedBytes.Of(() =>
        {
            foreach (var text in texts) sum += Model.Read(text).Score;
        }));
        Assert.NotEqual(0f, sum);
    }

    [Fact]
    public void In_eleven_languages_hard_prompts_score_above_easy_ones()
    {
        var prompts = Prompts();
        var heavy = prompts.Where(prompt => prompt.Heavy).Select(prompt => Model.Read(prompt.Text).Score).ToArray();
        var light = prompts.Where(prompt => !prompt.Heavy).Select(prompt => Model.Read(prompt.Text).Score).ToArray();
        var above = heavy.Sum(high => light.Sum(low => high > low ? 1.0 : high == low ? 0.5 : 0)) / (heavy.Length * light.Length);
        Assert.True(above >= 0.97, $"AUC {above:0.000}");
        Assert.All(heavy, score => Assert.True(score > Model.StartCut(0.3)));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("not json")]
    public void Weights_that_cannot_be_read_are_refused(string json) => Assert.Throws<InvalidDataException>(() => Load(json));

    [Fact]
    public void A_count_with_a_negative_weight_is_refused()
    {
        using var shipped = typeof(ComplexityModel).Assembly.GetManifestResourceStream("Routing/complexity.json")!;
        var json = new StreamReader(shipped).ReadToEnd();
        Assert.Equal(Model.Version, Load(json).Version);
        var refused = Assert.Throws<InvalidDataException>(() => Load(json.Replace("\"weight\": 0.125", "\"weight\": -0.125", StringComparison.Ordinal)));
        Assert.Contains("negative", refused.Message, StringComparison.Ordinal);
    }

    private static ComplexityModel Load(string json) => ComplexityModel.Load(new MemoryStream(Encoding.UTF8.GetBytes(json)));

    private static (string Text, bool Heavy)[] Prompts() =>
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Fixtures", "routing", "prompts.jsonl"))
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Select(prompt => (prompt.GetProperty("prompt").GetString()!, prompt.GetProperty("label").GetString() == "heavy")),
    ];
}
