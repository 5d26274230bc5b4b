namespace LocalsOnly.Host.Configuration;

/// <summary>Where things are when nobody says.</summary>
internal static class Locations
{
    /// <summary><c>~/.localsonly</c></summary>
    public static string DefaultData { get; } = Path.Combine(Home, ".localsonly");

    // Unverified: a home that does not exist yet is still the home, and its absence must not scatter data elsewhere.
    private static string Home => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);

    /// <summary>
    /// The nearest directory with an <c>agents</c> folder: <c>LOCALS_HOME</c>, then the working directory and those above it, then the program's own and those
    /// above it (a build inside the checkout), else the program's own.
    /// </summary>
    public static string FindContentRoot()
    {
        if (Environment.GetEnvironmentVariable("LOCALS_HOME") is { Length: > 0 } home) return Path.GetFullPath(home);
        return FindAbove(Directory.GetCurrentDirectory()) ?? FindAbove(AppContext.BaseDirectory) ?? AppContext.BaseDirectory;
    }

    /// <summary>An absolute path; <c>~</c> is the person's home.</summary>
    public static string Absolute(string path, string baseDirectory)
    {
        if (path == "~" || path.StartsWith("~/", StringComparison.Ordinal))
            path = Home + path[1..];
        return Path.GetFullPath(path, baseDirectory);
    }

    private static string? FindAbove(string start)
    {
        for (var directory = new DirectoryInfo(start); directory is not null; directory = directory.Parent)
            if (Directory.Exists(Path.Combine(directory.FullName, "agents")) && System.IO.File.Exists(Path.Combine(directory.FullName, HouseConfiguration.FileName)))
                return directory.FullName;
        return null;
    }
}
