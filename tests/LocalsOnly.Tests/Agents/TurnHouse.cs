using LocalsOnly.Agents;
using LocalsOnly.Agents.Guards;
using LocalsOnly.Agents.Sessions;
using LocalsOnly.Agents.Tools;
using LocalsOnly.Agents.Turns;
using LocalsOnly.Inference;
using LocalsOnly.Memory;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace LocalsOnly.Tests.Agents;

/// <summary>The turn as it is in the host, with a scripted model on one side, a scripted memory on the other, and the tools and guards that a test gives it.</summary>
internal sealed class TurnHouse : IPersonaStore, IAsyncDisposable, IDisposable
{
    private readonly List<Persona> _personas = [];
    private readonly TurnGate _gate;
    private readonly TokenRatio _tokens = new();
    private readonly TemporaryDirectory _directory = new();
    private SessionCompaction? _compaction;
    private TurnMemory? _remembering;
    private SessionStore? _sessions;

    public TurnHouse() => _gate = new TurnGate(Time);

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 26, 9, 30, 0, TimeSpan.Zero));

    public ScriptedModel Model { get; } = new();

    public ScriptedMemory Memory { get; } = new() { Messages = 1 };

    public List<Tool> Tools { get; } = [];

    public List<IReplyGuard> Guards { get; } = [];

    public AgentsOptions Options { get; } = new() { TimeZone = "UTC" };

    public TurnGate Gate => _gate;

    /// <summary>What holds of the person; null for a house without standing facts.</summary>
    public IStandingFacts? Facts { get; set; }

    IReadOnlyList<Persona> IPersonaStore.All => _personas;

    IReadOnlyList<PersonaProblem> IPersonaStore.Problems => [];

    Persona? IPersonaStore.Find(string id) => _personas.FirstOrDefault(persona => persona.Id == id);

    /// <summary>Adds a persona; the first one is whom <see cref="AskAsync"/> asks.</summary>
    public Persona Add(string id, IReadOnlyList<string>? tools = null, IReadOnlyList<string>? peers = null, params string[] guards)
    {
        var persona = new Persona(id, char.ToUpperInvariant(id[0]) + id[1..], $"{id} at work", Tier.Heavy, tools ?? [], null, 6, [], peers ?? [], "#000000", $"You are {id}.") { Guards = guards };
        _personas.Add(persona);
        return persona;
    }

    /// <summary>A tool of a method, known to the house.</summary>
    public Tool Offer(string name, Delegate method, ToolEffect effect = ToolEffect.None, params string[] askedBy)
    {
        var tool = new Tool(AIFunctionFactory.Create(method, name, $"{name} for a test")) { Effect = effect, AskedBy = askedBy };
        Tools.Add(tool);
        return tool;
    }

    /// <summary>The sessions on the house's disk, as a host that has just started finds them.</summary>
    public SessionStore Sessions => _sessions ??= new SessionStore(Microsoft.Extensions.Options.Options.Create(new DataOptions { Local = _directory.Path }));

    /// <summary>A directory of the house.</summary>
    public string Folder(string name) => _directory.Combine(name);

    /// <summary>The host is started anew on the same disk.</summary>
    public void Restart()
    {
        _sessions?.Dispose();
        _sessions = null;
    }

    /// <summary>A message in a place whose conversation the host keeps.</summary>
    public Task<List<TurnEvent>> SayAsync(string session, string text, string? channel = null) =>
        CollectAsync(Runtime().RunAsync(new TurnRequest(_personas[0].Id, [new TurnMessage(true, text)], channel) { Session = session }));

    /// <summary>Completes when what is to be summed up is.</summary>
    public async Task CompactedAsync()
    {
        if (_compaction is null) return;
        await _compaction.DrainAsync();
        await _compaction.DisposeAsync();
        _compaction = null;
    }

    public AgentRuntime Runtime()
    {
        var options = Microsoft.Extensions.Options.Options.Create(Options);
        _compaction ??= new SessionCompaction(Model, _tokens, options, Time, NullLogger<SessionCompaction>.Instance);
        _remembering ??= new TurnMemory(Memory, options, Time, NullLogger<TurnMemory>.Instance);
        return new AgentRuntime(this, Runner(), _remembering, Sessions, _compaction, _gate, options, Time, NullLogger<AgentRuntime>.Instance);
    }

    /// <summary>What keeps the words that nobody asked for.</summary>
    public OwnWords OwnWords()
    {
        Runtime();
        return new OwnWords(this, Sessions, _remembering!, Microsoft.Extensions.Options.Options.Create(Options), Time, NullLogger<OwnWords>.Instance);
    }

    /// <summary>Makes the loop of the runtime that all houses of this process have: the tests of another edition put theirs here before the first test.</summary>
    public static Func<TurnHouse, TokenRatio, IModelLoop> LoopOf { get; set; } =
        static (house, tokens) => new ModelLoop(house.Model, house.Gate, tokens, house.Time, NullLogger<ModelLoop>.Instance);

    /// <summary>All the tools that were offered.</summary>
    public Toolbox Toolbox => new([new Set(Tools)]);

    /// <summary>What runs the turns, without the door before it.</summary>
    public TurnRunner Runner()
    {
        var options = Microsoft.Extensions.Options.Options.Create(Options);
        return new TurnRunner(
            this, new TurnRecall(Memory, options, Time, NullLogger<TurnRecall>.Instance, Facts), LoopOf(this, _tokens), Toolbox, new ReplyGuards(Guards), _tokens, _gate, options, Time,
            NullLogger<TurnRunner>.Instance);
    }

    /// <summary>The events of a turn of the first persona; the messages alternate, and the last is the person's.</summary>
    public Task<List<TurnEvent>> AskAsync(params string[] messages) => CollectAsync(Runtime().RunAsync(Request(messages)));

    public TurnRequest Request(params string[] messages) => new(_personas[0].Id, [.. messages.Select((text, i) => new TurnMessage((messages.Length - i) % 2 == 1, text))]);

    /// <summary>The same in a house in which perhaps nobody was spoken to.</summary>
    public Task<List<(MemoryScope Scope, Utterance Utterance)>> RememberedOrNoneAsync() => _remembering is null ? Task.FromResult(Memory.Remembered) : RememberedAsync();

    /// <summary>What is remembered once everything said has been.</summary>
    public async Task<List<(MemoryScope Scope, Utterance Utterance)>> RememberedAsync()
    {
        await _remembering!.DisposeAsync();
        return Memory.Remembered;
    }

    public static async Task<List<TurnEvent>> CollectAsync(IAsyncEnumerable<TurnEvent> turn)
    {
        var events = new List<TurnEvent>();
        await foreach (var happened in turn) events.Add(happened);
        return events;
    }

    public static string Text(IEnumerable<TurnEvent> events) => string.Concat(events.OfType<TextDelta>().Select(delta => delta.Text));

    public async ValueTask DisposeAsync()
    {
        if (_remembering is not null) await _remembering.DisposeAsync();
        if (_compaction is not null) await _compaction.DisposeAsync();
        Dispose();
    }

    public void Dispose()
    {
        _gate.Dispose();
        Model.Dispose();
        _sessions?.Dispose();
        _directory.Dispose();
    }

    private sealed class Set(IReadOnlyList<Tool> tools) : IToolset
    {
        public IReadOnlyList<Tool> Tools => tools;
    }
}
