namespace LocalsOnly.Tests;

/// <summary>A directory of its own for one test, gone afterwards.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    private const string SharedMemory = "/dev/shm";

    public TemporaryDirectory()
        : this(Directory.CreateTempSubdirectory("localsonly-").FullName)
    {
    }

    private TemporaryDirectory(string path) => Path = path;

    public string Path { get; }

    /// <summary>One in memory where the system has such a place: for tests that write thousands of small transactions and ask nothing of the disk.</summary>
    public static TemporaryDirectory InMemory() =>
        Directory.Exists(SharedMemory) ? new(Directory.CreateDirectory(System.IO.Path.Combine(SharedMemory, $"localsonly-{Guid.NewGuid():N}")).FullName) : new();

    public string Combine(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    public string Write(string name, string content)
    {
        var path = Combine(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (IOException)
        {
            // A file that is still open somewhere stays behind; the system's own cleaning takes it.
        }
    }
}
