using System.Collections.Concurrent;
using LocalsOnly.Agents;
using LocalsOnly.Agents.Personas;
using LocalsOnly.Agents.Tools;
using LocalsOnly.Inference;
using LocalsOnly.Memory;
using LocalsOnly.Scheduling;
using LocalsOnly.Tests.Discord;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace LocalsOnly.Tests.Scheduling;

/// <summary>
/// A house with tasks, on a clock that a test moves. A crash leaves everything as it is and lets nothing of the old host write any more; what comes after it is built anew on the same files.
/// </summary>
internal sealed class TaskHouse : IDisposable
{
    private readonly TemporaryDirectory _home = TemporaryDirectory.InMemory();
    private readonly Dictionary<string, string?> _settings = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly string _data;
    private bool _isFrozen;
    private ServiceProvider _services;

    /// <summary>Another host on the same files and the same clock.</summary>
    private TaskHouse(TaskHouse first)
    {
        (Clock, Agents, Runtime, Gate, Action, Target) = (first.Clock, first.Agents, first.Runtime, first.Gate, first.Action, first.Target);
        _data = first._data;
        _services = Build();
    }

    public TaskHouse(string start = "2026-01-05T00:00:00Z", string? agents = null)
    {
        _data = _home.Combine("data");
        Clock = new FakeTimeProvider(DateTimeOffset.Parse(start, System.Globalization.CultureInfo.InvariantCulture));
        Agents = agents ?? _home.Combine("agents");
        if (agents is null)
            foreach (var persona in (string[])["vince", "kelly"])
                _home.Write($"agents/{persona}/persona.md", $"---\nname: {persona.ToUpperInvariant()}\ndescription: d\ntools: [time_now, market_price]\nchannels: [daily, news]\n---\nYou are {persona}.\n");
        _services = Build();
    }

    /// <summary>The repository's own tasks; each of their gates and actions is one that a test sets.</summary>
    public static TaskHouse OfRepository(DateTimeOffset start)
    {
        var house = new TaskHouse(start.ToString("O", System.Globalization.CultureInfo.InvariantCulture), Path.Combine(Repository.Root, "agents"));
        foreach (var gate in (string[])["market_hours", "new_files", "new_knowledge", "new_mail", "paper_positions", "price_level", "price_moved"]) house.Gates.Add(new FakeGate(gate));
        foreach (var action in (string[])["memory_snapshot", "standup", "treasury_report"]) house.Actions.Add(new FakeAction(action));
        house.Gates.Add(house.Gate);
        house.Actions.Add(house.Action);
        house._isFrozen = true;
        house.Restart(crash: false);
        return house;
    }

    public FakeTimeProvider Clock { get; }

    public string Agents { get; }

    public ScriptedRuntime Runtime { get; } = new();

    public FakeGate Gate { get; } = new("weather");

    public FakeAction Action { get; } = new("paper_mark");

    public FakeTarget Target { get; } = new();

    public ConcurrentQueue<string> Log { get; } = new();

    public List<ITaskGate> Gates { get; } = [];

    public List<ITaskAction> Actions { get; } = [];

    /// <summary>What the models are like.</summary>
    public List<EndpointSnapshot> Endpoints { get; } = [new("mini", new Uri("http://127.0.0.1:1"), EndpointProtocol.Exo, [Tier.Light], EndpointState.Ready, "m", false, "", null)];

    public ITaskStore Tasks => _services.GetRequiredService<ITaskStore>();

    public OccurrenceStore Occurrences => _services.GetRequiredService<OccurrenceStore>();

    public DeliveryStore Deliveries => _services.GetRequiredService<DeliveryStore>();

    public Scheduler Scheduler => _services.GetRequiredService<Scheduler>();

    public TaskHouse SecondHost() => new(this);

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public TaskHouse Set(string key, string value)
    {
        _settings[key] = value;
        Restart(crash: false);
        return this;
    }

    public TaskHouse Write(string name, string header, string prompt = "Say what is new.")
    {
        _home.Write($"agents/{name.Replace("/", "/tasks/", StringComparison.Ordinal)}.md", $"---\n{header}\n---\n{prompt}\n");
        return this;
    }

    public TaskHouse Remove(string name)
    {
        File.Delete(Path.Combine(Agents, name.Replace("/", "/tasks/", StringComparison.Ordinal) + ".md"));
        return this;
    }

    /// <summary>One look of the scheduler, and all that it begins, to its end.</summary>
    public async Task<DateTimeOffset?> LookAsync()
    {
        DateTimeOffset? next;
        while (true)
        {
            next = Scheduler.Look(_stopping.Token);
            await Scheduler.SettledAsync().WaitAsync(TimeSpan.FromSeconds(30));
            // What ended may have made room, or left something to be delivered.
            if (!Scheduler.IsCalled && (next is null || next > Clock.GetUtcNow())) break;
        }

        return next;
    }

    /// <summary>Lets time pass as a host does that is awake: it looks whenever something is due.</summary>
    public async Task PassAsync(TimeSpan length)
    {
        var end = Clock.GetUtcNow() + length;
        while (true)
        {
            var next = await LookAsync();
            if (Clock.GetUtcNow() >= end) return;
            Clock.SetUtcNow(next is { } at && at < end ? at : end);
        }
    }

    /// <summary>Nobody looks, as when the machine is off or asleep.</summary>
    public void Sleep(TimeSpan length) => Clock.Advance(length);

    /// <summary>The clock is set, forwards or back.</summary>
    public void SetClock(DateTimeOffset to)
    {
        if (to >= Clock.GetUtcNow()) Clock.SetUtcNow(to);
        else Clock.AdjustTime(to);
    }

    /// <summary>The host dies, wherever it is, and is started again.</summary>
    public void Restart(bool crash = true)
    {
        _services.GetRequiredService<TaskDatabase>().Dispose();
        if (!crash) _services.Dispose();
        _services = Build();
        Occurrences.Recover(TaskSentences.Died, Clock.GetUtcNow());
    }

    public Occurrence Only(string task) => Assert.Single(Occurrences.Of(task, 100));

    public IReadOnlyList<Occurrence> Of(string task) => [.. Occurrences.Of(task, int.MaxValue).Reverse()];

    public void Dispose()
    {
        _stopping.Cancel();
        _services.Dispose();
        _stopping.Dispose();
        _home.Dispose();
    }

    private ServiceProvider Build()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(_settings).Build();
        var services = new ServiceCollection().AddLogging(logging => logging.AddProvider(new QueueLogs(Log)));
        services.AddSingleton<TimeProvider>(Clock);
        services.Configure<DataOptions>(data => data.Local = _data);
        services.Configure<AgentsOptions>(options => options.Folder = Agents);
        services.AddSingleton<IPersonaStore>(provider => new PersonaStore(Agents, provider.GetRequiredService<ILogger<PersonaStore>>()));
        services.AddSingleton(new Toolbox([]));
        services.AddSingleton<IAgentRuntime>(Runtime);
        services.AddSingleton<IEndpointDirectory>(new FixedEndpoints(Endpoints));
        // Nothing here survives a loss of power, and nothing has to.
        services.AddSingleton(_ => new TaskDatabase(Path.Combine(_data, "tasks.db"), outlivesPower: false));
        services.AddScheduling(configuration);
        services.RemoveAll<ITaskGate>();
        services.RemoveAll<ITaskAction>();
        services.RemoveAll<IDeliveryTarget>();
        foreach (var gate in Gates.DefaultIfEmpty(Gate)) services.AddSingleton(gate);
        foreach (var action in Actions.DefaultIfEmpty(Action)) services.AddSingleton(action);
        services.AddSingleton<IDeliveryTarget>(Target);
        var provider = services.BuildServiceProvider();
        if (!_isFrozen) return provider;
        // Files that do not change need not be looked at half a million times.
        services.AddSingleton<ITaskStore>(new FrozenTasks(provider.GetRequiredService<ITaskStore>()));
        return services.BuildServiceProvider();
    }

    private sealed class FixedEndpoints(List<EndpointSnapshot> endpoints) : IEndpointDirectory
    {
        public IReadOnlyList<EndpointSnapshot> Endpoints => endpoints;

        public IReadOnlyList<EndpointAddress> Addresses => [];

        public Task<IReadOnlyList<EndpointSnapshot>> RefreshAsync(CancellationToken cancellationToken = default) => Task.FromResult(Endpoints);
    }

    private sealed class FrozenTasks(ITaskStore tasks) : ITaskStore
    {
        private readonly Dictionary<string, ScheduledTask> _byId = tasks.All.ToDictionary(task => task.Id);

        public IReadOnlyList<ScheduledTask> All { get; } = tasks.All;

        public IReadOnlyList<TaskProblem> Problems { get; } = tasks.Problems;

        public ScheduledTask? Find(string id) => _byId.GetValueOrDefault(id);
    }

    private sealed class QueueLogs(ConcurrentQueue<string> log) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) log.Enqueue($"{formatter(state, exception)}{exception}");
        }

        public void Dispose()
        {
        }
    }
}

internal sealed class FakeGate(string name) : ITaskGate
{
    public string Name => name;

    public string Example => $"{name}: {{place: here}}";

    public Func<GateCall, GateVerdict> Verdict { get; set; } = _ => new GateVerdict(true, "it is dry");

    public void Validate(GateSetting setting)
    {
        if (setting["bad"] is not null) throw new FormatException($"{name} is not set like that; write {Example}");
    }

    public Task<GateVerdict> TestAsync(GateCall call, CancellationToken cancellationToken) => Task.FromResult(Verdict(call));
}

internal sealed class FakeAction(string name) : ITaskAction
{
    public string Name => name;

    public bool IsRepeatable { get; set; } = true;

    public ConcurrentQueue<ActionCall> Calls { get; } = new();

    public Func<ActionCall, CancellationToken, Task<string>> Run { get; set; } = (_, _) => Task.FromResult("");

    public Task<string> RunAsync(ActionCall call, CancellationToken cancellationToken)
    {
        Calls.Enqueue(call);
        return Run(call, cancellationToken);
    }
}

internal sealed class FakeTarget : IDeliveryTarget
{
    private readonly ConcurrentDictionary<string, int> _keys = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<TaskPost> _posts = new();

    public IReadOnlyCollection<TaskPost> Posts => _posts;

    public Reach Reach { get; set; } = new(ReachState.Reachable);

    public Func<TaskPost, CancellationToken, Task<string>>? Deliver { get; set; }

    public bool Takes(string channel) => true;

    public Reach Look(string channel, string persona) => Reach;

    public async Task<string> DeliverAsync(TaskPost post, CancellationToken cancellationToken)
    {
        // The far side knows a key for good, as Discord's posts and files do.
        if (_keys.ContainsKey(post.Key)) return $"there already: {post.Key}";
        if (Deliver is not null) return await Deliver(post, cancellationToken);
        return Keep(post);
    }

    /// <summary>It is there from now on.</summary>
    public string Keep(TaskPost post)
    {
        _posts.Enqueue(post);
        _keys[post.Key] = 1;
        return $"proof {_posts.Count}";
    }
}
