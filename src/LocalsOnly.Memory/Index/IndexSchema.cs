namespace LocalsOnly.Memory.Index;

/// <summary>The index's tables. Any change needs a new <see cref="Version"/>: the index is then rebuilt, never migrated, for it is a cache.</summary>
internal static class IndexSchema
{
    public const int Version = 2;

    /// <summary>
    /// <c>scope</c> is on every row that holds something remembered. <c>position</c> counts the messages that can be recalled within their
    /// conversation, so that a neighbour is position ± 1; it is null for all others. <c>recallable</c> keeps terms only, the text is in <c>messages</c>.
    /// Titles, texts and names of attachments are redacted; <c>digest</c> is of the original, which the archive has at byte <c>offset</c> of <c>segment</c>.
    /// </summary>
    public const string Sql = """
        CREATE TABLE scopes (
            id INTEGER PRIMARY KEY, owner TEXT NOT NULL, persona TEXT, channel TEXT, source TEXT NOT NULL);
        CREATE TABLE conversations (
            id INTEGER PRIMARY KEY, scope INTEGER NOT NULL REFERENCES scopes, owner TEXT NOT NULL, key TEXT NOT NULL, source TEXT NOT NULL,
            title TEXT NOT NULL, created INTEGER, updated INTEGER, model TEXT, account TEXT, digest BLOB NOT NULL, kind INTEGER NOT NULL, project TEXT,
            segment INTEGER NOT NULL, offset INTEGER NOT NULL, UNIQUE (owner, key));
        CREATE TABLE redactions (
            conversation INTEGER NOT NULL REFERENCES conversations, kind TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (conversation, kind)) WITHOUT ROWID;
        CREATE TABLE messages (
            id INTEGER PRIMARY KEY, scope INTEGER NOT NULL REFERENCES scopes, conversation INTEGER NOT NULL REFERENCES conversations,
            ordinal INTEGER NOT NULL, position INTEGER, key TEXT NOT NULL, parent TEXT, author INTEGER NOT NULL, kind INTEGER NOT NULL,
            active INTEGER NOT NULL, at INTEGER, words INTEGER NOT NULL, attachments TEXT, text TEXT NOT NULL);
        CREATE UNIQUE INDEX messages_ordinal ON messages (conversation, ordinal);
        CREATE INDEX messages_position ON messages (conversation, position) WHERE position IS NOT NULL;
        CREATE INDEX messages_key ON messages (key);
        CREATE VIRTUAL TABLE recallable USING fts5 (title, body, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 0');
        CREATE VIRTUAL TABLE terms USING fts5vocab (recallable, row);
        CREATE TABLE authors (author INTEGER PRIMARY KEY, messages INTEGER NOT NULL, words INTEGER NOT NULL);
        CREATE TABLE progress (id INTEGER PRIMARY KEY CHECK (id = 1), fingerprint TEXT, segment INTEGER NOT NULL, offset INTEGER NOT NULL, redaction TEXT);
        INSERT INTO progress VALUES (1, NULL, 1, 0, NULL);
        """;
}
