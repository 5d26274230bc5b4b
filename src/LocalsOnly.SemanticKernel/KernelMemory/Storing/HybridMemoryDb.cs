using System.Runtime.CompilerServices;
using LocalsOnly.Memory;
using Microsoft.Data.Sqlite;
using Microsoft.KernelMemory;
using Microsoft.KernelMemory.MemoryStorage;

namespace LocalsOnly.SemanticKernel.KernelMemory.Storing;

/// <summary>
/// Kernel Memory's records in databases of the house, one for each index, found by words and by meaning together. A record is known by its place in its document, so
/// what is imported twice is there once, whatever became of Kernel Memory's own notes about it.
/// </summary>
/// <param name="folder">On a local disk.</param>
/// <param name="questions">Makes vectors of questions; null when words alone must do.</param>
internal sealed class HybridMemoryDb(string folder, QuestionVectors? questions = null) : IMemoryDb, IMemoryDbUpsertBatch, IDisposable
{
    private const string Extension = ".db";

    private readonly Lock _lock = new();
    private readonly Dictionary<string, HybridIndex> _open = new(StringComparer.Ordinal);

    public Task CreateIndexAsync(string index, int vectorSize, CancellationToken cancellationToken = default) => RunAsync(() => Open(index, make: true)!.Records.Expect(vectorSize), cancellationToken);

    public Task<IEnumerable<string>> GetIndexesAsync(CancellationToken cancellationToken = default) => Task.FromResult<IEnumerable<string>>(
        Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*" + Extension).Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)] : []);

    public Task DeleteIndexAsync(string index, CancellationToken cancellationToken = default) => RunAsync(() =>
    {
        var name = IndexNames.Normalise(index);
        lock (_lock)
        {
            if (_open.Remove(name, out var open)) open.Dispose();
            foreach (var part in (ReadOnlySpan<string>)["-wal", "-shm", ""]) File.Delete(PathOf(name) + part);
        }
    }, cancellationToken);

    public async Task<string> UpsertAsync(string index, MemoryRecord record, CancellationToken cancellationToken = default) => (await UpsertAsync(index, [record], cancellationToken))[0];

    public async IAsyncEnumerable<string> UpsertBatchAsync(string index, IEnumerable<MemoryRecord> records, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var key in await UpsertAsync(index, [.. records], cancellationToken)) yield return key;
    }

    public async IAsyncEnumerable<(MemoryRecord, double)> GetSimilarListAsync(
        string index, string text, ICollection<MemoryFilter>? filters = null, double minRelevance = 0, int limit = 1, bool withEmbeddings = false, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (Open(index) is not { } open) yield break;
        var vector = questions is null || string.IsNullOrWhiteSpace(text) || !open.Records.HasVectorsOfModel ? default : await questions.OfAsync(text, cancellationToken);
        foreach (var (row, relevance) in await RunAsync(() => open.Find(text, vector, TagFilters.Read(filters), minRelevance, limit), cancellationToken))
            if (open.Records.Read(row, withEmbeddings) is { } record) yield return (record, relevance);
    }

    public async IAsyncEnumerable<MemoryRecord> GetListAsync(
        string index, ICollection<MemoryFilter>? filters = null, int limit = 1, bool withEmbeddings = false, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (Open(index) is not { } open) yield break;
        foreach (var row in await RunAsync(() => open.List(TagFilters.Read(filters), limit), cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (open.Records.Read(row, withEmbeddings) is { } record) yield return record;
        }
    }

    public Task DeleteAsync(string index, MemoryRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        return RunAsync(() => Open(index)?.Records.Delete(record.Id), cancellationToken);
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var open in _open.Values) open.Dispose();
            _open.Clear();
        }
    }

    private Task<IReadOnlyList<string>> UpsertAsync(string index, IReadOnlyCollection<MemoryRecord> records, CancellationToken cancellationToken) => RunAsync(
        () => (Open(index) ?? throw new IndexNotFoundException($"There is no index '{index}'.")).Records.Upsert(records), cancellationToken);

    // Null when there is none of that name and none is to be made.
    private HybridIndex? Open(string index, bool make = false)
    {
        var name = IndexNames.Normalise(index);
        lock (_lock)
        {
            if (_open.TryGetValue(name, out var open)) return open;
            if (!make && !File.Exists(PathOf(name))) return null;
            if (!Directory.Exists(folder)) PrivateFiles.CreateDirectory(folder);
            return _open[name] = new HybridIndex(PathOf(name), name, questions?.Model);
        }
    }

    private string PathOf(string name) => Path.Combine(folder, name + Extension);

    private Task RunAsync(Action work, CancellationToken cancellationToken) => RunAsync(() =>
    {
        work();
        return true;
    }, cancellationToken);

    private async Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        try
        {
            return await Task.Run(work, cancellationToken);
        }
        catch (Exception fault) when (fault is SqliteException or SqliteFileException or IOException or UnauthorizedAccessException)
        {
            throw new KernelMemoryException(fault is SqliteFileException ? fault.Message : $"Kernel Memory's records in {folder} cannot be read or written ({fault.Message.TrimEnd('.')}): free space or allow writing there, and try again.", fault);
        }
    }
}
