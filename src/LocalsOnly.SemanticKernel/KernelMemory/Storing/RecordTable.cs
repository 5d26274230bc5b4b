using System.Runtime.InteropServices;
using LocalsOnly.Memory;
using Microsoft.KernelMemory;
using Microsoft.KernelMemory.MemoryStorage;

namespace LocalsOnly.SemanticKernel.KernelMemory.Storing;

/// <summary>The records of an index. Every change is one step: killed anywhere, it is done or it is not.</summary>
/// <param name="file">Where they are.</param>
/// <param name="index">Name of the index, for sentences.</param>
/// <param name="model">What makes the vectors; null when nothing does.</param>
internal sealed class RecordTable(IndexFile file, string index, string? model)
{
    private readonly Stems _stems = new();

    /// <summary>Counts changes of vectors in this process.</summary>
    public int Version { get; private set; }

    /// <summary>Whether the vectors that are there are of the model that there is.</summary>
    public bool HasVectorsOfModel => model is not null && file.Scalar("SELECT model FROM about") is string kept && kept == model;

    /// <summary>How many records there are.</summary>
    public long Count => (long)file.Scalar("SELECT count(*) FROM records")!;

    /// <summary>
    /// Puts records in place of those of the same place in the same document. What an earlier import of that file left is taken out in the same step; a record that is
    /// there already as it is changes nothing. Returns the records' keys.
    /// </summary>
    /// <exception cref="KernelMemoryException">A vector is not comparable with those that are there; nothing was changed.</exception>
    public IReadOnlyList<string> Upsert(IReadOnlyCollection<MemoryRecord> records) => file.Write(() =>
    {
        var keys = new List<string>(records.Count);
        var begun = new HashSet<RecordFile>();
        foreach (var record in records)
        {
            var key = RecordKey.Of(record);
            // What an earlier run of the pipeline made of this file.
            if (key.File is { } made && begun.Add(made))
                foreach (var old in file.Rows("SELECT id FROM records WHERE document = $document AND file = $file AND file_id <> $id AND key <> $key", row => row.GetInt64(0),
                    ("$document", made.Document), ("$file", made.Name), ("$id", made.Id), ("$key", key.Key))) Remove(old);
            // Known by this id until now, and by another place.
            foreach (var old in file.Rows("SELECT id FROM records WHERE given = $given AND key <> $key", row => row.GetInt64(0), ("$given", record.Id), ("$key", key.Key))) Remove(old);
            Put(key, record);
            keys.Add(key.Key);
        }
        Version++;
        return keys;
    });

    /// <summary>Deletes a record by its key, or by the id that it was given with.</summary>
    public void Delete(string id) => file.Write(() =>
    {
        foreach (var row in file.Rows("SELECT id FROM records WHERE key = $id OR given = $id", row => row.GetInt64(0), ("$id", id))) Remove(row);
        Version++;
    });

    /// <summary>Says how long vectors will be, as long as there is none.</summary>
    public void Expect(int dimensions) => file.Run("UPDATE about SET dimensions = $dimensions WHERE dimensions = 0", ("$dimensions", dimensions));

    /// <summary>Rows of the records that match filters, in the order in which they came; null for all.</summary>
    public HashSet<long>? Matching(IReadOnlyList<IReadOnlyList<TagPair>>? filters)
    {
        if (filters is null) return null;
        var rows = new HashSet<long>();
        foreach (var filter in filters)
        {
            // A document is few records, and what comes first is mostly said by the caller, not by the house.
            var first = filter.FirstOrDefault(pair => pair.Name == Constants.ReservedDocumentIdTag, filter[0]);
            HashSet<long> matching = [.. With(first)];
            foreach (var pair in filter)
            {
                if (matching.Count == 0) break;
                if (pair != first) matching.RemoveWhere(row => file.Scalar("SELECT 1 FROM tags WHERE name = $name AND value = $value AND record = $row", ("$name", pair.Name), ("$value", pair.Value), ("$row", row)) is null);
            }
            rows.UnionWith(matching);
        }
        return rows;
    }

    /// <summary>Rows of all records, oldest first.</summary>
    public List<long> Rows() => file.Rows("SELECT id FROM records ORDER BY id", row => row.GetInt64(0));

    /// <summary>A record by its row; null when it was deleted meanwhile.</summary>
    public MemoryRecord? Read(long row, bool withVector) => file.Rows("SELECT key, record, CASE WHEN $vector THEN vector END FROM records WHERE id = $id", found =>
    {
        var record = RecordJson.Read(found.GetString(0), found.GetString(1));
        if (!found.IsDBNull(2)) record.Vector = new Embedding(MemoryMarshal.Cast<byte, float>((byte[])found.GetValue(2)).ToArray());
        return record;
    }, ("$id", row), ("$vector", withVector)) is [var read] ? read : null;

    private IEnumerable<long> With(TagPair pair) => file.Rows("SELECT record FROM tags WHERE name = $name AND value = $value", row => row.GetInt64(0), ("$name", pair.Name), ("$value", pair.Value));

    private void Put(RecordKey key, MemoryRecord record)
    {
        var (text, vector) = (RecordJson.Write(record), Vector(record));
        if (file.Rows("SELECT id, record, vector FROM records WHERE key = $key", row => (Id: row.GetInt64(0), Record: row.GetString(1), Vector: row.IsDBNull(2) ? null : (byte[])row.GetValue(2)), ("$key", key.Key)) is [var old])
        {
            if (old.Record == text && (old.Vector ?? []).AsSpan().SequenceEqual(vector ?? []))
            {
                file.Run("UPDATE records SET given = $given, file_id = $file_id WHERE id = $id", ("$given", record.Id), ("$file_id", key.File?.Id), ("$id", old.Id));
                return;
            }
            Remove(old.Id);
        }
        file.Run("INSERT INTO records (key, given, document, file, file_id, record, vector) VALUES ($key, $given, $document, $file, $file_id, $record, $vector)",
            ("$key", key.Key), ("$given", record.Id), ("$document", key.File?.Document), ("$file", key.File?.Name), ("$file_id", key.File?.Id), ("$record", text), ("$vector", vector));
        var id = (long)file.Scalar("SELECT last_insert_rowid()")!;
        foreach (var pair in TagFilters.Pairs(record.Tags).Distinct()) file.Run("INSERT INTO tags VALUES ($name, $value, $record)", ("$name", pair.Name), ("$value", pair.Value), ("$record", id));
        file.Run("INSERT INTO words (rowid, body) VALUES ($id, $body)", ("$id", id), ("$body", _stems.OfText(record.GetPartitionText())));
    }

    private void Remove(long row)
    {
        file.Run("DELETE FROM words WHERE rowid = $id", ("$id", row));
        file.Run("DELETE FROM tags WHERE record = $id", ("$id", row));
        file.Run("DELETE FROM records WHERE id = $id", ("$id", row));
    }

    // At length 1, so that a product of two is their cosine; null for one that says nothing.
    private byte[]? Vector(MemoryRecord record)
    {
        var unit = Vectors.Unit(record.Vector.Data.Span);
        if (unit.Length == 0) return null;
        var (dimensions, kept) = file.Rows("SELECT dimensions, model FROM about", row => (row.GetInt32(0), row.TextOrNull(1)))[0];
        if ((kept ?? model) != model || (dimensions > 0 && dimensions != unit.Length))
            throw new KernelMemoryException($"The index '{index}' holds vectors of {kept ?? "another model"} with {dimensions} numbers, and was given one of {model ?? "no known model"} with {unit.Length}: delete the index and import again, or go back to that model.");
        if (kept is null || dimensions == 0) file.Run("UPDATE about SET dimensions = $dimensions, model = $model", ("$dimensions", unit.Length), ("$model", model));
        return MemoryMarshal.AsBytes(unit.AsSpan()).ToArray();
    }
}
