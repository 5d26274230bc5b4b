namespace LocalsOnly.Tests;

/// <summary>Where the checkout under test is.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
            if (File.Exists(Path.Combine(directory.FullName, "LocalsOnly.sln"))) return directory.FullName;
        throw new InvalidOperationException($"LocalsOnly.sln is in no directory above {AppContext.BaseDirectory}.");
    }
}
