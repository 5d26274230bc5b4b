using LocalsOnly.Memory.Index;
using LocalsOnly.Memory.Postings;
using Microsoft.Data.Sqlite;

namespace LocalsOnly.Memory.Recall;

/// <summary>Which documents a question may see: those in scope, first of all, then those that were asked for.</summary>
internal sealed class DocumentFilter
{
    private readonly HashSet<int> _scopes;
    private readonly bool[] _isScope;
    private readonly bool[] _isHere;
    private readonly HashSet<int>? _conversations;
    private readonly HashSet<int>? _authors;
    private readonly int _from;
    private readonly int _to;

    private DocumentFilter(Dictionary<int, string> sources, HashSet<int>? conversations, HashSet<int>? authors, int from, int to)
    {
        (_scopes, _conversations, _authors, _from, _to) = ([.. sources.Keys], conversations, authors, from, to);
        _isScope = new bool[sources.Count == 0 ? 0 : sources.Keys.Max() + 1];
        _isHere = new bool[_isScope.Length];
        foreach (var (scope, source) in sources) (_isScope[scope], _isHere[scope]) = (true, source == Remembering.Remembering.Source);
    }

    /// <summary>Whether single documents of a block may be left out.</summary>
    public bool IsByDocument => _authors is not null || _from > int.MinValue || _to < int.MaxValue;

    /// <summary>The same for filters that let the same documents through; null when that is not worth knowing.</summary>
    public string? Signature => IsByDocument || _conversations is not null ? null : string.Join(' ', _scopes.Order());

    /// <summary>Whether nothing can be found.</summary>
    public bool IsEmpty => _scopes.Count == 0 || _conversations is { Count: 0 };

    public static DocumentFilter Of(SqliteConnection connection, IndexSnapshot snapshot, MemoryScope scope, RecallRequest request) => new(
        Scopes(connection, scope),
        Conversations(connection, scope, request),
        request.Authors is { } roles ? [.. snapshot.Authors.Values.Where(author => roles.Contains(author.Role)).Select(author => author.Row)] : null,
        request.After is { } after ? DocumentColumns.MinutesOf(after) : int.MinValue,
        request.Before is { } before ? DocumentColumns.MinutesOf(before) : int.MaxValue);

    /// <summary>Whether each block of a segment may be seen.</summary>
    public bool[] Blocks(Segment segment, DeadBlocks dead)
    {
        var documents = segment.Documents;
        var allowed = new bool[documents.BlockCount];
        for (var block = 0; block < allowed.Length; block++) allowed[block] = documents.Scope[block] is var scope && scope < _isScope.Length && _isScope[scope];
        if (_conversations is not null)
            for (var block = 0; block < allowed.Length; block++) allowed[block] &= _conversations.Contains(documents.Conversation[block]);
        if (dead.Count == 0) return allowed;
        for (var block = 0; block < allowed.Length; block++) allowed[block] &= !dead.Contains(block);
        return allowed;
    }

    /// <summary>Whether a block that may be seen was said here, and not imported.</summary>
    public bool IsHere(DocumentColumns documents, int block) => _isHere[documents.Scope[block]];

    /// <summary>Whether a document of a block that may be seen is asked for.</summary>
    public bool Takes(DocumentColumns documents, int document)
    {
        if (_authors?.Contains(documents.Author[document]) == false) return false;
        if (_from == int.MinValue && _to == int.MaxValue) return true;
        return documents.Minutes[document] is var minutes && minutes != DocumentColumns.NoTime && minutes >= _from && minutes < _to;
    }

    // Each with the source it stands for.
    private static Dictionary<int, string> Scopes(SqliteConnection connection, MemoryScope scope)
    {
        using var command = connection.Command($"SELECT id, source FROM scopes WHERE id IN ({ScopeFilter.Scopes})", ScopeFilter.Parameters(scope));
        using var reader = command.ExecuteReader();
        var sources = new Dictionary<int, string>();
        while (reader.Read()) sources[reader.GetInt32(0)] = reader.GetString(1);
        return sources;
    }

    private static HashSet<int>? Conversations(SqliteConnection connection, MemoryScope scope, RecallRequest request)
    {
        if (request.Project is null && request.Conversation is null && request.Title is null) return null;
        return Rows(connection, $"""
            SELECT id FROM conversations WHERE {ScopeFilter.Sql} AND ($project IS NULL OR project = $project) AND ($key IS NULL OR key = $key)
            AND ($title IS NULL OR title LIKE '%' || $title || '%' ESCAPE '\')
            """, [("$project", request.Project), ("$key", request.Conversation), ("$title", request.Title is { } title ? Literal(title) : null), .. ScopeFilter.Parameters(scope)]);
    }

    // LIKE's wildcards are characters like any other here.
    private static string Literal(string text) => text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal);

    private static HashSet<int> Rows(SqliteConnection connection, string sql, (string Name, object? Value)[] parameters)
    {
        using var command = connection.Command(sql, parameters);
        using var reader = command.ExecuteReader();
        var rows = new HashSet<int>();
        while (reader.Read()) rows.Add(reader.GetInt32(0));
        return rows;
    }
}
