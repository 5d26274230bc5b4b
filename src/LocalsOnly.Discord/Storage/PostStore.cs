using System.Security.Cryptography;
using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.Storage;

/// <summary>A post that is being written, or was.</summary>
/// <param name="Id">What its messages in the outbox hang on. Made of the instant at which it was begun.</param>
/// <param name="Guild">The server; null for direct messages.</param>
/// <param name="Text">As the persona wrote it; empty once it is complete.</param>
internal sealed record StoredPost(Snowflake Id, Snowflake? Guild, string Text)
{
    public bool IsComplete => Text.Length == 0;
}

/// <summary>The messages of a post in one channel, before they are sent.</summary>
/// <param name="File">Hangs on the last of them; null for none.</param>
internal sealed record PostDraft(Snowflake Channel, IReadOnlyList<string> Parts, byte[]? File);

/// <summary>
/// What personas said by themselves. The messages are rows of the outbox like those of an answer, so that a reply to one finds who wrote it; no row of the inbox belongs to
/// them, so that nothing takes them for an answer that is due.
/// </summary>
internal sealed class PostStore(DiscordDatabase database, TimeProvider time)
{
    private const int LowBits = 1 << 22;
    private static readonly TimeSpan s_kept = TimeSpan.FromDays(400);

    public StoredPost? Find(string key) => database.Rows(
        "SELECT id, guild, text FROM posts WHERE key = $key", row => new StoredPost(row.Id(0), row.IdOrNull(1), row.GetString(2)), ("$key", key)).FirstOrDefault();

    /// <summary>Stores a post of a new key, whole, before any of it is sent.</summary>
    public StoredPost Add(PostDetails post, IReadOnlyList<PostDraft> drafts) => database.Write(() =>
    {
        var id = NewId();
        database.Run("INSERT INTO posts (key, id, guild, text) VALUES ($key, $id, $guild, $text)", ("$key", post.Key), ("$id", id), ("$guild", post.Guild), ("$text", post.Text));
        var number = 0;
        foreach (var draft in drafts)
            for (var i = 0; i < draft.Parts.Count; i++)
                database.Run("""
                    INSERT INTO outbox (inbox, part, channel, persona, text, file, message, final, delivered, tried)
                    VALUES ($id, $part, $channel, $persona, $text, $file, NULL, 1, 0, 0)
                    """,
                    ("$id", id), ("$part", number++), ("$channel", draft.Channel), ("$persona", post.Persona), ("$text", draft.Parts[i]),
                    ("$file", i == draft.Parts.Count - 1 ? draft.File : null));
        return new StoredPost(id, post.Guild, post.Text);
    });

    /// <summary>All of it is delivered and kept elsewhere: its words are kept here no longer.</summary>
    public void Close(Snowflake id) => database.Write(() =>
    {
        database.Run("UPDATE posts SET text = '' WHERE id = $id; UPDATE outbox SET text = '', file = NULL WHERE inbox = $id;", ("$id", id));
        database.Run("DELETE FROM outbox WHERE inbox IN (SELECT id FROM posts WHERE id < $oldest); DELETE FROM posts WHERE id < $oldest;", ("$oldest", Snowflake.FirstAt(time.GetUtcNow() - s_kept)));
    });

    /// <summary>The key of the post that a message is of; null when it is of none.</summary>
    public string? KeyOf(Snowflake message) =>
        database.Scalar("SELECT key FROM posts WHERE id = (SELECT inbox FROM outbox WHERE message = $message)", ("$message", message)) as string;

    // In the order of time among the ids of messages, and none of them.
    private Snowflake NewId()
    {
        var now = Snowflake.FirstAt(time.GetUtcNow()).Value;
        while (true)
        {
            var id = new Snowflake(now + (ulong)RandomNumberGenerator.GetInt32(LowBits));
            if (database.Scalar("SELECT 1 FROM posts WHERE id = $id UNION ALL SELECT 1 FROM inbox WHERE id = $id", ("$id", id)) is null) return id;
        }
    }
}

/// <summary>What is stored of a post beside its messages.</summary>
internal sealed record PostDetails(string Key, string Persona, Snowflake? Guild, string Text);
