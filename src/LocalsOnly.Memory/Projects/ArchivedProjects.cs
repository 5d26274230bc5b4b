using LocalsOnly.Memory.Index;
using Microsoft.Data.Sqlite;

namespace LocalsOnly.Memory.Projects;

/// <summary>Projects as the index knows them, under the person's decisions.</summary>
internal sealed class ArchivedProjects(IndexDatabase database, ICorpus corpus, IConversationArchive archive) : IProjects
{
    private static readonly MemoryScope s_everything = new(MemoryScope.DefaultOwner);
    private static readonly MemoryScope s_claude = s_everything with { Sources = ["claude"] };

    public Task<IReadOnlyList<ProjectSummary>> ListAsync(CancellationToken cancellationToken = default) =>
        Task.Run<IReadOnlyList<ProjectSummary>>(() => [.. database.Ask(List).OrderByDescending(project => project.Conversations).ThenBy(project => project.Key, StringComparer.Ordinal)], cancellationToken);

    public async Task<IReadOnlyList<ProjectSuggestion>> SuggestAsync(CancellationToken cancellationToken = default)
    {
        var decided = await Task.Run(() => database.Ask(Decided), cancellationToken);
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
            if (item.Conversation is { Kind: ConversationKind.Chat, Project: null } chat && !decided.Contains(chat.Key) && matching.Match(chat) is { } suggestion) suggestions.Add(suggestion);
        return [.. suggestions.OrderByDescending(suggestion => suggestion.Score).ThenBy(suggestion => suggestion.Conversation, StringComparer.Ordinal)];
    }

    public Task ConfirmAsync(IReadOnlyCollection<ProjectSuggestion> suggestions, CancellationToken cancellationToken = default) =>
        archive.AssignProjectsAsync([.. suggestions.Select(suggestion => new ProjectAssignment(suggestion.Conversation, suggestion.Project))], cancellationToken);

    public async Task<string?> AssignAsync(string conversation, string? project, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(conversation);
        var (title, projects) = await Task.Run(() => database.Ask(connection => (TitleOf(connection, conversation), List(connection))), cancellationToken);
        if (title is null) return null;
        if (project is not null && projects.All(known => known.Key != project))
            throw new MemoryStoreException($"There is no project {project}; the known ones are listed by: locals projects");
        await archive.AssignProjectAsync(conversation, project, cancellationToken);
        return title;
    }

    private static string? TitleOf(SqliteConnection connection, string key) =>
        connection.Scalar($"SELECT title FROM conversations WHERE key = $key AND {ScopeFilter.Sql}", [("$key", key), .. ScopeFilter.Parameters(s_everything)]) as string;

    private static HashSet<string> Decided(SqliteConnection connection)
    {
        using var command = connection.Command("SELECT key FROM assigned WHERE owner = $owner", ("$owner", s_everything.Owner));
        using var reader = command.ExecuteReader();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read()) keys.Add(reader.GetString(0));
        return keys;
    }

    // The index has the person's word, where there is one, in place of the export's.
    private static List<ProjectSummary> List(SqliteConnection connection)
    {
        var projects = new Dictionary<string, ProjectSummary>(StringComparer.Ordinal);
        using var command = connection.Command($"""
            SELECT c.key, c.source, c.title, c.kind, c.project, a.key IS NOT NULL
            FROM conversations c LEFT JOIN assigned a ON a.owner = c.owner AND a.key = c.key WHERE c.{ScopeFilter.Sql}
            """, ScopeFilter.Parameters(s_everything));
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
            if (reader.TextOrNull(4) is not { } project) continue;
            var known = Known(project, source);
            projects[project] = known with { Conversations = known.Conversations + 1, Decided = known.Decided + (reader.GetBoolean(5) ? 1 : 0) };
        }
        return [.. projects.Values];

        ProjectSummary Known(string key, string source) => projects.TryGetValue(key, out var known) ? known : new ProjectSummary(key, null, source, 0, 0);
    }
}
