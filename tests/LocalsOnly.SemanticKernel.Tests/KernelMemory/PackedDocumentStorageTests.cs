using LocalsOnly.Memory;
using LocalsOnly.SemanticKernel.KernelMemory.Storing;
using Microsoft.KernelMemory.DocumentStorage;

namespace LocalsOnly.SemanticKernel.Tests.KernelMemory;

/// <summary>The contract against the house's store on a local disk, and what it promises beyond.</summary>
public sealed class PackedDocumentStorageTests : DocumentStorageContract
{
    protected override IDocumentStorage Create(string directory) => new PackedDocumentStorage(Path.Combine(directory, "documents.db"), SqlitePlace.LocalDisk, TimeProvider.System);

    [Fact]
    public async Task A_hundred_documents_are_one_file_that_only_its_owner_may_read()
    {
        for (var i = 0; i < 100; i++)
        {
            await BeginAsync("i", $"d{i}");
            await WriteAsync("i", $"d{i}", "notes.txt", "walnut");
        }
        (Storage as IDisposable)!.Dispose();

        var file = Assert.Single(System.IO.Directory.GetFiles(Directory));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_one_sentence_and_works_once_it_can()
    {
        var path = Path.Combine(Directory, "share");
        await File.WriteAllTextAsync(path, "not mounted yet");
        using var storage = new PackedDocumentStorage(Path.Combine(path, "documents.db"), SqlitePlace.LocalDisk, TimeProvider.System);

        var fault = await Assert.ThrowsAsync<DocumentStorageException>(() => storage.CreateIndexDirectoryAsync("i"));
        File.Delete(path);
        await storage.CreateIndexDirectoryAsync("i");

        Assert.Contains("documents.db cannot be opened", fault.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(path, "documents.db")));
    }
}

/// <summary>The contract against the house's store on a share.</summary>
public sealed class SharedDocumentStorageTests : DocumentStorageContract
{
    protected override IDocumentStorage Create(string directory) => new PackedDocumentStorage(Path.Combine(directory, "documents.db"), SqlitePlace.Share, TimeProvider.System);

    [Fact]
    public async Task On_a_share_there_is_no_shared_memory_and_one_host_writes_at_a_time()
    {
        await BeginAsync("i", "d");
        await WriteAsync("i", "d", "notes.txt", "walnut");
        using (var second = Create(Directory) as IDisposable)
        {
            var refused = await Assert.ThrowsAsync<DocumentStorageException>(() => ((IDocumentStorage)second!).CreateIndexDirectoryAsync("i"));
            Assert.EndsWith("is in use by another host, and on a share only one may write: stop that one, or name another folder.", refused.Message, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(System.IO.Directory.GetFiles(Directory), path => path.EndsWith("-wal", StringComparison.Ordinal) || path.EndsWith("-shm", StringComparison.Ordinal));
        (Storage as IDisposable)!.Dispose();
        using var next = (IDisposable)Create(Directory);
        using var file = await ((IDocumentStorage)next).ReadFileAsync("i", "d", "notes.txt");
        Assert.Equal(6, file.FileSize);
    }
}
