using System.Text;
using Microsoft.KernelMemory;
using Microsoft.KernelMemory.DocumentStorage;

namespace LocalsOnly.SemanticKernel.Tests.KernelMemory;

/// <summary>What Kernel Memory asks of a store of files, against the house's and against its own.</summary>
public abstract class DocumentStorageContract : IDisposable
{
    private readonly Lazy<IDocumentStorage> _storage;

    protected DocumentStorageContract()
    {
        Directory = System.IO.Directory.CreateTempSubdirectory("locals-kernel-").FullName;
        _storage = new Lazy<IDocumentStorage>(() => Create(Directory));
    }

    protected string Directory { get; }

    protected IDocumentStorage Storage => _storage.Value;

    protected abstract IDocumentStorage Create(string directory);

    public void Dispose()
    {
        if (_storage.IsValueCreated) (Storage as IDisposable)?.Dispose();
        System.IO.Directory.Delete(Directory, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_file_comes_back_as_it_was_written()
    {
        await BeginAsync("i", "d");
        await WriteAsync("i", "d", "notes.txt", "walnut");

        using var file = await Storage.ReadFileAsync("i", "d", "notes.txt");

        Assert.Equal(("notes.txt", 6L, "text/plain"), (file.FileName, file.FileSize, file.FileType));
        Assert.True(Math.Abs((DateTimeOffset.UtcNow - file.LastWrite).TotalHours) < 1);
        // It may be asked for more than once.
        Assert.Equal("walnut", await TextAsync(file));
        Assert.Equal("walnut", await TextAsync(file));
    }

    [Fact]
    public async Task A_file_of_the_same_name_is_replaced_and_one_may_be_empty()
    {
        await BeginAsync("i", "d");
        await WriteAsync("i", "d", "notes.txt", "a long text about walnut");
        await WriteAsync("i", "d", "notes.txt", "short");
        await WriteAsync("i", "d", "empty.txt", "");

        Assert.Equal("short", await ReadAsync("i", "d", "notes.txt"));
        Assert.Equal("", await ReadAsync("i", "d", "empty.txt"));
    }

    [Fact]
    public async Task A_document_of_the_same_id_in_another_index_is_another()
    {
        await BeginAsync("i", "d");
        await BeginAsync("j", "d");
        await WriteAsync("i", "d", "notes.txt", "walnut");
        await WriteAsync("j", "d", "notes.txt", "cherry");

        await Storage.DeleteDocumentDirectoryAsync("j", "d");

        Assert.Equal("walnut", await ReadAsync("i", "d", "notes.txt"));
        await AssertMissingAsync("j", "d", "notes.txt");
    }

    [Theory]
    [InlineData("nowhere", "d", "notes.txt")]
    [InlineData("i", "nobody", "notes.txt")]
    [InlineData("i", "d", "nothing.txt")]
    public async Task What_is_not_there_is_said_to_be_missing(string index, string document, string file)
    {
        await BeginAsync("i", "d");
        await WriteAsync("i", "d", "notes.txt", "walnut");

        await AssertMissingAsync(index, document, file);
    }

    [Fact]
    public async Task An_emptied_document_keeps_its_status_only()
    {
        await BeginAsync("i", "d");
        await WriteAsync("i", "d", Constants.PipelineStatusFilename, "{}");
        await WriteAsync("i", "d", "notes.txt", "walnut");
        await WriteAsync("i", "d", "notes.txt.extract.txt", "walnut");

        await Storage.EmptyDocumentDirectoryAsync("i", "d");

        Assert.Equal("{}", await ReadAsync("i", "d", Constants.PipelineStatusFilename));
        await AssertMissingAsync("i", "d", "notes.txt");
        await AssertMissingAsync("i", "d", "notes.txt.extract.txt");
    }

    [Fact]
    public async Task A_deleted_document_is_gone_with_its_status_and_a_deleted_index_with_all_of_it()
    {
        foreach (var document in (string[])["d", "e", ""])
        {
            await BeginAsync("i", document);
            await WriteAsync("i", document, Constants.PipelineStatusFilename, "{}");
        }

        await Storage.DeleteDocumentDirectoryAsync("i", "d");

        await AssertMissingAsync("i", "d", Constants.PipelineStatusFilename);
        Assert.Equal("{}", await ReadAsync("i", "e", Constants.PipelineStatusFilename));

        await Storage.DeleteIndexDirectoryAsync("i");

        await AssertMissingAsync("i", "e", Constants.PipelineStatusFilename);
        await AssertMissingAsync("i", "", Constants.PipelineStatusFilename);
    }

    [Fact]
    public async Task Making_what_is_there_and_deleting_what_is_not_changes_nothing()
    {
        await BeginAsync("i", "d");
        await WriteAsync("i", "d", "notes.txt", "walnut");
        await BeginAsync("i", "d");
        await Storage.DeleteDocumentDirectoryAsync("i", "nobody");
        await Storage.DeleteIndexDirectoryAsync("nowhere");

        Assert.Equal("walnut", await ReadAsync("i", "d", "notes.txt"));
    }

    [Fact]
    public async Task Several_write_at_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
        {
            await BeginAsync("i", $"d{i}");
            await WriteAsync("i", $"d{i}", "notes.txt", $"walnut {i}");
        }));

        for (var i = 0; i < 20; i++) Assert.Equal($"walnut {i}", await ReadAsync("i", $"d{i}", "notes.txt"));
    }

    [Fact]
    public async Task What_was_written_is_there_after_a_restart()
    {
        await BeginAsync("i", "d");
        await WriteAsync("i", "d", "notes.txt", "walnut");
        (Storage as IDisposable)?.Dispose();

        var again = Create(Directory);
        using (var file = await again.ReadFileAsync("i", "d", "notes.txt")) Assert.Equal("walnut", await TextAsync(file));
        (again as IDisposable)?.Dispose();
    }

    protected async Task BeginAsync(string index, string document)
    {
        await Storage.CreateIndexDirectoryAsync(index);
        await Storage.CreateDocumentDirectoryAsync(index, document);
    }

    protected Task WriteAsync(string index, string document, string file, string text) => Storage.WriteFileAsync(index, document, file, new MemoryStream(Encoding.UTF8.GetBytes(text)));

    private async Task<string> ReadAsync(string index, string document, string name)
    {
        using var file = await Storage.ReadFileAsync(index, document, name);
        return await TextAsync(file);
    }

    private async Task AssertMissingAsync(string index, string document, string name) =>
        await Assert.ThrowsAsync<DocumentStorageFileNotFoundException>(() => Storage.ReadFileAsync(index, document, name, logErrIfNotFound: false));

    private static async Task<string> TextAsync(StreamableFileContent file)
    {
        await using var stream = await file.GetStreamAsync();
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }
}
