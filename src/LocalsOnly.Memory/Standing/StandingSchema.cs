namespace LocalsOnly.Memory.Standing;

/// <summary>The tables of standing facts.</summary>
internal static class StandingSchema
{
    /// <summary>
    /// <c>standing_statements</c> is a cache of what rules find in the conversations. <c>standing_decisions</c> is not: what a person decided is nowhere else,
    /// so a rebuilt index must be given it again. <c>at</c> is in ticks of UTC.
    /// </summary>
    public const string Sql = """
        CREATE TABLE standing_statements (
            owner TEXT NOT NULL, id TEXT NOT NULL, persona TEXT, channel TEXT, source TEXT NOT NULL, conversation TEXT NOT NULL, message TEXT NOT NULL, position INTEGER NOT NULL,
            kind INTEGER NOT NULL, subject TEXT NOT NULL, value TEXT, text TEXT NOT NULL, strength REAL NOT NULL, language TEXT, at INTEGER NOT NULL, ends INTEGER NOT NULL,
            origin INTEGER NOT NULL, PRIMARY KEY (owner, id)) WITHOUT ROWID;
        CREATE INDEX standing_conversation ON standing_statements (owner, conversation);
        CREATE TABLE standing_decisions (owner TEXT NOT NULL, at INTEGER NOT NULL, record TEXT, subject TEXT, text TEXT);
        CREATE UNIQUE INDEX standing_decided ON standing_decisions (owner, at, coalesce(record, ''), coalesce(subject, ''), coalesce(text, ''));
        """;

    /// <summary>Empties what can be found again; decisions stay.</summary>
    public const string Clear = "DELETE FROM standing_statements;";

    /// <summary>Rows that a scope sees: the condition of the index's own scope filter, on the row itself.</summary>
    public const string Scope = """
        owner = $owner
        AND (persona IS NULL OR persona = $persona OR ($persona IS NULL AND $channel IS NULL))
        AND (channel IS NULL OR channel = $channel OR $channel IS NULL)
        AND ($sources IS NULL OR source IN (SELECT value FROM json_each($sources)))
        AND (NOT $shared OR channel = $channel OR source = $knowledge)
        """;
}
