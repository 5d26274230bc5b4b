using LocalsOnly.Inference;
using LocalsOnly.Memory;
using LocalsOnly.SemanticKernel.KernelMemory.Conversations;
using Microsoft.KernelMemory;

namespace LocalsOnly.SemanticKernel.Tests.KernelMemory;

/// <summary>Kernel Memory's index of conversations gives what the house recalls.</summary>
public sealed class ConversationSearchTests : IAsyncLifetime, IDisposable
{
    private const string Index = ConversationMemoryDb.Index;

    private readonly KernelHouse _house = new();

    public Task InitializeAsync() => _house.StoreStoryAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _house.Dispose();

    public static TheoryData<string, string?, string?, string?, bool> Scopes => new()
    {
        { "owner", null, null, null, false },
        { "owner", "kelly", null, null, false },
        { "owner", "solus", null, null, false },
        { "owner", "solus", "garden", null, false },
        { "owner", "kelly", "kitchen", null, false },
        { "owner", null, "kitchen", null, false },
        { "owner", "kelly", "garden", null, true },
        { "owner", "kelly", null, null, true },
        { "owner", null, null, "claude", false },
        { "owner", "", null, null, false },
        { "guest", null, null, null, false },
        { "stranger", null, null, null, false },
    };

    [Theory]
    [MemberData(nameof(Scopes))]
    public async Task A_search_gives_the_passages_of_recall_in_their_order_for_every_scope(string owner, string? persona, string? channel, string? source, bool shared)
    {
        var scope = new MemoryScope(owner, persona, channel, source is null ? null : [source]) { Shared = shared };
        foreach (var question in (string[])["walnut", "how do I oil a walnut table?", "what did we say in March about walnut?", "harbour rain", "elephants", ""])
        {
            var recalled = (await _house.House.Memory.RecallAsync(scope, new RecallRequest(question))).Passages;

            var found = await _house.Memories.Within(scope).SearchAsync(question, Index);

            Assert.Equal(recalled.Select(passage => (passage.MessageKey, passage.Text.Trim())), found.Results.Select(citation => (Tag(citation, "message"), citation.Partitions.Single().Text)));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(50)]
    public async Task A_limit_counts_passages(int limit)
    {
        var recalled = await _house.House.Memory.RecallAsync(LocalsOnly.Tests.Memory.TestMemory.Scope, "walnut oil", limit);

        var found = await _house.Kernel.SearchAsync("walnut oil", Index, limit: limit);

        Assert.Equal(recalled.Select(passage => passage.MessageKey), found.Results.Select(citation => Tag(citation, "message")));
    }

    [Fact]
    public async Task A_citation_says_which_conversation_where_it_is_from_when_it_was_said_and_what()
    {
        var found = await _house.Kernel.SearchAsync("sand to 240", Index);

        var citation = found.Results.Single(each => Tag(each, "message") == "chatgpt:table:m1");
        var part = Assert.Single(citation.Partitions);
        Assert.Equal((Index, "chatgpt_3Atable", "chatgpt:table", "Walnut table", "text/plain"), (citation.Index, citation.DocumentId, citation.SourceUrl, citation.SourceName, citation.SourceContentType));
        Assert.Equal(("Walnut takes oil well: sand to 240, then three thin coats.", 1, new DateTimeOffset(2025, 3, 14, 9, 1, 0, TimeSpan.Zero)), (part.Text, part.PartitionNumber, part.LastUpdate));
        Assert.Equal(1, found.Results[0].Partitions[0].Relevance);
        Assert.Equal(
            ["chatgpt:table", "chatgpt:table:m1", "chatgpt", "assistant", "2025", "2025-03", "2025-03-14", "owner", "*", "*"],
            ((string[])["conversation", "message", "source", "author", "year", "ym", "day", "owner", "persona", "channel"]).Select(name => Tag(citation, name)));
    }

    [Fact]
    public async Task Passages_of_one_conversation_are_all_there_and_keep_their_places()
    {
        var found = await _house.Kernel.SearchAsync("walnut oil coat dry", Index, limit: 20);

        Assert.True(found.Results.Count(citation => citation.DocumentId == "chatgpt_3Atable") > 1);
        Assert.Equal(found.Results.Select(citation => citation.Partitions[0].Relevance).OrderDescending(), found.Results.Select(citation => citation.Partitions[0].Relevance));
        Assert.All(found.Results, citation => Assert.InRange(citation.Partitions[0].Relevance, 0, 1));
    }

    [Fact]
    public async Task A_threshold_is_a_share_of_the_best()
    {
        var all = await _house.Kernel.SearchAsync("walnut oil", Index, limit: 20);
        var least = all.Results[1].Partitions[0].Relevance;

        var some = await _house.Kernel.SearchAsync("walnut oil", Index, limit: 20, minRelevance: least - 0.0001);

        Assert.Equal(all.Results.TakeWhile(citation => citation.Partitions[0].Relevance >= least).Count(), some.Results.Count);
        Assert.Empty((await _house.Kernel.SearchAsync("walnut oil", Index, minRelevance: 1.01)).Results);
    }

    [Theory]
    [InlineData("source=claude", "claude:shelf")]
    [InlineData("ym=2025-03", "chatgpt:garden chatgpt:kelly chatgpt:table")]
    [InlineData("ym=2025-03 persona=*", "chatgpt:garden chatgpt:table")]
    [InlineData("year=2024", "claude:shelf")]
    [InlineData("day=2025-03-21", "chatgpt:garden")]
    [InlineData("persona=kelly", "chatgpt:kelly")]
    [InlineData("channel=garden", "chatgpt:garden")]
    [InlineData("__document_id=chatgpt_3Atable", "chatgpt:table")]
    [InlineData("conversation=chatgpt:table", "chatgpt:table")]
    [InlineData("author=user", "chatgpt:garden chatgpt:kelly chatgpt:table claude:shelf")]
    [InlineData("author=tool", "")]
    [InlineData("author=nobody", "")]
    [InlineData("source=claude ym=2025-03", "")]
    [InlineData("source=claude source=chatgpt", "")]
    [InlineData("source=claude | persona=kelly", "chatgpt:kelly claude:shelf")]
    [InlineData("ym=2024-11 | ym=2025-03 channel=*", "chatgpt:kelly chatgpt:table claude:shelf")]
    [InlineData("ym=never", "")]
    [InlineData("__document_id=no_such", "")]
    [InlineData("", "chatgpt:garden chatgpt:kelly chatgpt:table claude:shelf")]
    public async Task Filters_narrow_what_is_found_and_what_is_listed(string filters, string expected)
    {
        List<MemoryFilter> read = [.. filters.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(Filter)];
        var keys = expected.Split(' ', StringSplitOptions.RemoveEmptyEntries);

        var found = await _house.Kernel.SearchAsync("walnut", Index, filters: read, limit: 50);

        Assert.Equal(keys, found.Results.Select(citation => Tag(citation, "conversation")).Distinct().Order(StringComparer.Ordinal));
        if (read.Count == 0) return;
        var listed = await _house.Kernel.SearchAsync("", Index, filters: read, limit: 50);
        Assert.Equal(keys, listed.Results.Select(citation => Tag(citation, "conversation")).Distinct().Order(StringComparer.Ordinal).Where(key => key != "chatgpt:rain"));
    }

    [Fact]
    public async Task An_answer_rests_on_the_passages_of_recall_and_cites_them()
    {
        var recalled = (await _house.House.Memory.RecallAsync(LocalsOnly.Tests.Memory.TestMemory.Scope, new RecallRequest("how do I oil a walnut table?"))).Passages;

        var answer = await _house.Kernel.AskAsync("how do I oil a walnut table?", Index);

        Assert.Equal("Three thin coats of oil.", answer.Result);
        Assert.False(answer.NoResult);
        Assert.NotEmpty(recalled);
        Assert.Equal(recalled.Select(passage => passage.MessageKey).Order(), answer.RelevantSources.SelectMany(citation => citation.Partitions).Select(part => part.Tags["message"].Single()).Order());
        var (prompt, options) = Assert.Single(_house.Model.Asked);
        var at = recalled.Select(passage => prompt.IndexOf(passage.Text.Trim(), StringComparison.Ordinal)).ToList();
        Assert.DoesNotContain(-1, at);
        Assert.Equal(at.Order(), at);
        Assert.Contains("[Walnut table; 2025-03-14T09:01:00Z]", prompt, StringComparison.Ordinal);
        Assert.Contains("how do I oil a walnut table?", prompt, StringComparison.Ordinal);
        Assert.Equal(600, options.MaxOutputTokens);
        Assert.Null(options.TopP);
        Assert.True(options.GetRoute().Private);
    }

    [Fact]
    public async Task An_answer_comes_as_it_is_made_when_it_is_streamed()
    {
        var pieces = new List<MemoryAnswer>();
        var sources = 0;
        await foreach (var piece in _house.Kernel.AskStreamingAsync("walnut oil", Index, options: new SearchOptions { Stream = true }))
        {
            sources += piece.RelevantSources?.Count ?? 0;
            pieces.Add(new MemoryAnswer { Result = piece.Result });
        }

        Assert.Equal("Three thin coats of oil.", string.Concat(pieces.Select(piece => piece.Result)));
        Assert.True(pieces.Count >= 2);
        Assert.True(sources > 0);
    }

    [Fact]
    public async Task Where_nothing_is_remembered_no_model_is_asked()
    {
        var answer = await _house.Kernel.AskAsync("elephants", Index);

        Assert.True(answer.NoResult);
        Assert.Empty(_house.Model.Asked);
    }

    [Fact]
    public async Task A_model_that_is_away_is_the_caller_s_to_hear()
    {
        _house.Model.Fault = new InferenceException(InferenceFailure.NoEndpoint, "No endpoint is configured.");

        await Assert.ThrowsAsync<InferenceException>(() => _house.Kernel.AskAsync("walnut", Index));
    }

    [Fact]
    public async Task What_is_forgotten_is_not_found_any_more()
    {
        Assert.True(await _house.Kernel.IsDocumentReadyAsync("chatgpt_3Atable", Index));

        await _house.House.Keeping.ForgetAsync(new ForgetSelection { ConversationKey = "chatgpt:table" });

        Assert.DoesNotContain((await _house.Kernel.SearchAsync("walnut oil", Index, limit: 50)).Results, citation => Tag(citation, "conversation") == "chatgpt:table");
        Assert.Empty((await _house.Kernel.SearchAsync("", Index, MemoryFilters.ByDocument("chatgpt_3Atable"), limit: 50)).Results);
        Assert.False(await _house.Kernel.IsDocumentReadyAsync("chatgpt_3Atable", Index));
    }

    [Fact]
    public async Task What_is_said_now_is_found_at_once()
    {
        await _house.StoreAsync(Audience.Everyone, KernelHouse.Said("new", "chatgpt", "New", new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), "The xylophone is in the attic."));

        Assert.Equal("chatgpt:new", Tag(Assert.Single((await _house.Kernel.SearchAsync("xylophone", Index)).Results), "conversation"));
    }

    [Fact]
    public async Task Conversations_are_for_reading()
    {
        var kernel = _house.Kernel;
        foreach (var change in (Func<Task>[])[
            () => kernel.ImportTextAsync("walnut", "x", index: Index), () => kernel.ImportTextAsync("walnut", "x", index: " Conversations "), () => kernel.DeleteDocumentAsync("chatgpt_3Atable", Index),
            () => kernel.DeleteIndexAsync(Index)])
            Assert.Equal("The index 'conversations' is the house's own memory: bring something in with locals import, and have it forgotten with locals forget.", (await Assert.ThrowsAsync<KernelMemoryException>(change)).Message);
        Assert.NotNull(await _house.House.Memory.OpenAsync(LocalsOnly.Tests.Memory.TestMemory.Scope, "chatgpt:table"));
    }

    [Theory]
    [InlineData("chatgpt:abc-123.x", "chatgpt_3Aabc-123.x")]
    [InlineData("said:a_b", "said_3Aa_5Fb")]
    [InlineData("knowledge:münze/œuvre 1.md", "knowledge_3Am_C3_BCnze_2F_C5_93uvre_201.md")]
    public void A_key_is_an_id_that_Kernel_Memory_takes_and_comes_back(string key, string id)
    {
        Assert.Equal(id, DocumentIds.Of(key));
        Assert.Equal(key, DocumentIds.KeyOf(id));
        Assert.Equal(id, new Document(id).Id);
    }

    [Theory]
    [InlineData("a_")]
    [InlineData("a_3")]
    [InlineData("a_zz")]
    [InlineData("a_41")]
    [InlineData("a_3a")]
    [InlineData("a:b")]
    public void What_is_no_id_of_ours_stands_for_no_key(string id) => Assert.Null(DocumentIds.KeyOf(id));

    private static string Tag(Citation citation, string name) => citation.Partitions[0].Tags[name].Single()!;

    private static MemoryFilter Filter(string text)
    {
        var filter = new MemoryFilter();
        foreach (var pair in text.Split(' ', StringSplitOptions.RemoveEmptyEntries)) filter.Add(pair.Split('=')[0], pair.Split('=')[1]);
        return filter;
    }
}
