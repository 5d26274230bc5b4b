using LocalsOnly.Memory.Index;
using Microsoft.Data.Sqlite;

namespace LocalsOnly.Memory.Postings;

/// <summary>The segments as of one commit. Immutable; readers of the same commit share one.</summary>
internal sealed class IndexSnapshot
{
    private readonly Lazy<ConversationMap> _conversations;

    private IndexSnapshot(SnapshotVersion version, IReadOnlyList<(Segment, DeadBlocks)> segments, IReadOnlyDictionary<int, Author> authors)
    {
        (Version, Segments, Authors) = (version, segments, authors);
        Documents = authors.Values.Sum(author => author.Messages);
        _conversations = new Lazy<ConversationMap>(() => new ConversationMap(segments));
    }

    public SnapshotVersion Version { get; }

    public IReadOnlyList<(Segment Segment, DeadBlocks Dead)> Segments { get; }

    /// <summary>All authors by their row.</summary>
    public IReadOnlyDictionary<int, Author> Authors { get; }

    /// <summary>Messages that can be recalled.</summary>
    public long Documents { get; }

    /// <summary>Which blocks a conversation has.</summary>
    public ConversationMap Conversations => _conversations.Value;

    /// <summary>Reads it; what <paramref name="before"/> has already is taken over.</summary>
    /// <param name="connection">In a transaction, so that the pages read later are of the same commit.</param>
    /// <exception cref="DamagedIndexException">A page is not what was written.</exception>
    public static IndexSnapshot Read(SqliteConnection connection, PageReader pages, IndexSnapshot? before)
    {
        var version = SnapshotVersion.Read(connection);
        if (before?.Version == version) return before;
        var known = before is not null && before.Version.Identity == version.Identity
            ? before.Segments.ToDictionary(entry => entry.Segment.Id, entry => entry.Segment)
            : [];
        var segments = new List<(Segment Segment, DeadBlocks Dead)>();
        using (var command = connection.Command("SELECT id FROM segments ORDER BY id"))
        using (var reader = command.ExecuteReader())
            while (reader.Read())
            {
                var segment = known.GetValueOrDefault(reader.GetInt64(0)) ?? Segment.Load(pages, reader.GetInt64(0));
                segments.Add((segment, new DeadBlocks(segment.Documents.BlockCount)));
            }
        var bySegment = segments.ToDictionary(entry => entry.Segment.Id);
        using (var command = connection.Command("SELECT segment, block FROM dead_blocks"))
        using (var reader = command.ExecuteReader())
            while (reader.Read())
            {
                var (segment, dead) = bySegment[reader.GetInt64(0)];
                dead.Add(reader.GetInt32(1), segment.Documents);
            }
        return new IndexSnapshot(version, segments, ReadAuthors(connection));
    }

    private static Dictionary<int, Author> ReadAuthors(SqliteConnection connection)
    {
        using var command = connection.Command("SELECT id, role, name, messages, words FROM authors");
        using var reader = command.ExecuteReader();
        var authors = new Dictionary<int, Author>();
        while (reader.Read())
            authors[reader.GetInt32(0)] = new Author(reader.GetInt32(0), (MessageAuthor)reader.GetInt32(1), reader.TextOrNull(2), reader.GetInt64(3), reader.GetInt64(4));
        return authors;
    }
}

/// <summary>Which index, and how many commits it has seen.</summary>
/// <param name="Identity">Drawn when the file was made.</param>
/// <param name="Generation">Grows with every commit that changes what can be recalled.</param>
internal readonly record struct SnapshotVersion(long Identity, long Generation)
{
    public static SnapshotVersion Read(SqliteConnection connection)
    {
        using var command = connection.Command("SELECT identity, generation FROM index_state");
        using var reader = command.ExecuteReader();
        return reader.Read() ? new SnapshotVersion(reader.GetInt64(0), reader.GetInt64(1)) : throw new DamagedIndexException("it does not say what it is");
    }
}
