namespace LocalsOnly.Benchmarks.Measuring;

/// <summary>The folder that this program was built from, with the house's personas in it.</summary>
internal static class Repository
{
    public static string Root
    {
        get
        {
            var directory = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(directory, "LocalsOnly.sln"))) directory = Path.GetDirectoryName(directory) ?? throw new InvalidOperationException("The repository is not above this program.");
            return directory;
        }
    }
}
