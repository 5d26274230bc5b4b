using LocalsOnly.Agents;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Scheduling;

/// <summary>The tasks as their files stand now.</summary>
internal interface ITaskStore
{
    /// <summary>Every task that can be due, by id.</summary>
    IReadOnlyList<ScheduledTask> All { get; }

    /// <summary>Files that cannot be used as they stand; empty when all is well.</summary>
    IReadOnlyList<TaskProblem> Problems { get; }

    /// <summary>A task by id, in any case; null when there is none.</summary>
    ScheduledTask? Find(string id);
}

/// <summary>
/// The tasks of <c>agents/*/tasks</c>. A changed file counts from the next look on; of a broken one the last good version goes on, and that is said. Found by looking,
/// as the personas are.
/// </summary>
internal sealed class TaskStore(IOptions<AgentsOptions> options, TaskCheck check, TimeProvider time, ILogger<TaskStore> logger) : ITaskStore
{
    /// <summary>Files that were looked at so recently are not looked at again.</summary>
    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private List<ScheduledTask> _tasks = [];
    private List<TaskProblem> _problems = [];
    private HashSet<string> _told = [];
    private long? _looked;

    public IReadOnlyList<ScheduledTask> All
    {
        get
        {
            lock (_gate)
            {
                Refresh();
                return _tasks;
            }
        }
    }

    public IReadOnlyList<TaskProblem> Problems
    {
        get
        {
            lock (_gate)
            {
                Refresh();
                return _problems;
            }
        }
    }

    public ScheduledTask? Find(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (Named() is { } known) return known;
        // Its file may have been written a moment ago: a new task is tried at once.
        lock (_gate) _looked = null;
        return Named();

        ScheduledTask? Named() => All.FirstOrDefault(task => task.Id.Equals(id.Trim(), StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Where a task's file is.</summary>
    /// <param name="folder">The persona's.</param>
    public static string PathOf(string folder, string name) => Path.Combine(folder, "tasks", $"{name}.md");

    private void Refresh()
    {
        if (_looked is { } at && time.GetElapsedTime(at) < s_fresh) return;
        _looked = time.GetTimestamp();
        var folder = options.Value.Folder;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            foreach (var persona in Directory.Exists(folder) ? Directory.EnumerateDirectories(folder) : [])
            {
                var tasks = Path.Combine(persona, "tasks");
                if (!Directory.Exists(tasks)) continue;
                foreach (var path in Directory.EnumerateFiles(tasks, "*.md").Concat(Directory.EnumerateFiles(tasks, $"*.md{ScheduledTask.DraftEnding}")))
                {
                    seen.Add(path);
                    if (!_entries.TryGetValue(path, out var entry)) _entries.Add(path, entry = new Entry(path));
                    entry.Read(time.GetUtcNow());
                }
            }
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // What was read before stands; the personas' own store says that the folder is away.
            logger.LogDebug(unreadable, "The tasks cannot be listed now");
            return;
        }

        foreach (var path in _entries.Keys.Where(path => !seen.Contains(path)).ToList()) _entries.Remove(path);
        Judge();
    }

    private void Judge()
    {
        var (tasks, problems) = (new Dictionary<string, ScheduledTask>(StringComparer.OrdinalIgnoreCase), new List<TaskProblem>());
        var known = _entries.Values.Select(entry => entry.Parsed ?? entry.Good).OfType<ScheduledTask>().DistinctBy(task => task.Id).ToDictionary(task => task.Id, StringComparer.Ordinal);
        var house = check.Personas();
        foreach (var entry in _entries.Values)
        {
            List<TaskProblem> wrong = [.. entry.Problems];
            if (wrong.Count == 0 && entry.Parsed is { } parsed)
            {
                wrong.AddRange(check.Of(parsed, house, known, entry.Lines, entry.File));
                if (wrong.Count == 0) entry.Good = parsed;
            }

            if (entry.Good is { } good && !tasks.TryAdd(good.Id, good)) wrong.Add(new TaskProblem(entry.File, null, $"there is a task {good.Id} already; give this file another name"));
            problems.AddRange(wrong.Select(problem => problem with { RunsOn = entry.Good is not null && tasks.GetValueOrDefault(entry.Good.Id) == entry.Good }));
        }

        // The same list as long as nothing changes: whoever has worked something out from it need not do so again.
        List<ScheduledTask> sorted = [.. tasks.Values.OrderBy(task => task.Id, StringComparer.Ordinal)];
        if (!sorted.SequenceEqual(_tasks, ReferenceEqualityComparer.Instance)) _tasks = sorted;
        _problems = problems;
        foreach (var problem in problems.Where(problem => !_told.Contains(problem.Sentence))) logger.LogWarning("{Problem}", problem.Sentence);
        _told = [.. problems.Select(problem => problem.Sentence)];
    }

    private sealed class Entry(string path)
    {
        private (long Length, DateTime WrittenUtc)? _stamp;

        public string File { get; } = $"agents/{Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(path)))}/tasks/{Path.GetFileName(path)}";

        public ScheduledTask? Parsed { get; private set; }

        public IReadOnlyDictionary<string, int> Lines { get; private set; } = new Dictionary<string, int>();

        public IReadOnlyList<TaskProblem> Problems { get; private set; } = [];

        /// <summary>The last version with which all was well.</summary>
        public ScheduledTask? Good { get; set; }

        public void Read(DateTimeOffset now)
        {
            var file = new FileInfo(path);
            if (_stamp == (file.Length, file.LastWriteTimeUtc)) return;
            var persona = Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(path)))!.ToLowerInvariant();
            try
            {
                var stamp = (file.Length, file.LastWriteTimeUtc);
                var isDraft = path.EndsWith(ScheduledTask.DraftEnding, StringComparison.Ordinal);
                var name = Path.GetFileNameWithoutExtension(isDraft ? path[..^ScheduledTask.DraftEnding.Length] : path);
                (Parsed, Lines, Problems) = TaskFile.Parse(persona, name, File, System.IO.File.ReadAllText(path), now);
                if (isDraft) Parsed = Parsed is { } draft ? draft with { Off = true, Draft = true } : null;
                _stamp = stamp;
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
            {
                (Parsed, Problems) = (null, [new TaskProblem(File, null, $"it cannot be read ({unreadable.Message.TrimEnd('.')})")]);
            }
        }
    }
}
