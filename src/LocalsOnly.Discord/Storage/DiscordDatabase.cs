using LocalsOnly.Discord.Transport;
using LocalsOnly.Memory;
using Microsoft.Data.Sqlite;

namespace LocalsOnly.Discord.Storage;

/// <summary>
/// What must outlive the host: what was written and what became of it, what was answered and where, who is paired. One file, <c>discord.db</c>; each step is a few
/// microseconds.
/// </summary>
internal sealed class DiscordDatabase(string path) : SqliteFile(path, outlivesPower: false, First, Second, Third)
{
    private const string First = """
        CREATE TABLE inbox (
            id INTEGER PRIMARY KEY, channel INTEGER NOT NULL, place INTEGER NOT NULL, guild INTEGER, author INTEGER NOT NULL, name TEXT NOT NULL, persona TEXT NOT NULL, bot TEXT NOT NULL,
            text TEXT NOT NULL, attachments TEXT NOT NULL, session TEXT NOT NULL, memory TEXT, shared INTEGER NOT NULL, guest INTEGER NOT NULL, replied TEXT, echo INTEGER,
            state INTEGER NOT NULL, reason TEXT, leader INTEGER, turn TEXT, wrote INTEGER NOT NULL DEFAULT 0, tries INTEGER NOT NULL DEFAULT 0, received INTEGER NOT NULL);
        CREATE INDEX inbox_open ON inbox (channel, id) WHERE state < 2;
        CREATE TABLE outbox (
            inbox INTEGER NOT NULL, part INTEGER NOT NULL, channel INTEGER NOT NULL, persona TEXT NOT NULL, text TEXT NOT NULL, file BLOB, message INTEGER, final INTEGER NOT NULL,
            delivered INTEGER NOT NULL, tried INTEGER NOT NULL, PRIMARY KEY (inbox, part)) WITHOUT ROWID;
        CREATE INDEX outbox_message ON outbox (message) WHERE message IS NOT NULL;
        CREATE INDEX outbox_channel ON outbox (channel, inbox);
        CREATE INDEX inbox_turn ON inbox (channel, id) WHERE turn IS NOT NULL;
        CREATE TABLE ignored (id INTEGER PRIMARY KEY, channel INTEGER NOT NULL, author INTEGER NOT NULL, reason TEXT NOT NULL, at INTEGER NOT NULL);
        CREATE INDEX ignored_channel ON ignored (channel, id);
        CREATE TABLE cursors (channel INTEGER PRIMARY KEY, bot TEXT NOT NULL, direct INTEGER NOT NULL, last INTEGER NOT NULL);
        CREATE TABLE bots (name TEXT PRIMARY KEY, id INTEGER NOT NULL, called TEXT NOT NULL);
        CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL, owner INTEGER NOT NULL, at INTEGER NOT NULL);
        CREATE TABLE codes (code TEXT PRIMARY KEY, owner INTEGER NOT NULL, expires INTEGER NOT NULL, tries INTEGER NOT NULL DEFAULT 0);
        CREATE TABLE quoted (turn TEXT NOT NULL, number INTEGER NOT NULL, key TEXT NOT NULL, persona TEXT NOT NULL, memory TEXT, shared INTEGER NOT NULL, PRIMARY KEY (turn, number)) WITHOUT ROWID;
        """;

    private const string Second = "ALTER TABLE inbox DROP COLUMN place; DROP INDEX inbox_turn;";

    private const string Third = "CREATE TABLE posts (key TEXT PRIMARY KEY, id INTEGER NOT NULL UNIQUE, guild INTEGER, text TEXT NOT NULL);";

    protected override object Kept(object? value) => value is Snowflake id ? unchecked((long)id.Value) : base.Kept(value);
}

/// <summary>Columns as they are kept.</summary>
internal static class Columns
{
    public static Snowflake Id(this SqliteDataReader row, int column) => new(unchecked((ulong)row.GetInt64(column)));

    public static Snowflake? IdOrNull(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.Id(column);
}
