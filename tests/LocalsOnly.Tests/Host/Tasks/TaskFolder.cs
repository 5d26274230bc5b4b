namespace LocalsOnly.Tests.Host.Tasks;

/// <summary>The house's personas in a folder of its own, with the tasks that a test writes.</summary>
internal sealed class TaskFolder : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public TaskFolder()
    {
        foreach (var persona in Directory.EnumerateDirectories(Path.Combine(Repository.Root, "agents")).Where(folder => File.Exists(Path.Combine(folder, "persona.md"))))
            _directory.Write(Path.Combine(Path.GetFileName(persona), "persona.md"), File.ReadAllText(Path.Combine(persona, "persona.md")));
    }

    public string Folder => _directory.Path;

    /// <summary>For a host in this process.</summary>
    public Dictionary<string, string?> Settings => new() { ["Agents:Folder"] = Folder, ["Agents:TimeZone"] = "Europe/Paris" };

    /// <summary>For a command in a process of its own.</summary>
    public (string, string)[] Environment => [("LOCALS_Agents__Folder", Folder), ("LOCALS_Agents__TimeZone", "Europe/Paris")];

    /// <param name="task">Persona and name: <c>kelly/lunch</c>.</param>
    public void Write(string task, string header, string prompt = "Pick a lunch place from my list.") => _directory.Write(FileOf(task), $"---\n{header}\n---\n{prompt}\n");

    public string[] Files(string persona) => Directory.Exists(_directory.Combine(persona, "tasks")) ? [.. Directory.EnumerateFiles(_directory.Combine(persona, "tasks")).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)] : [];

    public string Read(string task) => File.ReadAllText(_directory.Combine(FileOf(task)));

    public void Dispose() => _directory.Dispose();

    private static string FileOf(string task) => Path.Combine(task.Split('/')[0], "tasks", task.Split('/')[1] + ".md");
}
