using LocalsOnly.Memory;
using Microsoft.Data.Sqlite;
using Microsoft.KernelMemory;
using Microsoft.KernelMemory.DocumentStorage;
using Microsoft.KernelMemory.Pipeline;

namespace LocalsOnly.SemanticKernel.KernelMemory.Storing;

/// <summary>
/// The files that Kernel Memory makes of every document, seven for a short one, as rows of one database: a hundred thousand conversations are one file on a share, and
/// not seven hundred thousand.
/// </summary>
/// <param name="path">Of the database, which is made when there is none.</param>
/// <param name="place">What it lies on.</param>
internal sealed class PackedDocumentStorage(string path, SqlitePlace place, TimeProvider time) : IDocumentStorage, IDisposable
{
    private static readonly MimeTypesDetection s_types = new();

    private readonly Lock _lock = new();
    private Database? _database;

    public Task CreateIndexDirectoryAsync(string index, CancellationToken cancellationToken = default) => CreateDocumentDirectoryAsync(index, "", cancellationToken);

    public Task DeleteIndexDirectoryAsync(string index, CancellationToken cancellationToken = default) => RunAsync(database => database.Write(() =>
    {
        database.Run("DELETE FROM files WHERE place IN (SELECT id FROM places WHERE folder = $index)", ("$index", Named(index)));
        database.Run("DELETE FROM places WHERE folder = $index", ("$index", index));
    }), cancellationToken);

    public Task CreateDocumentDirectoryAsync(string index, string documentId, CancellationToken cancellationToken = default) => RunAsync(database => PlaceOf(database, index, documentId), cancellationToken);

    public Task EmptyDocumentDirectoryAsync(string index, string documentId, CancellationToken cancellationToken = default) => RunAsync(database => database.Run(
        "DELETE FROM files WHERE name <> $status AND place = (SELECT id FROM places WHERE folder = $index AND document = $document)",
        ("$status", Constants.PipelineStatusFilename), ("$index", Named(index)), ("$document", documentId)), cancellationToken);

    public Task DeleteDocumentDirectoryAsync(string index, string documentId, CancellationToken cancellationToken = default) => RunAsync(database => database.Write(() =>
    {
        database.Run("DELETE FROM files WHERE place = (SELECT id FROM places WHERE folder = $index AND document = $document)", ("$index", Named(index)), ("$document", documentId));
        database.Run("DELETE FROM places WHERE folder = $index AND document = $document", ("$index", index), ("$document", documentId));
    }), cancellationToken);

    public async Task WriteFileAsync(string index, string documentId, string fileName, Stream streamContent, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(fileName);
        ArgumentNullException.ThrowIfNull(streamContent);
        using var content = new MemoryStream();
        await streamContent.CopyToAsync(content, cancellationToken);
        await RunAsync(database => database.Write(() => database.Run(
            "INSERT INTO files (place, name, written, content) VALUES ($place, $name, $written, $content) ON CONFLICT (place, name) DO UPDATE SET written = $written, content = $content",
            ("$place", PlaceOf(database, index, documentId)), ("$name", fileName), ("$written", time.GetUtcNow()), ("$content", content.ToArray()))), cancellationToken);
    }

    public async Task<StreamableFileContent> ReadFileAsync(string index, string documentId, string fileName, bool logErrIfNotFound = true, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(fileName);
        var found = await RunAsync(database => database.Rows(
            "SELECT written, content FROM files WHERE name = $name AND place = (SELECT id FROM places WHERE folder = $index AND document = $document)", row => (At: row.At(0), Content: (byte[])row.GetValue(1)),
            ("$name", fileName), ("$index", Named(index)), ("$document", documentId)), cancellationToken);
        if (found is not [var (at, content)]) throw new DocumentStorageFileNotFoundException($"There is no file {fileName} of document '{documentId}' in index '{index}'.");
        return new StreamableFileContent(fileName, content.Length, TypeOf(fileName), at, () => Task.FromResult<Stream>(new MemoryStream(content, writable: false)));
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _database?.Dispose();
            _database = null;
        }
    }

    // On first use, and again after a failure: a share that is away must not keep the host from starting, nor stay away for good.
    private Database Open()
    {
        lock (_lock) return _database ??= new Database(path, place);
    }

    private static long PlaceOf(Database database, string index, string documentId)
    {
        database.Run("INSERT INTO places (folder, document) VALUES ($index, $document) ON CONFLICT DO NOTHING", ("$index", Named(index)), ("$document", documentId));
        return (long)database.Scalar("SELECT id FROM places WHERE folder = $index AND document = $document", ("$index", index), ("$document", documentId))!;
    }

    private static string Named(string index)
    {
        ArgumentException.ThrowIfNullOrEmpty(index);
        return index;
    }

    private static string TypeOf(string fileName) => s_types.TryGetFileType(fileName, out var type) && type is not null ? type : "application/octet-stream";

    private Task<T> RunAsync<T>(Func<Database, T> work, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            try
            {
                return work(Open());
            }
            catch (Exception fault) when (fault is SqliteException or SqliteFileException)
            {
                throw new DocumentStorageException(fault is SqliteFileException ? fault.Message : $"{path} cannot be read or written ({fault.Message.TrimEnd('.')}): free space, allow writing or mount it again, and repeat the import.", fault);
            }
        },
        cancellationToken);

    private Task RunAsync(Action<Database> work, CancellationToken cancellationToken) => RunAsync(database =>
    {
        work(database);
        return true;
    }, cancellationToken);

    private sealed class Database(string path, SqlitePlace place) : SqliteFile(path, place, outlivesPower: false, """
        CREATE TABLE places (id INTEGER PRIMARY KEY, folder TEXT NOT NULL, document TEXT NOT NULL, UNIQUE (folder, document));
        CREATE TABLE files (id INTEGER PRIMARY KEY, place INTEGER NOT NULL, name TEXT NOT NULL, written INTEGER NOT NULL, content BLOB NOT NULL, UNIQUE (place, name));
        """);
}
