using LocalsOnly.Memory.Index;
using Microsoft.Data.Sqlite;

namespace LocalsOnly.Memory.Recall;

/// <summary>Reads the text of what was found, and what a citation needs.</summary>
internal static class PassageReader
{
    public static List<Passage> Read(SqliteConnection connection, IEnumerable<Candidate> candidates)
    {
        using var statement = new Statement(connection, """
            SELECT m.key, c.key, c.source, c.title, m.author, coalesce(m.at, c.created), m.text, m.name
            FROM messages m JOIN conversations c ON c.id = ?2 WHERE m.id = ?1
            """);
        var passages = new List<Passage>();
        foreach (var candidate in candidates)
        {
            statement.Reset();
            if (!statement.Bind(1, MessageRow.Of(candidate.Conversation, candidate.Ordinal)).Bind(2, candidate.Conversation).Step()) continue;
            var conversation = statement.Text(1)!;
            passages.Add(new Passage(
                MessageRow.Lengthen(conversation, statement.Text(0)!), conversation, statement.Text(2)!, statement.Text(3)!, (MessageAuthor)statement.Integer(4),
                statement.IntegerOrNull(5) is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null, PackedText.Of(statement, 6), candidate.Score)
            {
                AuthorName = statement.Text(7),
            });
        }
        return passages;
    }
}
