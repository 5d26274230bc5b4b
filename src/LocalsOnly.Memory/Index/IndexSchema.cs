namespace LocalsOnly.Memory.Index;

/// <summary>The index's tables. Any change needs a new <see cref="Version"/>: the index is then rebuilt, never migrated, for it is a cache.</summary>
internal static class IndexSchema
{
    public const int Version = 3;

    /// <summary>
    /// <c>scope</c> is on every row that holds something remembered. <c>position</c> counts the messages that can be recalled within their
    /// conversation, so that a neighbour is position ± 1; it is null for all others. <c>recallable</c> keeps terms only, the text is in <c>messages</c>.
    /// Nothing references anything: with foreign keys SQLite sets a savepoint for each insert, and FTS5 writes a segment for each savepoint.
    /// Titles, texts and names of attachments are redacted, and <c>redactions</c> counts what was; digests are of the originals, which the archive has.
    /// FTS5 collects up to 64 MiB of terms before it writes a segment, which saves a third of its time in an import.
    /// <c>observations</c> says where each line of the archive is; those of an import that is not undone make the conversation together.
    /// </summary>
    public const string Sql = """
        CREATE TABLE scopes (
            id INTEGER PRIMARY KEY, owner TEXT NOT NULL, persona TEXT, channel TEXT, source TEXT NOT NULL);
        CREATE TABLE conversations (
            id INTEGER PRIMARY KEY, scope INTEGER NOT NULL, owner TEXT NOT NULL, key TEXT NOT NULL, source TEXT NOT NULL,
            title TEXT NOT NULL, created INTEGER, updated INTEGER, model TEXT, account TEXT, kind INTEGER NOT NULL, leaf TEXT, project TEXT,
            UNIQUE (owner, key));
        CREATE TABLE redactions (
            conversation INTEGER NOT NULL, kind TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (conversation, kind)) WITHOUT ROWID;
        CREATE TABLE messages (
            id INTEGER PRIMARY KEY, scope INTEGER NOT NULL, conversation INTEGER NOT NULL,
            ordinal INTEGER NOT NULL, position INTEGER, key TEXT NOT NULL, parent TEXT, author INTEGER NOT NULL, kind INTEGER NOT NULL,
            active INTEGER NOT NULL, at INTEGER, words INTEGER NOT NULL, attachments TEXT, text TEXT NOT NULL,
            raw_at TEXT, model TEXT, partial INTEGER NOT NULL);
        CREATE INDEX messages_ordinal ON messages (conversation, ordinal);
        CREATE INDEX messages_position ON messages (conversation, position) WHERE position IS NOT NULL;
        CREATE VIRTUAL TABLE recallable USING fts5 (title, body, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 0');
        INSERT INTO recallable (recallable, rank) VALUES ('hashsize', 33554432), ('automerge', 16), ('crisismerge', 64);
        CREATE VIRTUAL TABLE terms USING fts5vocab (recallable, row);
        CREATE TABLE authors (author INTEGER PRIMARY KEY, messages INTEGER NOT NULL, words INTEGER NOT NULL);
        CREATE TABLE observations (
            id INTEGER PRIMARY KEY, owner TEXT NOT NULL, key TEXT NOT NULL, import INTEGER NOT NULL, digest BLOB NOT NULL,
            segment INTEGER NOT NULL, block INTEGER NOT NULL, start INTEGER NOT NULL, length INTEGER NOT NULL,
            raw BLOB, raw_segment INTEGER, raw_offset INTEGER, raw_packed INTEGER, raw_length INTEGER);
        CREATE INDEX observations_key ON observations (owner, key);
        CREATE INDEX observations_import ON observations (import);
        CREATE TABLE imports (
            number INTEGER PRIMARY KEY, owner TEXT NOT NULL, batch TEXT, started INTEGER NOT NULL, inputs TEXT, ended INTEGER, how TEXT, totals TEXT, undone INTEGER);
        CREATE TABLE forgotten (owner TEXT NOT NULL, hash TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (owner, hash)) WITHOUT ROWID;
        CREATE TABLE assigned (owner TEXT NOT NULL, key TEXT NOT NULL, project TEXT, PRIMARY KEY (owner, key)) WITHOUT ROWID;
        CREATE TABLE progress (id INTEGER PRIMARY KEY CHECK (id = 1), archive TEXT, generation INTEGER NOT NULL, segment INTEGER NOT NULL, offset INTEGER NOT NULL, redaction TEXT);
        INSERT INTO progress VALUES (1, NULL, 0, 1, 0, NULL);
        """;

    /// <summary>Empties the index where it is: a running host keeps its connections, and sees the new content.</summary>
    public const string Clear = """
        DELETE FROM messages; DELETE FROM conversations; DELETE FROM redactions; DELETE FROM scopes; DELETE FROM authors; DELETE FROM observations; DELETE FROM imports;
        DELETE FROM forgotten; DELETE FROM assigned; INSERT INTO recallable (recallable) VALUES ('delete-all');
        UPDATE progress SET archive = NULL, generation = 0, segment = 1, offset = 0, redaction = NULL;
        """;
}
