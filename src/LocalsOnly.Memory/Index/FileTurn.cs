namespace LocalsOnly.Memory.Index;

/// <summary>The right to do something to the index that one process at a time does. It ends with the process, however that ends.</summary>
internal sealed class FileTurn : IDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    private readonly FileStream _file;

    private FileTurn(FileStream file) => _file = file;

    /// <summary>Takes it; null when another has it and it is not waited for.</summary>
    /// <exception cref="IOException">The file cannot be made or opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public static FileTurn? TryTake(string path, bool wait, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            try
            {
                return new FileTurn(PrivateFiles.Open(path, FileMode.OpenOrCreate, FileShare.None));
            }
            catch (IOException fault) when (PrivateFiles.IsTaken(fault))
            {
                if (!wait) return null;
                cancellationToken.WaitHandle.WaitOne(s_pause);
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    public void Dispose() => _file.Dispose();
}
