using LocalsOnly.Memory.Standing;

namespace LocalsOnly.Memory.Index;

/// <summary>The index's tables. Any change needs a new <see cref="Version"/>, and so does one of what observations make together: the index is then rebuilt, never migrated, for it is a cache.</summary>
internal static class IndexSchema
{
    public const int Version = 13;

    /// <summary>
    /// A conversation has a scope, and every query about what is remembered goes by it. Rows of <c>messages</c> are numbered by <see cref="MessageRow"/>;
    /// <c>position</c> counts those that can be recalled within their conversation and is null for all others. <c>segments</c>, <c>pages</c>, <c>dead_blocks</c>
    /// and <c>authors</c> are the inverted index (docs/decisions/0010-postings.md), and <c>index_state</c> says how often it has changed.
    /// Texts are as <see cref="PackedText"/> has them.
    /// Titles, texts and names of attachments are redacted, and <c>redactions</c> counts what was; digests are of the originals, which the archive has.
    /// <c>changed</c> is the generation in which a conversation changed last, <c>removed</c> what went since: a mirror follows both.
    /// <c>observations</c> says where each line of the archive is; those of an import that is not undone make the conversation together, and those that such an import
    /// <c>held</c> as well, by their digest. <c>part</c> and <c>origin</c>
    /// are hashes of keys of what is gathered from other conversations, and of the one it goes with; what was forgotten with another has its hash in <c>gone_with</c>.
    /// </summary>
    public const string Sql = StandingSchema.Sql + """
        CREATE TABLE scopes (
            id INTEGER PRIMARY KEY, owner TEXT NOT NULL, persona TEXT, channel TEXT, source TEXT NOT NULL);
        CREATE TABLE conversations (
            id INTEGER PRIMARY KEY, scope INTEGER NOT NULL, owner TEXT NOT NULL, key TEXT NOT NULL, source TEXT NOT NULL,
            title TEXT NOT NULL, created INTEGER, updated INTEGER, model TEXT, account TEXT, kind INTEGER NOT NULL, leaf TEXT, project TEXT,
            messages INTEGER NOT NULL, recallable INTEGER NOT NULL, changed INTEGER NOT NULL, UNIQUE (owner, key));
        CREATE INDEX conversations_changed ON conversations (changed);
        CREATE TABLE knowledge (path TEXT PRIMARY KEY, hash TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE removed (position INTEGER NOT NULL, owner TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (position, owner, key)) WITHOUT ROWID;
        CREATE TABLE redactions (
            conversation INTEGER NOT NULL, kind TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (conversation, kind)) WITHOUT ROWID;
        CREATE TABLE messages (
            id INTEGER PRIMARY KEY, position INTEGER, key TEXT NOT NULL, parent, author INTEGER NOT NULL, kind INTEGER NOT NULL,
            active INTEGER NOT NULL, at INTEGER, attachments TEXT, text NOT NULL, raw_at TEXT, model TEXT, partial INTEGER NOT NULL, name TEXT);
        CREATE TABLE segments (id INTEGER PRIMARY KEY, documents INTEGER NOT NULL);
        CREATE TABLE pages (id INTEGER PRIMARY KEY, data BLOB NOT NULL);
        CREATE TABLE dead_blocks (segment INTEGER NOT NULL, block INTEGER NOT NULL, PRIMARY KEY (segment, block)) WITHOUT ROWID;
        CREATE TABLE authors (id INTEGER PRIMARY KEY, role INTEGER NOT NULL, name TEXT, messages INTEGER NOT NULL, words INTEGER NOT NULL);
        CREATE UNIQUE INDEX authors_name ON authors (role, coalesce(name, ''));
        CREATE TABLE index_state (id INTEGER PRIMARY KEY CHECK (id = 1), identity INTEGER NOT NULL, generation INTEGER NOT NULL, next_segment INTEGER NOT NULL);
        INSERT INTO index_state VALUES (1, random(), 0, 1);
        CREATE TABLE observations (
            id INTEGER PRIMARY KEY, owner TEXT NOT NULL, key TEXT NOT NULL, import INTEGER NOT NULL, digest BLOB NOT NULL,
            segment INTEGER NOT NULL, block INTEGER NOT NULL, start INTEGER NOT NULL, length INTEGER NOT NULL,
            raw BLOB, raw_segment INTEGER, raw_offset INTEGER, raw_packed INTEGER, raw_length INTEGER, part TEXT, origin TEXT);
        CREATE INDEX observations_key ON observations (owner, key);
        CREATE INDEX observations_import ON observations (import);
        CREATE TABLE imports (
            number INTEGER PRIMARY KEY, owner TEXT NOT NULL, batch TEXT, started INTEGER NOT NULL, inputs TEXT, accounts TEXT, files TEXT, ended INTEGER, how TEXT, totals TEXT, undone INTEGER);
        CREATE TABLE held (hash BLOB NOT NULL, import INTEGER NOT NULL, PRIMARY KEY (hash, import)) WITHOUT ROWID;
        CREATE TABLE forgotten (owner TEXT NOT NULL, hash TEXT NOT NULL, at INTEGER NOT NULL, gone_with TEXT, PRIMARY KEY (owner, hash)) WITHOUT ROWID;
        CREATE TABLE assigned (owner TEXT NOT NULL, key TEXT NOT NULL, project TEXT, PRIMARY KEY (owner, key)) WITHOUT ROWID;
        CREATE TABLE progress (id INTEGER PRIMARY KEY CHECK (id = 1), archive TEXT, generation INTEGER NOT NULL, segment INTEGER NOT NULL, offset INTEGER NOT NULL, redaction TEXT);
        INSERT INTO progress VALUES (1, NULL, 0, 1, 0, NULL);
        """;

    /// <summary>Empties the index where it is: a running host keeps its connections, and sees the new content.</summary>
    public const string Clear = """
        DELETE FROM messages; DELETE FROM conversations; DELETE FROM redactions; DELETE FROM scopes; DELETE FROM authors; DELETE FROM observations; DELETE FROM imports; DELETE FROM held;
        DELETE FROM removed; DELETE FROM knowledge; DELETE FROM standing_statements; DELETE FROM standing_decisions; DELETE FROM forgotten; DELETE FROM assigned; DELETE FROM segments; DELETE FROM pages; DELETE FROM dead_blocks;
        UPDATE index_state SET generation = generation + 1;
        UPDATE progress SET archive = NULL, generation = 0, segment = 1, offset = 0, redaction = NULL;
        """;
}
