using LocalsOnly.Memory.Index;

namespace LocalsOnly.Memory.Projects;

/// <summary>Projects as the index knows them, under the person's decisions.</summary>
internal sealed class ArchivedProjects(IndexDatabase database, ICorpus corpus, IProjectAssignments assignments, TimeProvider time) : IProjects
{
    private static readonly MemoryScope s_everything = new(MemoryScope.DefaultOwner);
    private static readonly MemoryScope s_claude = s_everything with { Sources = ["claude"] };

    public Task<IReadOnlyList<ProjectSummary>> ListAsync(CancellationToken cancellationToken = default) =>
        Task.Run<IReadOnlyList<ProjectSummary>>(() => [.. List().OrderByDescending(project => project.Conversations).ThenBy(project => project.Key, StringComparer.Ordinal)], cancellationToken);

    public async Task<IReadOnlyList<ProjectSuggestion>> SuggestAsync(CancellationToken cancellationToken = default)
    {
        var decided = await Task.Run(assignments.Read, cancellationToken);
        var matching = new ProjectMatching();
        await foreach (var item in corpus.ReadAsync(s_claude, new CorpusFilter(), cancellationToken))
        {
            if (item.Conversation is { Kind: ConversationKind.Project } project) matching.AddProject(project);
            else if (item.Conversation is { Kind: ConversationKind.Memory, Project: not null } memory) matching.AddMemory(memory);
            else if (item.Conversation is { Kind: ConversationKind.Chat } chat) matching.Learn(chat);
        }
        if (!matching.HasProjects) return [];
        var suggestions = new List<ProjectSuggestion>();
        await foreach (var item in corpus.ReadAsync(s_claude, new CorpusFilter(), cancellationToken))
            if (item.Conversation is { Kind: ConversationKind.Chat, Project: null } chat && !decided.ContainsKey(chat.Key) && matching.Match(chat) is { } suggestion) suggestions.Add(suggestion);
        return [.. suggestions.OrderByDescending(suggestion => suggestion.Score).ThenBy(suggestion => suggestion.Conversation, StringComparer.Ordinal)];
    }

    public Task ConfirmAsync(IReadOnlyCollection<ProjectSuggestion> suggestions, CancellationToken cancellationToken = default) => Task.Run(
        () => assignments.Decide([.. suggestions.Select(suggestion => new ProjectAssignment(suggestion.Conversation, suggestion.Project, time.GetUtcNow()))]), cancellationToken);

    public Task<string?> AssignAsync(string conversation, string? project, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(conversation);
        return Task.Run(() =>
        {
            if (TitleOf(conversation) is not { } title) return null;
            if (project is not null && List().All(known => known.Key != project))
                throw new MemoryStoreException($"There is no project {project}; the known ones are listed by: locals projects");
            assignments.Decide([new ProjectAssignment(conversation, project, time.GetUtcNow())]);
            return title;
        }, cancellationToken);
    }

    private string? TitleOf(string key)
    {
        using var connection = database.Open();
        return connection.Scalar($"SELECT title FROM conversations WHERE key = $key AND {ScopeFilter.Sql}", [("$key", key), .. ScopeFilter.Parameters(s_everything)]) as string;
    }

    private List<ProjectSummary> List()
    {
        var decided = assignments.Read();
        var projects = new Dictionary<string, ProjectSummary>(StringComparer.Ordinal);
        using var connection = database.Open();
        using var command = connection.Command($"SELECT key, source, title, kind, project FROM conversations WHERE {ScopeFilter.Sql}", ScopeFilter.Parameters(s_everything));
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var (key, source) = (reader.GetString(0), reader.GetString(1));
            var kind = (ConversationKind)reader.GetInt32(3);
            if (kind == ConversationKind.Project)
            {
                projects[key] = Known(key, source) with { Name = reader.GetString(2) };
                continue;
            }
            if (kind == ConversationKind.Memory) continue;
            var byPerson = decided.TryGetValue(key, out var project);
            if (!byPerson) project = reader.TextOrNull(4);
            if (project is null) continue;
            var known = Known(project, source);
            projects[project] = known with { Conversations = known.Conversations + 1, Decided = known.Decided + (byPerson ? 1 : 0) };
        }
        return [.. projects.Values];

        ProjectSummary Known(string key, string source) => projects.TryGetValue(key, out var known) ? known : new ProjectSummary(key, null, source, 0, 0);
    }
}
