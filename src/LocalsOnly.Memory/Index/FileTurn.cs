namespace LocalsOnly.Memory.Index;

/// <summary>The right to do something to the index that one process at a time does. It ends with the process, however that ends.</summary>
internal sealed class FileTurn : IDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    private readonly FileStream _file;

    private FileTurn(FileStream file) => _file = file;

    /// <summary>Takes it; null when another has it and it is not waited for.</summary>
    public static FileTurn? TryTake(string path, bool wait)
    {
        while (true)
        {
            try
            {
                return new FileTurn(PrivateFiles.Open(path, FileMode.OpenOrCreate, FileShare.None));
            }
            catch (IOException) when (File.Exists(path))
            {
                if (!wait) return null;
                Thread.Sleep(s_pause);
            }
        }
    }

    public void Dispose() => _file.Dispose();
}
