using System.Text.Json.Serialization;
using LocalsOnly.Memory.Standing;
using Microsoft.Data.Sqlite;

namespace LocalsOnly.Memory.Index;

/// <summary>Writes conversations into the index, within one transaction of one connection. Statements are prepared once.</summary>
internal sealed class IndexWriter : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly PostingsWriter _postings;
    private readonly MessageTable _messages;
    private readonly StandingStore _standing;
    private readonly Statement _find;
    private readonly Statement _insert;
    private readonly Statement _insertRedaction;
    private readonly Statement _deleteRedactions;
    private readonly Statement _assigned;
    private readonly Dictionary<(string Owner, string? Persona, string? Channel, string Source), long> _scopes = [];
    private readonly long _generation;
    private readonly bool _keepsRemovals;
    private long _last;

    public IndexWriter(SqliteConnection connection, SnapshotCache snapshots)
    {
        _connection = connection;
        _postings = new PostingsWriter(connection, snapshots);
        _keepsRemovals = snapshots.KeepsRemovals;
        // What the index will be when this transaction is in.
        _generation = Postings.SnapshotVersion.Read(connection).Generation + 1;
        _messages = new MessageTable(connection);
        _standing = new StandingStore(connection);
        _find = new Statement(connection, "SELECT id, scope FROM conversations WHERE owner = ?1 AND key = ?2");
        _insert = new Statement(connection, """
            INSERT INTO conversations (id, scope, owner, key, source, title, created, updated, model, account, kind, leaf, project, messages, recallable, changed)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
            ON CONFLICT (id) DO UPDATE SET scope = ?2, title = ?6, created = ?7, updated = ?8, model = ?9, account = ?10, kind = ?11, leaf = ?12, project = ?13,
                messages = ?14, recallable = ?15, changed = ?16
            """);
        _insertRedaction = new Statement(connection, "INSERT INTO redactions VALUES (?1, ?2, ?3)");
        _deleteRedactions = new Statement(connection, "DELETE FROM redactions WHERE conversation = ?1");
        _assigned = new Statement(connection, "SELECT project FROM assigned WHERE owner = ?1 AND key = ?2");
        // The transaction is the only one that writes, so numbers can be counted here.
        _last = (long)connection.Scalar("SELECT coalesce(max(id), 0) FROM conversations")!;
    }

    /// <summary>Replaces the conversation of an owner and key. Where it only grew, only what is new is indexed.</summary>
    public void Put(FoldedConversation folded)
    {
        var conversation = folded.Redacted;
        var scope = Scope(folded.Audience, conversation.Source);
        var (old, oldScope) = Find(folded.Audience.Owner, conversation.Key);
        int kept = 0, indexed = 0;
        if (old is { } known && StoredConversations.Read(_connection, known) is { } before)
        {
            kept = MessageTable.CommonLength(before.Messages, conversation.Messages);
            var isSame = oldScope == scope && before.Title == conversation.Title && !before.Messages.Skip(kept).Any(ConversationTerms.IsRecallable) &&
                (before.CreatedAt == conversation.CreatedAt || before.Messages.All(message => message.At is not null));
            if (isSame) indexed = kept;
            _messages.Delete(known, kept);
            _deleteRedactions.Bind(1, known).Run();
        }
        var id = old ?? ++_last;
        _insert.Bind(1, id).Bind(2, scope).Bind(3, folded.Audience.Owner).Bind(4, conversation.Key).Bind(5, conversation.Source).Bind(6, conversation.Title)
            .Bind(7, conversation.CreatedAt?.UtcTicks).Bind(8, conversation.UpdatedAt?.UtcTicks).Bind(9, conversation.Model).Bind(10, conversation.Account)
            .Bind(11, (long)conversation.Kind).Bind(12, conversation.Leaf).Bind(13, Assigned(folded.Audience.Owner, conversation.Key, conversation.Project))
            .Bind(14, conversation.Messages.Count).Bind(15, folded.Terms.Messages.Count(message => message is not null)).Bind(16, _generation).Run();
        foreach (var (kind, count) in folded.Redactions) _insertRedaction.Bind(1, id).Bind(2, kind).Bind(3, (long)count).Run();
        _messages.Insert(id, conversation, kept);
        if (old is not null || folded.Standing.Count > 0) _standing.Put(folded.Audience.Owner, conversation.Key, conversation.Source, folded.Standing);
        if (old is not null && indexed == 0) _postings.Remove((int)id);
        _postings.Put((int)id, (int)scope, folded, indexed);
    }

    /// <summary>Takes a conversation out of what is remembered.</summary>
    public void Remove(string owner, string key)
    {
        if (Find(owner, key).Id is not { } id) return;
        _postings.Remove((int)id);
        _messages.Delete(id, 0);
        _standing.Remove(owner, key);
        _deleteRedactions.Bind(1, id).Run();
        _connection.Execute("DELETE FROM conversations WHERE id = $id", ("$id", id));
        if (_keepsRemovals)
            _connection.Execute("INSERT OR IGNORE INTO removed VALUES ($position, $owner, $key)", ("$position", _generation), ("$owner", owner), ("$key", key));
    }

    /// <summary>Brings the inverted index up to what was put and removed. Call before the transaction commits.</summary>
    public void Complete() => _postings.Complete();

    public void Dispose()
    {
        _postings.Dispose();
        _messages.Dispose();
        _find.Dispose();
        _insert.Dispose();
        _insertRedaction.Dispose();
        _deleteRedactions.Dispose();
        _assigned.Dispose();
    }

    private (long? Id, long Scope) Find(string owner, string key)
    {
        _find.Reset();
        return _find.Bind(1, owner).Bind(2, key).Step() ? (_find.Integer(0), _find.Integer(1)) : (null, 0);
    }

    // What a person confirmed stands above what an export says.
    private string? Assigned(string owner, string key, string? exported)
    {
        _assigned.Reset();
        return _assigned.Bind(1, owner).Bind(2, key).Step() ? _assigned.Text(0) : exported;
    }

    private long Scope(Audience audience, string source)
    {
        var key = (audience.Owner, audience.Persona, audience.Channel, source);
        if (_scopes.TryGetValue(key, out var known)) return known;
        (string, object?)[] parameters =
            [("$owner", audience.Owner), ("$persona", audience.Persona), ("$channel", audience.Channel), ("$source", source)];
        var id = _connection.Scalar(
            "SELECT id FROM scopes WHERE owner = $owner AND persona IS $persona AND channel IS $channel AND source = $source", parameters) as long?
            ?? (long)_connection.Scalar(
                "INSERT INTO scopes (owner, persona, channel, source) VALUES ($owner, $persona, $channel, $source) RETURNING id", parameters)!;
        return _scopes[key] = id;
    }
}

[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(Dictionary<string, long>))]
internal sealed partial class IndexJson : JsonSerializerContext;
