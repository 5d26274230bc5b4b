namespace LocalsOnly.Memory.Postings;

/// <summary>Bytes of the index are not what was written. The file is set aside and rebuilt from the archive, as one that SQLite itself finds damaged.</summary>
internal sealed class DamagedIndexException(string what) : Exception($"The index is damaged: {what}.");
