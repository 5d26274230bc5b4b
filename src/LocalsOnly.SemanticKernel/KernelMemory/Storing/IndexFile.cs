using LocalsOnly.Memory;

namespace LocalsOnly.SemanticKernel.KernelMemory.Storing;

/// <summary>
/// The database of one index: records with their tags beside them, the stems of their texts in a full-text table, their vectors with them. What is deleted is overwritten.
/// </summary>
internal sealed class IndexFile(string path) : SqliteFile(path, outlivesPower: false, """
    CREATE TABLE about (id INTEGER PRIMARY KEY CHECK (id = 1), dimensions INTEGER NOT NULL, model TEXT);
    INSERT INTO about VALUES (1, 0, NULL);
    CREATE TABLE records (
        id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, given TEXT NOT NULL, document TEXT, file TEXT, file_id TEXT, record TEXT NOT NULL, vector BLOB);
    CREATE INDEX records_given ON records (given);
    CREATE INDEX records_document ON records (document, file);
    CREATE TABLE tags (name TEXT NOT NULL, value TEXT NOT NULL, record INTEGER NOT NULL, PRIMARY KEY (name, value, record)) WITHOUT ROWID;
    CREATE INDEX tags_record ON tags (record);
    CREATE VIRTUAL TABLE words USING fts5 (body, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 0');
    """)
{
    /// <summary>Opens it, and makes it when there is none.</summary>
    /// <exception cref="SqliteFileException">It cannot be opened.</exception>
    public static IndexFile Open(string path)
    {
        var file = new IndexFile(path);
        file.Run("PRAGMA secure_delete = ON");
        return file;
    }
}
