namespace LocalsOnly.Memory.Index;

/// <summary>The right to merge, which one process at a time has.</summary>
internal sealed class MergeTurn : IDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    private readonly FileStream _file;

    private MergeTurn(FileStream file) => _file = file;

    /// <summary>Takes it; null when another has it and it is not waited for.</summary>
    public static MergeTurn? TryTake(string path, bool wait)
    {
        while (true)
        {
            try
            {
                return new MergeTurn(PrivateFiles.Open(path, FileMode.OpenOrCreate, FileShare.None));
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
