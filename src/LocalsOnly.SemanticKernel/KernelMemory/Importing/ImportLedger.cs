using LocalsOnly.Memory;
using LocalsOnly.SemanticKernel.KernelMemory.Conversations;

namespace LocalsOnly.SemanticKernel.KernelMemory.Importing;

/// <summary>
/// What of each conversation is in the copy. A row is written before the copy is touched and again when it is done, so that a run that was killed anywhere leaves word
/// of every record that it may have written.
/// </summary>
internal sealed class ImportLedger(string path) : SqliteFile(path, outlivesPower: true, """
    CREATE TABLE conversations (
        owner TEXT NOT NULL, key TEXT NOT NULL, source TEXT NOT NULL, stamp TEXT, hash TEXT, pieces INTEGER NOT NULL, touched INTEGER NOT NULL, PRIMARY KEY (owner, key)) WITHOUT ROWID;
    """)
{
    /// <summary>All rows.</summary>
    public List<ImportedConversation> Read() => Rows("SELECT owner, key, source, stamp, hash, pieces, touched FROM conversations", row =>
        new ImportedConversation(row.GetString(0), row.GetString(1), row.GetString(2), row.TextOrNull(3), row.TextOrNull(4), row.GetInt32(5), row.GetInt32(6)));

    public ImportedConversation? Find(string owner, string key) => Rows("SELECT owner, key, source, stamp, hash, pieces, touched FROM conversations WHERE owner = $owner AND key = $key", row =>
        new ImportedConversation(row.GetString(0), row.GetString(1), row.GetString(2), row.TextOrNull(3), row.TextOrNull(4), row.GetInt32(5), row.GetInt32(6)), ("$owner", owner), ("$key", key)) is [var row] ? row : null;

    /// <summary>The copy of this conversation is about to be changed: records up to <paramref name="touched"/> may exist from now on.</summary>
    public void Begin(ConversationPlace place, int touched) => Run("""
        INSERT INTO conversations VALUES ($owner, $key, $source, NULL, NULL, 0, $touched)
        ON CONFLICT (owner, key) DO UPDATE SET stamp = NULL, hash = NULL, touched = max(touched, pieces, $touched)
        """, ("$owner", place.Owner), ("$key", place.Key), ("$source", place.Source), ("$touched", touched));

    /// <summary>The copy is as it should be.</summary>
    public void End(ConversationPlace place, string stamp, string hash, int pieces) => Run("""
        UPDATE conversations SET source = $source, stamp = $stamp, hash = $hash, pieces = $pieces, touched = $pieces WHERE owner = $owner AND key = $key
        """, ("$owner", place.Owner), ("$key", place.Key), ("$source", place.Source), ("$stamp", stamp), ("$hash", hash), ("$pieces", pieces));

    /// <summary>Nothing of it is in the copy any more.</summary>
    public void Remove(string owner, string key) => Run("DELETE FROM conversations WHERE owner = $owner AND key = $key", ("$owner", owner), ("$key", key));
}

/// <summary>What of a conversation is in the copy.</summary>
/// <param name="Stamp">Of the index as it was read; null while it is under way.</param>
/// <param name="Hash">Of the records that were made of it; null while it is under way.</param>
/// <param name="Pieces">How many records there are.</param>
/// <param name="Touched">How many there may be.</param>
internal sealed record ImportedConversation(string Owner, string Key, string Source, string? Stamp, string? Hash, int Pieces, int Touched)
{
    public ConversationPlace Place => new(0, Owner, Key, null, null, Source, 0);
}
