using System.Diagnostics;
using System.Globalization;
using System.Text;
using LocalsOnly.Benchmarks.Measuring;
using LocalsOnly.Simulation;
using Microsoft.Data.Sqlite;

namespace LocalsOnly.Benchmarks.Tasks;

/// <summary>LocalsOnly as a process of its own, with the house's personas and as many tasks as are asked for, all due at the same minute.</summary>
internal sealed class TaskHouseUnderTest : IAsyncDisposable
{
    private static readonly string[] s_places = ["Lisbon", "Porto", "Vienna", "Graz", "Bologna", "Turin", "Ghent", "Antwerp", "Aarhus", "Bergen", "Tallinn"];
    private static readonly string[] s_things = ["hotel", "restaurant", "ferry", "concert", "museum", "garden", "bookshop"];

    private readonly string _home = Directory.CreateTempSubdirectory("localsonly-bench-").FullName;
    private readonly SimulatedExoNode _node;
    private HttpClient _http = null!;
    private int _asked;

    private TaskHouseUnderTest(SimulatedExoNode node) => _node = node;

    public ChildProcess Process { get; private set; } = null!;

    /// <param name="due">A full minute (UTC).</param>
    public static async Task<TaskHouseUnderTest> StartAsync(int tasks, DateTimeOffset due)
    {
        var house = new TaskHouseUnderTest(await SimulatedExoNode.StartAsync(new SimulatedExoNodeOptions { PrefillTokensPerSecond = 20_000, DecodeTokensPerSecond = 2000 }));
        try
        {
            house.WriteTasks(tasks, due);
            var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "locals.dll"), "up", "--port", "0", "--data", Path.Combine(house._home, "data")]);
            start.Environment["HOME"] = house._home;
            start.Environment["LOCALS_Agents__Folder"] = Path.Combine(house._home, "agents");
            start.Environment["LOCALS_Data__Offline"] = "true";
            start.Environment["LOCALS_Inference__Discover"] = "false";
            start.Environment["LOCALS_Inference__Endpoints__cluster__Url"] = house._node.Url.ToString();
            start.Environment["LOCALS_Logging__LogLevel__Default"] = "Warning";
            house.Process = ChildProcess.Start(start);
            house._http = new HttpClient { BaseAddress = await house.Process.UrlAsync() };
            return house;
        }
        catch
        {
            await house.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// A person asks a persona something new: the same question again would find its whole prompt in the cluster's cache until a task's prompt took that place, and the measure
    /// would be of the cache.
    /// </summary>
    /// <returns>Milliseconds until the first word of the answer.</returns>
    public async Task<double> AskAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = new StringContent(Question(_asked++), Encoding.UTF8, "application/json") };
        var began = Stopwatch.GetTimestamp();
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        double? first = null;
        while (await reader.ReadLineAsync() is { } line)
            if (first is null && line.Contains("[simulated]", StringComparison.Ordinal)) first = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        return first ?? throw new InvalidOperationException("A person got no answer.");
    }

    /// <summary>Tasks whose run has ended, however.</summary>
    public int Ended() => (int)Ask("SELECT count(*) FROM occurrences WHERE state > 1", row => row.GetInt64(0)).Single();

    /// <summary>Those that succeeded, by when they began (seconds after they were due).</summary>
    public IReadOnlyList<double> Starts() => Ask("SELECT (began - due) / 10000000.0 FROM occurrences WHERE state = 2 AND tries = 1 ORDER BY began", row => row.GetDouble(0));

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        if (Process is not null) await Process.DisposeAsync();
        await _node.DisposeAsync();
        Directory.Delete(_home, recursive: true);
    }

    private static string Question(int number) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"model":"kelly","stream":true,"messages":[{"role":"user","content":"Which {{s_things[number % s_things.Length]}} did we book in {{s_places[number % s_places.Length]}} on the {{number + 1}}th day?"}]}""");

    private void WriteTasks(int count, DateTimeOffset due)
    {
        var personas = Directory.EnumerateDirectories(Path.Combine(Repository.Root, "agents")).Where(folder => File.Exists(Path.Combine(folder, "persona.md"))).Order(StringComparer.Ordinal).ToList();
        foreach (var persona in personas)
        {
            var folder = Path.Combine(_home, "agents", Path.GetFileName(persona));
            Directory.CreateDirectory(Path.Combine(folder, "tasks"));
            File.Copy(Path.Combine(persona, "persona.md"), Path.Combine(folder, "persona.md"));
        }

        for (var i = 0; i < count; i++)
            File.WriteAllText(
                Path.Combine(_home, "agents", Path.GetFileName(personas[i % personas.Count]), "tasks", string.Create(CultureInfo.InvariantCulture, $"task-{i:0000}.md")),
                string.Create(CultureInfo.InvariantCulture, $"---\nonce: {due:yyyy-MM-dd HH:mm}\nzone: Etc/UTC\nchannel: page\n---\nSay in one sentence what is new about subject {i}.\n"));
    }

    private List<T> Ask<T>(string sql, Func<SqliteDataReader, T> read)
    {
        using var book = new SqliteConnection($"Data Source={Path.Combine(_home, "data", "tasks.db")};Mode=ReadOnly;Pooling=False");
        book.Open();
        using var command = book.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(read(reader));
        return rows;
    }
}
