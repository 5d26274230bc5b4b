using LocalsOnly.Import;
using LocalsOnly.Memory;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace LocalsOnly.Tests.Memory;

/// <summary>A memory in a directory of its own. Reopening is what a restart of the host is.</summary>
internal sealed class TestMemory : IDisposable
{
    private readonly Action<IServiceCollection>? _more;
    private readonly bool _isAnother;
    private (string Key, string Value)[] _settings = [];
    private ServiceProvider _services;

    /// <param name="services">What else is registered, e.g. a source of vectors.</param>
    public TestMemory(string? nas = null, Action<IServiceCollection>? services = null)
    {
        _more = services;
        Root = Directory.CreateTempSubdirectory("locals-memory-").FullName;
        Nas = nas ?? Path.Combine(Root, "nas");
        _services = Build();
    }

    private TestMemory(TestMemory first)
    {
        (_isAnother, _more, _settings, Root, Nas, Time) = (true, first._more, first._settings, first.Root, first.Nas, first.Time);
        _services = Build();
    }

    public string Root { get; }

    public string Nas { get; }

    public string Local => Path.Combine(Root, "local");

    public string IndexFile => Path.Combine(Local, "index.db");

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 8, 1, 12, 0, 0, TimeSpan.Zero));

    public IMemory Memory => _services.GetRequiredService<IMemory>();

    public IConversationStore Store => _services.GetRequiredService<IConversationStore>();

    public ConversationStore Everything => _services.GetRequiredService<ConversationStore>();

    public IArchiveInspection Inspection => _services.GetRequiredService<IArchiveInspection>();

    public IConversationArchive Keeping => _services.GetRequiredService<IConversationArchive>();

    public ICorpus Corpus => _services.GetRequiredService<ICorpus>();

    public CorpusExport Export => _services.GetRequiredService<CorpusExport>();

    public IIndexRebuild Rebuild => _services.GetRequiredService<IIndexRebuild>();

    public IIndexSnapshot Snapshot => _services.GetRequiredService<IIndexSnapshot>();

    public IIndexInspection Index => _services.GetRequiredService<IIndexInspection>();

    public LocalsOnly.Memory.Knowledge.KnowledgeIndex Knowledge => _services.GetRequiredService<LocalsOnly.Memory.Knowledge.KnowledgeIndex>();

    public IStandingFacts Facts => Get<IStandingFacts>();

    public IProjects Projects => _services.GetRequiredService<IProjects>();

    public ImportService Import => _services.GetRequiredService<ImportService>();

    public static MemoryScope Scope { get; } = new(MemoryScope.DefaultOwner);

    public string LastSegment => Directory.GetFiles(Nas, "conversations-*.jsonl.gz").Order(StringComparer.Ordinal).Last();

    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    public void Close() => _services.Dispose();

    /// <param name="settings">In place of those before; none is what a house has at first.</param>
    public void Reopen(params (string Key, string Value)[] settings)
    {
        Close();
        _settings = settings;
        _services = Build();
    }

    public async Task<List<StoreOutcome>> StoreAsync(params Conversation[] conversations)
    {
        await using var writer = await Store.OpenWriterAsync();
        var outcomes = new List<StoreOutcome>();
        foreach (var conversation in conversations) outcomes.Add(await writer.StoreAsync(conversation));
        await writer.CommitAsync();
        return outcomes;
    }

    /// <summary>One import of some conversations; its number, when something was new.</summary>
    public async Task<int?> ImportAsync(params Conversation[] conversations)
    {
        await using var writer = await Store.OpenWriterAsync();
        foreach (var conversation in conversations) await writer.StoreAsync(conversation);
        return writer.Import;
    }

    /// <summary>One import of a conversation with its bytes as exported.</summary>
    public async Task<int?> ImportAsync(Conversation conversation, string raw)
    {
        await using var writer = await Store.OpenWriterAsync();
        await writer.StoreAsync(conversation, System.Text.Encoding.UTF8.GetBytes(raw));
        return writer.Import;
    }

    public async Task<List<string>> RecallKeysAsync(string query, MemoryScope? scope = null) =>
        [.. (await Memory.RecallAsync(scope ?? Scope, query, 20)).Select(passage => passage.MessageKey)];

    /// <summary>The same memory in another process, as far as that can be told from outside.</summary>
    public TestMemory Another() => new(this);

    public string PathOf(string name) => Path.Combine(Root, name);

    public string Write(string name, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllText(PathOf(name), content);
        return PathOf(name);
    }

    public void Dispose()
    {
        Close();
        if (!_isAnother) Directory.Delete(Root, recursive: true);
    }

    private ServiceProvider Build()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Data:Local"] = Local, ["Data:Nas"] = Nas })
            .AddInMemoryCollection(_settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
            .Build();
        var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddMemory(configuration)
            .AddImport(configuration);
        _more?.Invoke(services);
        return services.BuildServiceProvider();
    }
}

/// <summary>Conversations in a few words.</summary>
internal static class Talk
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    /// <summary>Turns alternate, the person first.</summary>
    public static Conversation Of(string id, string title, params string[] turns) => new(
        $"chatgpt:{id}", "chatgpt", title, Start, Start.AddHours(1), "model", null,
        [.. turns.Select((text, i) => Message(id, $"m{i}", i > 0 ? $"m{i - 1}" : null, text, i % 2 == 0 ? MessageAuthor.User : MessageAuthor.Assistant))]);

    public static ConversationMessage Message(
        string id, string node, string? parent, string text, MessageAuthor author, MessageKind kind = MessageKind.Visible, bool active = true) =>
        new($"chatgpt:{id}:{node}", parent is null ? null : $"chatgpt:{id}:{parent}", author, kind, active, Start, text, []);
}
