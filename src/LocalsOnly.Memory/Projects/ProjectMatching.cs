using LocalsOnly.Memory.Recall.Language;

namespace LocalsOnly.Memory.Projects;

/// <summary>
/// How much of a chat a project's texts speak of. The chat's telling words are those that are rare among all chats and frequent in this one (tf·idf, Spärck
/// Jones 1972); the score is the share of their weight that also stands in the project's name, description, instructions or documents.
/// </summary>
internal sealed class ProjectMatching
{
    private const int TellingWords = 40;
    private const int LeastShared = 3;
    private const double LeastScore = 0.35;

    /// <summary>The best project must be this much better than the second, else nobody can tell.</summary>
    private const double LeastLead = 0.1;

    private readonly Dictionary<string, int> _chatsWith = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _words = new(StringComparer.Ordinal);
    private readonly List<ProjectTexts> _projects = [];
    private readonly TermReader _reader = new();
    private int _chats;

    public bool HasProjects => _projects.Count > 0;

    /// <summary>A project's own record; its key is the key of the project.</summary>
    public void AddProject(Conversation project)
    {
        var texts = new ProjectTexts(project.Key, project.Title, project.CreatedAt, WordsOf(project.Key));
        Count(project.Title, word => texts.Words.Add(word));
        AddTexts(texts.Words, project);
        _projects.Add(texts);
    }

    /// <summary>What the vendor's model had noted in a project.</summary>
    public void AddMemory(Conversation memory) => AddTexts(WordsOf(memory.Project!), memory);

    /// <summary>Learns which words are rare. Call for every chat before the first <see cref="Match"/>.</summary>
    public void Learn(Conversation chat)
    {
        _chats++;
        foreach (var word in Words(chat).Keys) _chatsWith[word] = _chatsWith.GetValueOrDefault(word) + 1;
    }

    /// <summary>The project that a chat belongs to; null when none is likely, or two are.</summary>
    public ProjectSuggestion? Match(Conversation chat)
    {
        var telling = Words(chat)
            .Select(word => (word.Key, Weight: (1 + Math.Log(word.Value)) * Rarity(word.Key)))
            .OrderByDescending(word => word.Weight).ThenBy(word => word.Key, StringComparer.Ordinal)
            .Take(TellingWords).ToList();
        var total = telling.Sum(word => word.Weight);
        if (total <= 0) return null;
        var ranked = _projects
            .Select(project => (Project: project, Shared: telling.Where(word => project.Words.Contains(word.Key)).ToList(), Older: chat.CreatedAt < project.CreatedAt))
            .Select(match => (match.Project, match.Shared, match.Older, Score: match.Shared.Sum(word => word.Weight) / total * (match.Older ? 0.5 : 1)))
            .OrderByDescending(match => match.Score).ThenBy(match => match.Project.Key, StringComparer.Ordinal)
            .Take(2).ToList();
        var best = ranked[0];
        if (best.Score < LeastScore || best.Shared.Count < LeastShared || (ranked.Count > 1 && best.Score - ranked[1].Score < LeastLead)) return null;
        var words = string.Join(", ", best.Shared.Take(5).Select(word => word.Key));
        var reason = $"{best.Shared.Count} of its {telling.Count} telling words: {words}{(best.Older ? "; but begun before the project" : "")}";
        return new ProjectSuggestion(chat.Key, chat.Title, best.Project.Key, best.Project.Name, Math.Round(best.Score, 2), reason);
    }

    private void AddTexts(HashSet<string> words, Conversation from)
    {
        foreach (var message in from.Messages) Count(message.Text, word => words.Add(word));
    }

    // What belongs to a project may come before its own record.
    private HashSet<string> WordsOf(string project) =>
        _words.TryGetValue(project, out var known) ? known : _words[project] = new HashSet<string>(StringComparer.Ordinal);

    // What a person says tells more of what it is about than a reply at length: only that, and the title, which counts three times.
    private Dictionary<string, int> Words(Conversation chat)
    {
        var words = new Dictionary<string, int>(StringComparer.Ordinal);
        Count(chat.Title, word => words[word] = words.GetValueOrDefault(word) + 3);
        foreach (var message in chat.Messages)
            if (message is { Author: MessageAuthor.User, Kind: MessageKind.Visible, Active: true }) Count(message.Text, word => words[word] = words.GetValueOrDefault(word) + 1);
        return words;
    }

    private void Count(string text, Action<string> add)
    {
        var visitor = new Visitor(add);
        _reader.Read(text, LanguageGuess.Of(text) ?? TextLanguage.English, singles: false, ref visitor);
    }

    private double Rarity(string word) => Math.Log((1.0 + _chats) / (1 + _chatsWith.GetValueOrDefault(word))) + 0.1;

    private readonly struct Visitor(Action<string> add) : ITermVisitor
    {
        public void Visit(ReadOnlySpan<char> term, bool stop)
        {
            if (!stop && term.Length > 2) add(new string(term));
        }
    }

    private sealed record ProjectTexts(string Key, string Name, DateTimeOffset? CreatedAt, HashSet<string> Words);
}
