using LocalsOnly.Memory;

namespace LocalsOnly.Tests.Memory.Projects;

/// <summary>Projects by the export's word, by a guess, and by the person's word, which counts most.</summary>
public sealed class ProjectTests : IDisposable
{
    private const string Pottery = "claude:project:pottery";
    private const string Garden = "claude:project:garden";

    private readonly TestMemory _house = new();

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task Projects_are_listed_with_what_belongs_to_them()
    {
        await StoreAsync();
        await _house.StoreAsync(
            Talk.Of("x", "In a ChatGPT project", "one") with { Project = "chatgpt:project:g-p-1" },
            Talk.Of("y", "In the same", "one") with { Project = "chatgpt:project:g-p-1" });

        Assert.Equal(
            [new("chatgpt:project:g-p-1", null, "chatgpt", 2, 0), new(Garden, "Garden", "claude", 0, 0), new(Pottery, "Pottery", "claude", 0, 0)],
            await _house.Projects.ListAsync());
    }

    [Fact]
    public async Task A_chat_that_speaks_of_a_project_is_suggested_with_score_and_reason_and_nothing_is_changed()
    {
        await StoreAsync();

        var suggestions = await _house.Projects.SuggestAsync();

        Assert.Equal([("claude:kiln", Pottery), ("claude:roses", Garden)], suggestions.Select(s => (s.Conversation, s.Project)).Order());
        Assert.All(suggestions, s => Assert.InRange(s.Score, 0.35, 1));
        Assert.Contains("telling words: ", suggestions[0].Reason, StringComparison.Ordinal);
        Assert.Contains("glaze", suggestions.Single(s => s.Project == Pottery).Reason, StringComparison.Ordinal);
        Assert.All(await _house.Projects.ListAsync(), project => Assert.Equal(0, project.Conversations));
        Assert.Empty(Decisions());
    }

    [Fact]
    public async Task What_is_confirmed_stays_over_a_restart_and_is_not_suggested_again()
    {
        await StoreAsync();
        var suggestions = await _house.Projects.SuggestAsync();
        await _house.Projects.ConfirmAsync([suggestions.Single(s => s.Project == Pottery)]);
        _house.Reopen();

        Assert.Equal(new(Pottery, "Pottery", "claude", 1, 1), (await _house.Projects.ListAsync())[0]);
        Assert.Equal("claude:roses", Assert.Single(await _house.Projects.SuggestAsync()).Conversation);
        var exported = new List<string>();
        await foreach (var item in _house.Corpus.ReadAsync(TestMemory.Scope, new CorpusFilter(Project: Pottery))) exported.Add(item.Conversation!.Title);
        Assert.Equal(["Pottery", "Kiln"], exported);
    }

    [Fact]
    public async Task A_person_can_set_and_clear_whatever_the_export_says()
    {
        await StoreAsync();
        await _house.StoreAsync(Talk.Of("x", "Linked", "one") with { Key = "claude:x", Source = "claude", Project = Garden });

        Assert.Equal("Linked", await _house.Projects.AssignAsync("claude:x", Pottery));
        Assert.Equal((0, 1), await CountsAsync());
        Assert.Equal("Linked", await _house.Projects.AssignAsync("claude:x", null));
        Assert.Equal((0, 0), await CountsAsync());
        Assert.Equal("Kiln", await _house.Projects.AssignAsync("claude:kiln", null));
        Assert.DoesNotContain(await _house.Projects.SuggestAsync(), s => s.Conversation == "claude:kiln");
        Assert.Null(await _house.Projects.AssignAsync("claude:nobody", Garden));
        await Assert.ThrowsAsync<MemoryStoreException>(() => _house.Projects.AssignAsync("claude:x", "claude:project:none"));

        async Task<(int Garden, int Pottery)> CountsAsync()
        {
            var all = (await _house.Projects.ListAsync()).ToDictionary(project => project.Key, project => project.Conversations);
            return (all[Garden], all[Pottery]);
        }
    }

    [Fact]
    public async Task What_is_decided_is_in_the_archive_and_outlives_the_index_and_newer_exports()
    {
        await StoreAsync();
        await _house.Projects.ConfirmAsync(await _house.Projects.SuggestAsync());
        await _house.Projects.AssignAsync("claude:other", Garden);
        Assert.Equal(3, Decisions().Count);

        await ArchiveState.RebuildAsync(_house);
        await _house.StoreAsync(Chat("other", "Taxes", "How do I file the invoice?") with { Project = Pottery, UpdatedAt = Talk.Start.AddDays(1) });

        Assert.Equal([new(Garden, "Garden", "claude", 2, 2), new(Pottery, "Pottery", "claude", 1, 1)], await _house.Projects.ListAsync());
        Assert.Equal(Garden, (await _house.Corpus.OpenOriginalAsync(TestMemory.Scope, "claude:other"))!.Project);
    }

    [Fact]
    public async Task A_decision_is_forgotten_with_its_conversation()
    {
        await StoreAsync();
        await _house.Projects.AssignAsync("claude:other", Garden);
        await _house.Keeping.ForgetAsync(new ForgetSelection { ConversationKey = "claude:other" });

        Assert.Empty(Decisions());
        Assert.All(await _house.Projects.ListAsync(), project => Assert.Equal(0, project.Conversations));
    }

    [Fact]
    public async Task A_chat_between_two_projects_is_suggested_for_neither()
    {
        await _house.StoreAsync(Project(Pottery, "Pottery", "kiln glaze cone clay"), Project(Garden, "Raku", "kiln glaze cone clay"), Chat("kiln", "Kiln", "Which glaze for the kiln at cone six, on this clay?"));

        Assert.Empty(await _house.Projects.SuggestAsync());
    }

    private List<string> Decisions() => [.. ArchiveFile.Lines(_house.Nas).Where(line => line.Contains("\"kind\":\"project\"", StringComparison.Ordinal))];

    private Task<List<StoreOutcome>> StoreAsync() => _house.StoreAsync(
        Project(Pottery, "Pottery", "Kiln firing schedules, glaze recipes and cone temperatures for stoneware clay"),
        Project(Garden, "Garden", "Pruning roses, sowing tomatoes, compost and slugs in the raised beds"),
        Chat("kiln", "Kiln", "Which glaze recipes suit stoneware, and what kiln temperature is cone six?"),
        Chat("roses", "Roses", "When does pruning roses begin, and do tomatoes like compost?"),
        Chat("other", "Taxes", "How do I file the invoice from the plumber with my income declaration?"));

    private static Conversation Project(string key, string name, string text) => new(
        key, "claude", name, Talk.Start.AddDays(-1), Talk.Start, null, null,
        [new ConversationMessage(key + ":description", null, MessageAuthor.User, MessageKind.Visible, true, null, text, [])])
    { Kind = ConversationKind.Project, Project = key };

    private static Conversation Chat(string id, string title, string question) => new(
        $"claude:{id}", "claude", title, Talk.Start, Talk.Start, null, null,
        [new ConversationMessage($"claude:{id}:m0", null, MessageAuthor.User, MessageKind.Visible, true, Talk.Start, question, [])]);
}
