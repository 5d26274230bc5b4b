using LocalsOnly.Memory;

namespace LocalsOnly.Scheduling;

/// <summary>
/// What was due and what became of it: <c>tasks.db</c>. A step that has returned outlives a loss of power, because an occurrence that was forgotten would run twice.
/// </summary>
internal sealed class TaskDatabase(string path, bool outlivesPower = true) : SqliteFile(path, outlivesPower, """
    CREATE TABLE tasks (id TEXT PRIMARY KEY, first INTEGER NOT NULL, cursor INTEGER NOT NULL, paused INTEGER NOT NULL DEFAULT 0, alerted INTEGER) WITHOUT ROWID;
    CREATE TABLE occurrences (
        task TEXT NOT NULL, due INTEGER NOT NULL, state INTEGER NOT NULL, by_hand INTEGER NOT NULL DEFAULT 0, late INTEGER NOT NULL DEFAULT 0, missed INTEGER NOT NULL DEFAULT 0,
        tries INTEGER NOT NULL DEFAULT 0, not_before INTEGER NOT NULL, ready INTEGER NOT NULL, began INTEGER, ended INTEGER, reason TEXT, output TEXT, hash TEXT, turn TEXT,
        PRIMARY KEY (task, due)) WITHOUT ROWID;
    CREATE INDEX occurrences_open ON occurrences (state, not_before) WHERE state < 2;
    CREATE INDEX occurrences_ended ON occurrences (task, ended) WHERE ended IS NOT NULL;
    CREATE INDEX occurrences_run ON occurrences (task, due) WHERE state < 5;
    CREATE INDEX occurrences_failed ON occurrences (ended) WHERE state IN (3, 4);
    CREATE INDEX occurrences_due ON occurrences (due);
    CREATE TABLE deliveries (
        task TEXT NOT NULL, due INTEGER NOT NULL, channel TEXT NOT NULL, state INTEGER NOT NULL, proof TEXT, reason TEXT, tries INTEGER NOT NULL DEFAULT 0, next INTEGER NOT NULL,
        PRIMARY KEY (task, due, channel)) WITHOUT ROWID;
    CREATE INDEX deliveries_open ON deliveries (next) WHERE state = 0;
    CREATE INDEX deliveries_failed ON deliveries (due) WHERE state = 2;
    CREATE TABLE clock (id INTEGER PRIMARY KEY CHECK (id = 1), seen INTEGER NOT NULL);
    """);
