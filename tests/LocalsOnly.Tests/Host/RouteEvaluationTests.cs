using System.Globalization;
using System.Text.Json;
using LocalsOnly.Host.CommandLine;
using LocalsOnly.Inference.Routing;

namespace LocalsOnly.Tests.Host;

public sealed class RouteEvaluationTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void The_fixture_is_measured_as_it_is_known_to_be()
    {
        var found = Measure(RouteEvalSet.Load(Path.Combine(AppContext.BaseDirectory, "Fixtures", "routing", "prompts.jsonl")));

        Assert.Equal(("intent", 32, 10), (found.LabelType, found.N, found.Languages.Count));
        Assert.Equal(["random", "words", "len", "score", "task-kind+score", "oracle"], found.Apgr.Select(row => row.Router));
        Assert.True(found.ScoreMinusWords.Value > 0);
        Assert.Null(found.Apgr[4].Value);
        Assert.Null(found.Escalation);
        Assert.Empty(found.Failures);
        Assert.Equal(0, found.Speed.BytesAllocated);
        Assert.Equal(64, found.Sha256.Length);
        Assert.All(found.Apgr.Where(row => row.Value is not null), row => Assert.InRange(row.Value!.Value, row.Low!.Value, row.High!.Value));
    }

    [Fact]
    public void A_perfect_order_gains_what_can_be_gained_and_chance_a_half()
    {
        double[] gains = [1, 0, 1, 0];
        var once = new[] { 1, 1, 1, 1 };
        Assert.Equal(0.75, new RouteEvalRanking(gains, [4, 1, 3, 2]).Apgr(once)!.Value, 9);
        Assert.Equal(0.25, new RouteEvalRanking(gains, [1, 4, 2, 3]).Apgr(once)!.Value, 9);
        Assert.Equal(0.5, new RouteEvalRanking(gains, [7, 7, 7, 7]).Apgr(once)!.Value, 9);
        Assert.Null(new RouteEvalRanking(gains, [4, 1, 3, 2]).Apgr([0, 2, 0, 2]));
        Assert.Equal(1 - (2 / 6.0), new RouteEvalRanking(gains, [4, 1, 3, 2]).Apgr([2, 1, 2, 1])!.Value, 9);
    }

    [Fact]
    public void A_share_of_the_gap_costs_a_share_of_heavy_calls()
    {
        var ranking = new RouteEvalRanking([1, 0, 1, 0], [4, 1, 3, 2]);
        Assert.Equal(0.25, ranking.ShareFor(0.5), 9);
        Assert.Equal(0.4, ranking.ShareFor(0.8), 9);
        Assert.Equal((0.5, 0.25), ranking.At(3));
        Assert.Equal(2.5, ranking.CutFor(0.5));
        Assert.Equal(double.NegativeInfinity, ranking.CutFor(1));
    }

    [Fact]
    public void A_set_of_easy_words_that_were_hard_loses_and_names_its_language()
    {
        var lines = Enumerable.Range(0, 40).Select(i => i % 2 == 0
            ? (object)new { prompt = $"Why {i}?", lang = "xx", label = "heavy" }
            : new { prompt = "Prove, derive and analyse: " + string.Join(", ", Enumerable.Range(0, 9)), lang = "xx", label = "light" });
        var found = Measure(Set(lines));

        Assert.Equal(0.0, found.Worst!.Recall);
        Assert.Equal(10, found.UnderRoutes.Count);
        Assert.Contains(found.Failures, failure => failure.Contains("heavy prompts in xx", StringComparison.Ordinal));
    }

    [Fact]
    public void Counting_words_can_win_and_that_is_said()
    {
        // Words separated by spaces and nothing else: the heavy ones are many short words, the light ones few long ones with marks.
        var lines = Enumerable.Range(0, 60).Select(i => i % 2 == 0
            ? (object)new { prompt = string.Join(' ', Enumerable.Repeat("a", 12 + i)), lang = "en", weak = 0.1, strong = 0.9 }
            : new { prompt = "Extraordinarily, incomprehensibly; 12 + 34 = 46: " + new string('x', 40 + i), lang = "en", weak = 0.9, strong = 0.9 });
        var found = Measure(Set(lines));

        Assert.Equal(("outcome", "LOSES"), (found.LabelType, found.Verdict));
        Assert.Contains("The score loses against counting words on this set.", found.Failures);
    }

    [Fact]
    public void Where_words_have_no_spaces_the_score_beats_counting_them()
    {
        var found = Measure(Set(Enumerable.Range(0, 60).Select(i => (object)new { prompt = new string('漢', i % 2 == 0 ? 20 + i : 3), lang = "zh", label = i % 2 == 0 ? "heavy" : "light" })));
        Assert.Equal("BEATS", found.Verdict);
        Assert.Empty(found.Failures);
    }

    [Fact]
    public void Kinds_and_light_answers_are_used_where_the_set_has_them()
    {
        var lines = Enumerable.Range(0, 20).Select(i => i % 2 == 0
            ? (object)new { prompt = $"What is {i} + 3?", lang = "en", kind = "report", weak = 0.0, strong = 1.0, answer = i == 0 ? "I don't know." : $"{i} + 3 = {i + 4}" }
            : new { prompt = $"What is {i} + 3?", lang = "en", kind = "reminder", weak = 1.0, strong = 1.0, answer = $"{i} + 3 = {i + 3}" });
        var found = Measure(Set(lines));

        Assert.Equal(found.Apgr[5].Value, found.Apgr[4].Value);
        Assert.Equal(new EscalationWire(20, 1, 0, 0.5, 1), found.Escalation);
    }

    [Fact]
    public void The_same_set_always_gives_the_same_intervals()
    {
        var set = Set(Enumerable.Range(0, 30).Select(i => (object)new { prompt = new string('a', i + 1), label = i % 3 == 0 ? "light" : "heavy" }));
        Assert.Equal(Measure(set).Apgr, Measure(set).Apgr);
    }

    [Fact]
    public void A_set_of_heavy_prompts_only_can_be_written_as_json()
    {
        var found = Measure(Set([new { prompt = "Prove it.", label = "heavy" }]));
        Assert.Contains("\"n\": 1", JsonSerializer.Serialize(found, RouteJson.Indented.RouteEvalWire), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "holds no prompts")]
    [InlineData("{\"prompt\":\"a\",\"label\":\"light\"}", "nothing to measure")]
    [InlineData("\n[1]", "Line 2 of the routing set is not a JSON object.")]
    [InlineData("{\"prompt\":\"a\"", "Line 1 of the routing set is not JSON (")]
    [InlineData("{\"label\":\"light\"}", "Line 1 of the routing set has no prompt.")]
    [InlineData("{\"prompt\":7,\"label\":\"light\"}", "Line 1 of the routing set has a prompt that is not text.")]
    [InlineData("{\"prompt\":\"a\"}", "Line 1 of the routing set has neither a label nor weak and strong.")]
    [InlineData("{\"prompt\":\"a\",\"label\":\"mid\"}", "has the label 'mid'; there is light and heavy.")]
    [InlineData("{\"prompt\":\"a\",\"weak\":0.5}", "Line 1 of the routing set needs a number from 0 to 1 as strong.")]
    [InlineData("{\"prompt\":\"a\",\"weak\":-1,\"strong\":1}", "Line 1 of the routing set needs a number from 0 to 1 as weak.")]
    [InlineData("{\"prompt\":\"a\",\"label\":\"heavy\"}\n{\"prompt\":\"a\",\"weak\":0,\"strong\":1}", "Line 2 of the routing set has weak and strong where the lines before it have a label.")]
    public void A_line_that_cannot_be_used_is_one_sentence_with_its_number(string content, string sentence)
    {
        var refused = Assert.Throws<CommandException>(() => RouteEvalSet.Load(_directory.Write("set.jsonl", content)));
        Assert.Equal(ExitCode.Usage, refused.ExitCode);
        Assert.Contains(sentence, refused.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();

    private static RouteEvalWire Measure(RouteEvalSet set) => new RouteEvaluation(ComplexityModel.Default, set).Measure((0.98, "the start value", 0.3));

    private RouteEvalSet Set(IEnumerable<object> lines) =>
        RouteEvalSet.Load(_directory.Write(string.Create(CultureInfo.InvariantCulture, $"{Guid.NewGuid()}.jsonl"), string.Join('\n', lines.Select(line => JsonSerializer.Serialize(line)))));
}
