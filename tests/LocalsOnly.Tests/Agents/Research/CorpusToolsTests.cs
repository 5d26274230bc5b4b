using LocalsOnly.Agents.Tools;
using LocalsOnly.Memory;

namespace LocalsOnly.Tests.Agents.Research;

public sealed class CorpusToolsTests : IDisposable
{
    private readonly ResearchBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task What_the_person_said_what_they_were_told_and_what_files_say_are_kept_apart()
    {
        Remember();

        var answer = await _bench.CallAsync("research_corpus", new { question = "What about the wheel and assignment on rainy days?" });

        Assert.Equal(
            """
            The person said: 2 passages, from 2025-01-02 to 2025-06-30.
            - 2025-06-30, “Options” (chatgpt), key chatgpt:a:1: I will run the wheel only on assets I would hold.
            - 2025-01-02, “Options” (claude), key claude:b:1: My wheel hurt me when assignment came early.
            An assistant told them (no proof of what the person said or of the matter): 1 passages, of 2025-07-01.
            - 2025-07-01, “Options” (chatgpt), key chatgpt:a:2: The wheel always earns.
            Knowledge files: 1 passages, none dated.
            - undated, “The wheel” (knowledge), key knowledge:solus/wheel.md:roll: Roll when the reason for the strike has gone.
            Silent: no passage above holds rainy, days.
            """.ReplaceLineEndings("\n"), answer);
    }

    [Fact]
    public async Task It_asks_in_the_scope_of_the_turn()
    {
        Remember();
        var turn = _bench.Turn(channel: "research") with { Persona = ResearchBench.Eliza with { Sources = ["claude"] } };

        var answer = await _bench.CallAsync("research_corpus", new { question = "the wheel" }, turn);

        Assert.Contains("The person said: 1 passages, of 2025-01-02.", answer, StringComparison.Ordinal);
        Assert.Contains("Knowledge files: not among the sources of this persona.", answer, StringComparison.Ordinal);
        Assert.All(_bench.Memory.Asked, asked => Assert.Equal(("eliza", "research", "claude"), (asked.Scope.Persona, asked.Scope.Channel, asked.Scope.Sources!.Single())));
    }

    [Fact]
    public async Task Where_nothing_is_remembered_it_says_so_for_each_and_for_all()
    {
        var answer = await _bench.CallAsync("research_corpus", new { question = "the wheel" });

        Assert.Contains("The person said: nothing.", answer, StringComparison.Ordinal);
        Assert.Contains("Knowledge files: nothing.", answer, StringComparison.Ordinal);
        Assert.EndsWith("Silent: nothing is remembered on this question.", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_question_itself_is_no_answer_to_itself()
    {
        Remember();
        _bench.Memory.Passages.Insert(0, new Passage("here:1", "here", "here", "Today", MessageAuthor.User, null, "The wheel?", 9));

        Assert.DoesNotContain("here:1", await _bench.CallAsync("research_corpus", new { question = "the wheel" }, _bench.Turn("The wheel?")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_memory_says_of_itself_is_passed_on_once_and_a_fault_is_a_sentence()
    {
        _bench.Memory.Note = "The vectors are away.";
        var answer = await _bench.CallAsync("research_corpus", new { question = "the wheel" });
        Assert.EndsWith("\nNote: The vectors are away.", answer, StringComparison.Ordinal);

        _bench.Memory.Fault = new MemoryStoreException("The index cannot be read: try again.");
        Assert.Equal("The index cannot be read: try again.", await _bench.RefusedAsync("research_corpus", new { question = "the wheel" }));
    }

    [Theory]
    [InlineData(" ", 5, "question is empty")]
    [InlineData("wheel", 0, "count is 0")]
    [InlineData("wheel", 11, "count is 11")]
    public async Task Wrong_arguments_are_one_sentence(string question, int count, string sentence) =>
        Assert.StartsWith(sentence, await _bench.RefusedAsync("research_corpus", new { question, count }), StringComparison.Ordinal);

    [Fact]
    public void Only_the_draft_writes_and_nothing_leaves_the_house()
    {
        var effects = new[] { "research_corpus", "research_draft", "research_drafts", "knowledge_audit", "research_gaps" }.Select(name => _bench[name].Effect);

        Assert.Equal([ToolEffect.None, ToolEffect.Write, ToolEffect.None, ToolEffect.None, ToolEffect.None], effects);
        Assert.True(_bench["research_corpus"].Foreign);
        Assert.NotEmpty(_bench["research_draft"].AskedBy);
    }

    private void Remember() => _bench.Memory.Passages.AddRange(
    [
        // Half past ten in the evening UTC is the next day in Paris.
        new Passage("chatgpt:a:1", "chatgpt:a", "chatgpt", "Options", MessageAuthor.User, new DateTimeOffset(2025, 6, 29, 22, 30, 0, TimeSpan.Zero), "I will run the wheel only on assets I would hold.", 3),
        new Passage("claude:b:1", "claude:b", "claude", "Options", MessageAuthor.User, new DateTimeOffset(2025, 1, 2, 9, 0, 0, TimeSpan.Zero), "My wheel hurt me when assignment came early.", 2),
        new Passage("chatgpt:a:2", "chatgpt:a", "chatgpt", "Options", MessageAuthor.Assistant, new DateTimeOffset(2025, 7, 1, 9, 0, 0, TimeSpan.Zero), "The wheel always earns.", 1),
        new Passage("knowledge:solus/wheel.md:roll", "knowledge:solus/wheel.md", "knowledge", "The wheel", MessageAuthor.System, null, "Roll when the reason for the strike has gone.", 1),
    ]);
}
