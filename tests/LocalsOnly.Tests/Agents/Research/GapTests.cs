using LocalsOnly.Agents.Tools;
using LocalsOnly.Agents.Tools.Research;
using LocalsOnly.Memory;

namespace LocalsOnly.Tests.Agents.Research;

public sealed class GapTests : IDisposable
{
    private static readonly DateTimeOffset s_day = new(2026, 1, 10, 9, 0, 0, TimeSpan.Zero);

    private readonly ResearchBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_question_that_came_again_and_that_no_file_speaks_to_is_a_gap()
    {
        _bench.Corpus.Add("chatgpt:a", s_day, "How do I tax staking rewards in France?");
        _bench.Corpus.Add("chatgpt:b", s_day.AddDays(30), "Thanks. What is the tax on staking rewards in France? Tell me.");
        _bench.Corpus.Add("chatgpt:c", s_day, "How does a covered call get assigned early?");
        _bench.Corpus.Add("chatgpt:d", s_day.AddDays(1), "Can covered calls be assigned early?");
        _bench.Corpus.Add("chatgpt:e", s_day, "Where does the heron sleep at night?");
        _bench.Memory.Passages.Add(Knowledge("solus/calls.md", "A covered call may be assigned early when its time value is gone."));
        _bench.Memory.Passages.Add(Knowledge("otaku/staking.md", "Staking pays in the coin that is staked."));

        var answer = await _bench.CallAsync("research_gaps", new { });

        Assert.Equal(
            """
            5 questions of the last 12 months; 2 were asked more than once, 1 of those no knowledge file speaks to (by words alone: a question in other words is missed).
            - “What is the tax on staking rewards in France?”, asked 2 times, last 2026-02-09, in chatgpt:b. Nearest: knowledge:otaku/staking.md:x, which holds 25 % of its words.
            """.ReplaceLineEndings("\n"), answer);
    }

    [Fact]
    public async Task Asking_again_at_once_is_not_asking_twice()
    {
        _bench.Corpus.Add("chatgpt:a", s_day, "How do I tax staking rewards?", "How do I tax staking rewards?");

        Assert.EndsWith("Nothing was asked twice, so there is no gap to tell.", await _bench.CallAsync("research_gaps", new { }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("```\nhow is the staking tax computed?\n```")]
    [InlineData("> how is the staking tax computed?")]
    [InlineData("https://example.org/staking/tax/computed?")]
    [InlineData("Really? And now?")]
    [InlineData("The staking tax is computed.")]
    public void Code_quotations_links_and_words_without_a_subject_are_no_questions(string message) => Assert.Empty(Questions.In(message, "c", null));

    [Fact]
    public void A_long_message_is_material_and_a_message_gives_four_questions_at_most()
    {
        Assert.Empty(Questions.In(new string('x', 4001) + " How is staking tax computed?", "c", null));
        Assert.Equal(4, Questions.In(string.Join(' ', Enumerable.Range(0, 9).Select(i => $"How is staking tax number{i} computed?")), "c", null).Count());
    }

    [Theory]
    [InlineData("How are staking rewards taxed?", "staking reward taxed")]
    [InlineData("Comment déclarer les récompenses ?", "declarer recompense")]
    [InlineData("Wie werden Erträge aus Staking versteuert?", "ertrage staking versteuert")]
    [InlineData("Is BTC or an ETF in?", "btc etf")]
    public void Terms_are_what_a_question_is_about(string question, string terms) => Assert.Equal(terms, string.Join(' ', Terms.Words(question).Select(word => word.Term)));

    [Fact]
    public async Task It_reads_in_the_scope_of_the_turn_and_no_further_back_than_asked()
    {
        _bench.Corpus.Add("chatgpt:old", s_day.AddYears(-3), "How do I tax staking rewards?");

        Assert.StartsWith("No question of the person is remembered from the last 6 months", await _bench.CallAsync("research_gaps", new { months = 6 }, "research"), StringComparison.Ordinal);
        var (scope, filter) = Assert.Single(_bench.Corpus.Asked);
        Assert.Equal(("eliza", "research"), (scope.Persona, scope.Channel));
        Assert.Equal(new DateTimeOffset(2025, 9, 1, 23, 30, 0, TimeSpan.FromHours(1)), filter.After);
    }

    [Fact]
    public async Task Only_the_newest_questions_are_compared_and_that_is_said()
    {
        _bench.Corpus.Add("chatgpt:a", s_day, "How do I tax staking rewards?");
        for (var i = 0; i < 1000; i++) _bench.Corpus.Add($"chatgpt:{i}", s_day.AddMinutes(i + 1), string.Join(' ', Enumerable.Range(0, 4).Select(j => $"What of alpha{i}x{j} and beta{i}x{j}?")));
        _bench.Corpus.Add("chatgpt:z", s_day.AddDays(5), "How do I tax staking rewards?");

        var answer = await _bench.CallAsync("research_gaps", new { });

        Assert.StartsWith("4000 questions of the last 12 months; 0 were asked more than once", answer, StringComparison.Ordinal);
        Assert.Contains("2 older questions were left out", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_persona_without_knowledge_among_its_sources_cannot_tell_and_faults_are_sentences()
    {
        var turn = _bench.Turn() with { Persona = ResearchBench.Eliza with { Sources = ["chatgpt"] } };
        Assert.StartsWith("Eliza does not recall from knowledge files", (await Assert.ThrowsAsync<ToolException>(() => _bench.CallAsync("research_gaps", new { }, turn))).Message, StringComparison.Ordinal);

        _bench.Corpus.Fault = new MemoryStoreException("The archive is away.");
        Assert.Equal("The archive is away.", await _bench.RefusedAsync("research_gaps", new { }));
        Assert.StartsWith("months is 61", await _bench.RefusedAsync("research_gaps", new { months = 61 }), StringComparison.Ordinal);
        Assert.StartsWith("count is 0", await _bench.RefusedAsync("research_gaps", new { count = 0 }), StringComparison.Ordinal);
    }

    private static Passage Knowledge(string path, string text) => new($"knowledge:{path}:x", $"knowledge:{path}", "knowledge", path, MessageAuthor.System, s_day, text, 1);
}
