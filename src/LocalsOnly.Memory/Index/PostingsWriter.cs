using LocalsOnly.Memory.Postings;
using Microsoft.Data.Sqlite;

namespace LocalsOnly.Memory.Index;

/// <summary>Brings the inverted index up to the conversations that a transaction puts or removes: one new segment for all that is new, and marks on what is gone.</summary>
internal sealed class PostingsWriter(SqliteConnection connection, SnapshotCache snapshots) : IDisposable
{
    private readonly PageReader _reader = new(connection);
    private readonly SortedDictionary<int, Pending> _pending = [];
    private readonly HashSet<int> _gone = [];
    private readonly Dictionary<int, (long Messages, long Words)> _changes = [];
    private readonly Dictionary<(MessageAuthor, string?), int> _authors = [];
    private IndexSnapshot? _before;

    /// <summary>Indexes a conversation.</summary>
    /// <param name="id">Its row.</param>
    /// <param name="scope">Row of its scope.</param>
    /// <param name="folded">What it is now.</param>
    /// <param name="from">Place of the first message that is not indexed yet.</param>
    public void Put(int id, int scope, FoldedConversation folded, int from)
    {
        if (_pending.TryGetValue(id, out var earlier)) from = Math.Min(from, earlier.From);
        _pending[id] = new Pending(scope, folded, from);
    }

    /// <summary>Takes a conversation out.</summary>
    public void Remove(int id)
    {
        _pending.Remove(id);
        // What the snapshot has is of before this transaction, so it must be read before the first mark.
        _before ??= snapshots.Read(connection, _reader);
        if (!_gone.Add(id)) return;
        foreach (var place in _before.Conversations.All(id))
        {
            var (segment, _) = _before.Segments[place.Segment];
            var documents = segment.Documents;
            connection.Execute("INSERT INTO dead_blocks VALUES ($segment, $block)", ("$segment", segment.Id), ("$block", place.Block));
            for (var i = documents.FirstDocument[place.Block]; i < documents.FirstDocument[place.Block] + documents.SizeOf(place.Block); i++)
                Count(documents.Author[i], -1, -documents.Length[i]);
        }
    }

    /// <summary>Writes all of it. Call before the transaction commits.</summary>
    public void Complete()
    {
        var builders = new Dictionary<Vocabulary, SegmentBuilder>();
        foreach (var (id, pending) in _pending)
        {
            var terms = pending.Folded.Terms;
            if (!builders.TryGetValue(terms.Vocabulary, out var builder)) builders[terms.Vocabulary] = builder = new SegmentBuilder(terms.Vocabulary);
            Add(builder, id, pending);
        }
        using (var pages = new PageWriter(connection))
            foreach (var builder in builders.Values)
                if (builder.Count > 0) SegmentTable.Add(connection, pages, builder);
        foreach (var (author, (messages, words)) in _changes)
            connection.Execute("UPDATE authors SET messages = messages + $messages, words = words + $words WHERE id = $id", ("$id", author), ("$messages", messages), ("$words", words));
        if (_pending.Count > 0 || _gone.Count > 0) SegmentTable.Changed(connection);
        _pending.Clear();
        _gone.Clear();
        _changes.Clear();
        _before = null;
    }

    public void Dispose() => _reader.Dispose();

    private void Add(SegmentBuilder builder, int id, Pending pending)
    {
        var conversation = pending.Folded.Redacted;
        var position = 0;
        var begun = false;
        for (var ordinal = 0; ordinal < conversation.Messages.Count; ordinal++)
        {
            if (pending.Folded.Terms.Messages[ordinal] is not { } terms) continue;
            if (ordinal >= pending.From)
            {
                if (!begun) builder.BeginBlock(id, pending.Scope, position, pending.Folded.Terms.Title);
                begun = true;
                var message = conversation.Messages[ordinal];
                var author = AuthorOf(message);
                var length = Short(terms.Length);
                builder.Add(
                    new DocumentRow(ordinal, (ushort)author, length, Short(terms.Words), (byte)terms.Cues, DocumentColumns.MinutesOf(message.At ?? conversation.CreatedAt), terms.Content),
                    terms.Postings);
                Count(author, 1, length);
            }
            position++;
        }
    }

    private static ushort Short(int value) => (ushort)Math.Min(value, ushort.MaxValue);

    private void Count(int author, long messages, long words)
    {
        var (knownMessages, knownWords) = _changes.GetValueOrDefault(author);
        _changes[author] = (knownMessages + messages, knownWords + words);
    }

    // More authors than a column can hold are one author without a name.
    private int AuthorOf(ConversationMessage message)
    {
        if (_authors.TryGetValue((message.Author, message.Name), out var known)) return known;
        connection.Execute("INSERT INTO authors (role, name, messages, words) VALUES ($role, $name, 0, 0) ON CONFLICT DO NOTHING", ("$role", (int)message.Author), ("$name", message.Name));
        var id = (long)connection.Scalar("SELECT id FROM authors WHERE role = $role AND coalesce(name, '') = $name", ("$role", (int)message.Author), ("$name", message.Name ?? ""))!;
        if (id > ushort.MaxValue) id = AuthorOf(message with { Name = null });
        return _authors[(message.Author, message.Name)] = (int)id;
    }

    private sealed record Pending(int Scope, FoldedConversation Folded, int From);
}
