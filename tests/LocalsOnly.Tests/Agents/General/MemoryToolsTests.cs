using LocalsOnly.Agents.Tools;
using LocalsOnly.Agents.Tools.General;
using LocalsOnly.Memory;

namespace LocalsOnly.Tests.Agents.General;

public sealed class MemoryToolsTests
{
    private readonly OneMemory _memory = new();

    private MemoryTools Tools => new(_memory);

    private static ToolTurn Turn => DirectCalls.At("2026-11-26 12:31") with { Channel = "kelly", Persona = DirectCalls.Kelly with { Sources = ["chatgpt", "knowledge"] } };

    [Fact]
    public void What_others_have_said_is_foreign_and_nothing_here_writes_or_leaves()
    {
        Assert.Equal(["memory_recall", "memory_open", "knowledge_search"], Tools.Tools.Select(tool => tool.Name));
        Assert.All(Tools.Tools, tool => Assert.Equal((true, ToolEffect.None), (tool.Foreign, tool.Effect)));
    }

    [Fact]
    public async Task Recall_asks_in_the_scope_of_the_turn_and_numbers_what_it_finds()
    {
        var text = await Tools.CallAsync(Turn, "memory_recall", ("query", "which hotel"), ("limit", 3), ("after", "2026-01"), ("before", "2026-07-01"));

        Assert.Equal(
            "1. \"Lisbon\" (2026-01-18, chatgpt, you): We booked Casa do Jacarandá. Two nights. [key chatgpt:c:m]\n2. \"Lisbon\" (no date, chatgpt, assistant): Yes. [key chatgpt:c:n]\nNote: the NAS is away",
            text);
        Assert.Equal((MemoryScope.DefaultOwner, "kelly", "kelly"), (_memory.Scope!.Owner, _memory.Scope.Persona, _memory.Scope.Channel));
        Assert.Equal(["chatgpt", "knowledge"], _memory.Scope.Sources!);
        Assert.Equal(("which hotel", 3), (_memory.Request!.Query, _memory.Request.Limit));
        Assert.Equal(new DateTimeOffset(2025, 12, 31, 23, 0, 0, TimeSpan.Zero), _memory.Request.After);
        Assert.Equal(new DateTimeOffset(2026, 6, 30, 22, 0, 0, TimeSpan.Zero), _memory.Request.Before);
    }

    [Fact]
    public async Task Knowledge_is_searched_in_its_own_source_only()
    {
        await Tools.CallAsync(Turn, "knowledge_search", ("query", "wheel"));
        Assert.Equal(["knowledge"], _memory.Scope!.Sources!);

        var closed = Turn with { Persona = DirectCalls.Kelly with { Sources = ["chatgpt"] } };
        Assert.Contains("does not read the knowledge folder", await Tools.RefusalAsync(closed, "knowledge_search", ("query", "wheel")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_found_is_said()
    {
        _memory.Passages = [];
        Assert.StartsWith("Nothing that may be seen here", await Tools.CallAsync(Turn, "memory_recall", ("query", "boats")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 5, null, null, "query is empty")]
    [InlineData("x", 0, null, null, "from 1 to 10")]
    [InlineData("x", 11, null, null, "from 1 to 10")]
    [InlineData("x", 5, "last year", null, "write a day like")]
    [InlineData("x", 5, "2026-02-30", null, "write a day like")]
    [InlineData("x", 5, "2026-02", "2026-01", "earlier than before")]
    public async Task Arguments_that_mean_nothing_are_refused(string query, int limit, string? after, string? before, string reason) =>
        Assert.Contains(reason, await Tools.RefusalAsync(Turn, "memory_recall", ("query", query), ("limit", limit), ("after", after), ("before", before)), StringComparison.Ordinal);

    [Fact]
    public async Task A_message_is_opened_with_what_stands_around_it()
    {
        var text = await Tools.CallAsync(Turn, "memory_open", ("key", "chatgpt:c:2"), ("around", 1));

        Assert.Equal(
            "\"Lisbon\" (chatgpt), messages 2 to 4 of 5:\n2. assistant, 2026-01-18: One [key chatgpt:c:1]\n3. you, 2026-01-18, the one asked for: Two [key chatgpt:c:2]\n4. assistant, 2026-01-18: Three [key chatgpt:c:3]",
            text);
        Assert.StartsWith("\"Lisbon\" (chatgpt), messages 1 to 3 of 5", await Tools.CallAsync(Turn, "memory_open", ("key", "chatgpt:c")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_out_of_scope_and_a_memory_that_is_broken_are_told_in_a_sentence()
    {
        Assert.Contains("Nothing that may be seen here has the key 'claude:x'", await Tools.RefusalAsync(Turn, "memory_open", ("key", "claude:x")), StringComparison.Ordinal);
        _memory.Fault = new MemoryStoreException("the index is damaged.");
        Assert.Equal("Memory could not be read: the index is damaged.", await Tools.RefusalAsync(Turn, "memory_recall", ("query", "x")));
        Assert.Equal("Memory could not be read: the index is damaged.", await Tools.RefusalAsync(Turn, "memory_open", ("key", "x")));
    }

    private sealed class OneMemory : IMemory
    {
        public IReadOnlyList<Passage> Passages { get; set; } =
        [
            new("chatgpt:c:m", "chatgpt:c", "chatgpt", "Lisbon", MessageAuthor.User, new DateTimeOffset(2026, 1, 17, 23, 30, 0, TimeSpan.Zero), "We booked Casa do Jacarandá.\nTwo nights.", 1),
            new("chatgpt:c:n", "chatgpt:c", "chatgpt", "Lisbon", MessageAuthor.Assistant, null, "Yes.", 1),
        ];

        public MemoryScope? Scope { get; private set; }

        public RecallRequest? Request { get; private set; }

        public MemoryStoreException? Fault { get; set; }

        public Task<RecallResult> RecallAsync(MemoryScope scope, RecallRequest request, CancellationToken cancellationToken = default)
        {
            (Scope, Request) = (scope, request);
            return Fault is null ? Task.FromResult(new RecallResult(Passages, "the NAS is away")) : Task.FromException<RecallResult>(Fault);
        }

        public Task<Conversation?> OpenAsync(MemoryScope scope, string key, CancellationToken cancellationToken = default)
        {
            if (Fault is not null) return Task.FromException<Conversation?>(Fault);
            string[] texts = ["Zero", "One", "Two", "Three", "Four"];
            var messages = texts.Select((text, i) => new ConversationMessage(
                $"chatgpt:c:{i}", null, i % 2 == 0 ? MessageAuthor.User : MessageAuthor.Assistant, MessageKind.Visible, true, new DateTimeOffset(2026, 1, 18, 9, i, 0, TimeSpan.Zero), text, [])).ToList();
            messages.Insert(2, new ConversationMessage("chatgpt:c:hidden", null, MessageAuthor.System, MessageKind.Context, true, null, "hidden", []));
            return Task.FromResult(key.StartsWith("chatgpt:c", StringComparison.Ordinal) ? new Conversation("chatgpt:c", "chatgpt", "Lisbon", null, null, null, null, messages) : null);
        }

        public Task<Remembered> RememberAsync(MemoryScope scope, Utterance utterance, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<bool> ForgetAsync(MemoryScope scope, string conversationKey, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<MemoryCounts> CountAsync(MemoryScope scope, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }
}
