using System.Buffers;
using System.Numerics.Tensors;

namespace LocalsOnly.Memory.Embedding.Vectors;

/// <summary>
/// Vectors of one model in one file, by id, as 8-bit steps: 16 bytes and one for each dimension. Rows are only ever appended; another vector for an id is a new
/// row, and the old one is wiped. One process at a time; within it one thread writes and any number search meanwhile.
/// </summary>
/// <remarks>
/// What was appended survives the end of the process at once and of the machine from the next <see cref="Flush"/>; what a deletion removed is durably gone when
/// it returns. Opening cuts off what a killed writer left half done, and wipes rows whose check is wrong: they count as never stored, to be made anew.
/// </remarks>
internal sealed class VectorFile : IDisposable
{
    private readonly Lock _lock = new();
    private readonly string _path;
    private readonly VectorLayout _layout;
    private RowStore _store;
    private Dictionary<long, int> _rows;
    private volatile RowSnapshot _snapshot;
    private bool _disposed;

    private VectorFile(string path, EmbeddingModel model, RowStore store, int damaged, Dictionary<long, int> rows)
    {
        (_path, Model, _store, Damaged, _rows) = (path, model, store, damaged, rows);
        _layout = store.Layout;
        _snapshot = new RowSnapshot(store.Map, _layout, store.Rows, 0);
    }

    public EmbeddingModel Model { get; }

    /// <summary>Vectors that a search may find.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _rows.Count;
        }
    }

    /// <summary>Rows in the file, wiped ones included: what compacting brings down to <see cref="Count"/>.</summary>
    public int Rows => _snapshot.Rows;

    /// <summary>Rows that were wiped at opening, because their check was wrong or they were missing.</summary>
    public int Damaged { get; }

    /// <summary>Opens a file of vectors, and makes it when there is none.</summary>
    /// <exception cref="EmbeddingException">It holds another model's vectors, is in use, or cannot be read.</exception>
    public static VectorFile Open(string path, EmbeddingModel model)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(model.Dimensions, 1);
        var store = RowStore.Open(path, model);
        try
        {
            var damaged = store.Recover();
            return new VectorFile(path, model, store, damaged, store.Index());
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    public bool Contains(long id)
    {
        lock (_lock) return _rows.ContainsKey(id);
    }

    /// <summary>Reads a vector back, nearly of length 1.</summary>
    /// <param name="vector">As long as the model's.</param>
    public bool TryRead(long id, Span<float> vector)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(vector.Length, Model.Dimensions);
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (!_rows.TryGetValue(id, out var number)) return false;
            using var bytes = _store.Map.Rent();
            var row = bytes.Slice(_layout.OffsetOf(number), _layout.RowBytes);
            Int8.Read(VectorLayout.Vector(row), VectorLayout.Scale(row), vector);
            return true;
        }
    }

    /// <summary>Stores vectors, which need not be of length 1. One that is there already under the same id is replaced.</summary>
    /// <param name="ids">Not negative.</param>
    /// <param name="vectors">As many as ids, as long as the model's.</param>
    /// <exception cref="EmbeddingException">A vector has another length or a number that is none, and nothing is stored; or the disk is full.</exception>
    public void Append(ReadOnlySpan<long> ids, ReadOnlySpan<ReadOnlyMemory<float>> vectors)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(vectors.Length, ids.Length);
        foreach (var id in ids) ArgumentOutOfRangeException.ThrowIfNegative(id);
        foreach (var vector in vectors) Check(vector.Span);
        if (ids.IsEmpty) return;
        var length = checked(ids.Length * _layout.RowBytes);
        var pooled = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            for (var i = 0; i < ids.Length; i++) VectorLayout.Write(pooled.AsSpan(i * _layout.RowBytes, _layout.RowBytes), ids[i], vectors[i].Span);
            lock (_lock)
            {
                ObjectDisposedException.ThrowIf(_disposed, this);
                try
                {
                    // The new row is there before the old one goes: killed between the two, opening keeps the later one.
                    var first = _store.Append(pooled.AsSpan(0, length));
                    for (var i = 0; i < ids.Length; i++)
                    {
                        if (_rows.TryGetValue(ids[i], out var old)) _store.Wipe(old, ids[i]);
                        _rows[ids[i]] = first + i;
                    }
                }
                finally
                {
                    // Readers know the new mapping before the old one goes.
                    _snapshot = new RowSnapshot(_store.Map, _layout, _store.Rows, _snapshot.Generation);
                    _store.Unmap();
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(pooled);
        }
    }

    /// <summary>Makes what was appended durable.</summary>
    public void Flush()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _store.Flush();
        }
    }

    /// <summary>Wipes vectors, durably.</summary>
    /// <returns>How many of the ids had one.</returns>
    public int Delete(ReadOnlySpan<long> ids)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var deleted = 0;
            foreach (var id in ids)
            {
                if (!_rows.TryGetValue(id, out var row)) continue;
                _store.Wipe(row, id);
                _rows.Remove(id);
                deleted++;
            }
            if (deleted > 0) _store.Flush();
            return deleted;
        }
    }

    /// <summary>Wipes all vectors but some, durably.</summary>
    /// <returns>How many were wiped.</returns>
    public int DeleteAllBut(IReadOnlySet<long> ids)
    {
        long[] gone;
        lock (_lock) gone = [.. _rows.Keys.Where(id => !ids.Contains(id))];
        return Delete(gone);
    }

    /// <summary>Writes the file anew without wiped rows, in one step. Rows that were found before are no longer valid.</summary>
    public void Compact()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_store.Rows == _rows.Count) return;
            var compacted = _store.Compact(_path, Model);
            var old = _store;
            (_store, _rows) = (compacted, compacted.Index());
            _snapshot = new RowSnapshot(compacted.Map, _layout, compacted.Rows, _snapshot.Generation + 1);
            old.Abandon();
        }
    }

    /// <summary>How often the file was compacted since it was opened: what rows are valid for.</summary>
    public int Generation => _snapshot.Generation;

    /// <summary>Looks up where ids are that have no row yet.</summary>
    /// <param name="ids">Of vectors.</param>
    /// <param name="rows">Of each id the row; those that are negative are looked up, and stay so where there is none.</param>
    /// <returns>The generation in which they were found.</returns>
    public int Find(ReadOnlySpan<long> ids, Span<int> rows)
    {
        lock (_lock)
        {
            for (var i = 0; i < ids.Length; i++)
                if (rows[i] < 0 && _rows.TryGetValue(ids[i], out var row)) rows[i] = row;
            return _snapshot.Generation;
        }
    }

    /// <summary>
    /// Compares a question with every row, or every allowed one, and fills <paramref name="results"/> with as many of the best as it has room for, best first.
    /// Exact but for the rows' rounding: no index, no missed neighbours.
    /// </summary>
    /// <param name="query">Of the model's length, normalised or not. All zeros find nothing.</param>
    /// <param name="allowed">Rows from <see cref="Find"/>; null for all.</param>
    /// <returns>How many results there are; the score of each is the cosine.</returns>
    /// <exception cref="InvalidOperationException">The file was compacted since the rows were found: find them again.</exception>
    public int Search(ReadOnlySpan<float> query, RowSet? allowed, Span<Scored> results)
    {
        Check(query);
        while (true)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var snapshot = _snapshot;
            if (allowed is not null && allowed.Generation != snapshot.Generation) throw new InvalidOperationException("The rows were found before the file was compacted.");
            try
            {
                return VectorSearch.Run(snapshot, query, allowed, results);
            }
            catch (ObjectDisposedException) when (snapshot != _snapshot)
            {
                // The file grew in between, and is mapped elsewhere.
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_disposed) return;
            _disposed = true;
            _store.Dispose();
        }
    }

    private void Check(ReadOnlySpan<float> vector)
    {
        if (vector.Length != Model.Dimensions)
            throw new EmbeddingException(EmbeddingFault.Mismatch, $"A vector of {vector.Length} numbers does not go with those of {Model.Id}, which have {Model.Dimensions}: name the model that made them, or delete {_path} to make them anew.");
        if (!TensorPrimitives.IsFiniteAll(vector)) throw new EmbeddingException(EmbeddingFault.NotANumber, $"The model {Model.Id} made a vector with a number that is none: load the model anew.");
    }
}
