using System.Runtime.CompilerServices;
using System.Text.Json;
using LocalsOnly.Agents;
using LocalsOnly.Agents.Tools;
using LocalsOnly.Agents.Tools.Research;
using LocalsOnly.Memory;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace LocalsOnly.Tests.Agents.Research;

/// <summary>The desk over a directory of its own and a scripted memory, called as a model calls it.</summary>
internal sealed class ResearchBench : IDisposable
{
    public static readonly Persona Eliza = new("eliza", "Eliza", "Librarian", null, [], null, 10, [], [], "#000000", "You are Eliza.");

    private readonly ServiceProvider _services;

    public ResearchBench()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton<IMemory>(Memory);
        services.AddSingleton<ICorpus>(Corpus);
        services.Configure<DataOptions>(options => options.Local = Directory.Path);
        services.Configure<MemoryOptions>(options => options.Knowledge = Knowledge);
        _services = services.AddResearchDesk(new ConfigurationBuilder().Build()).BuildServiceProvider();
    }

    public TemporaryDirectory Directory { get; } = new();

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 22, 30, 0, TimeSpan.Zero));

    public ScriptedMemory Memory { get; } = new();

    public ScriptedCorpus Corpus { get; } = new();

    public string Knowledge => Directory.Combine("knowledge");

    public string Drafts => Directory.Combine("desks", "research", "drafts");

    public Tool this[string name] => _services.GetServices<IToolset>().SelectMany(set => set.Tools).Single(tool => tool.Name == name);

    public KnowledgeAudit Audit => _services.GetRequiredService<KnowledgeAudit>();

    public ToolTurn Turn(string message = "Look it up.", string? channel = null) => new(Eliza, channel, message, TimeZoneInfo.ConvertTime(Time.GetUtcNow(), Zone), Zone);

    public Task<string> CallAsync(string tool, object arguments, string? channel = null) => CallAsync(tool, arguments, Turn(channel: channel));

    public async Task<string> CallAsync(string tool, object arguments, ToolTurn turn)
    {
        // As they come from a model: JSON.
        var given = JsonSerializer.Deserialize<Dictionary<string, object?>>(JsonSerializer.Serialize(arguments));
        return (await this[tool].Function.InvokeAsync(turn.Arguments(given)))!.ToString()!;
    }

    public async Task<string> RefusedAsync(string tool, object arguments) => (await Assert.ThrowsAsync<ToolException>(() => CallAsync(tool, arguments))).Message;

    public void Dispose()
    {
        _services.Dispose();
        Directory.Dispose();
    }

    private static TimeZoneInfo Zone { get; } = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    internal sealed class ScriptedMemory : IMemory
    {
        public List<Passage> Passages { get; } = [];

        public List<(MemoryScope Scope, RecallRequest Request)> Asked { get; } = [];

        public string? Note { get; set; }

        public MemoryStoreException? Fault { get; set; }

        // Filters as the index does: by source and by author.
        public Task<RecallResult> RecallAsync(MemoryScope scope, RecallRequest request, CancellationToken cancellationToken = default)
        {
            Asked.Add((scope, request));
            if (Fault is not null) return Task.FromException<RecallResult>(Fault);
            var found = Passages
                .Where(passage => scope.Sources?.Contains(passage.Source) != false && request.Authors?.Contains(passage.Author) != false)
                .Where(passage => Terms.Of(request.Query).Overlaps(Terms.Of($"{passage.Title} {passage.Text}")))
                .Take(request.Limit);
            return Task.FromResult(new RecallResult([.. found], Note));
        }

        public Task<Remembered> RememberAsync(MemoryScope scope, Utterance utterance, CancellationToken cancellationToken = default) => throw new NotSupportedException("The desk only reads.");

        public Task<bool> ForgetAsync(MemoryScope scope, string conversationKey, CancellationToken cancellationToken = default) => throw new NotSupportedException("The desk only reads.");

        public Task<Conversation?> OpenAsync(MemoryScope scope, string key, CancellationToken cancellationToken = default) => Task.FromResult<Conversation?>(null);

        public Task<MemoryCounts> CountAsync(MemoryScope scope, CancellationToken cancellationToken = default) => Task.FromResult(new MemoryCounts(0, 0, new Dictionary<string, int>()));
    }

    internal sealed class ScriptedCorpus : ICorpus
    {
        public List<Conversation> Conversations { get; } = [];

        public List<(MemoryScope Scope, CorpusFilter Filter)> Asked { get; } = [];

        public MemoryStoreException? Fault { get; set; }

        public void Add(string key, DateTimeOffset at, params string[] said) => Conversations.Add(new Conversation(
            key, "chatgpt", key, at, at, null, null,
            [.. said.Select((text, i) => new ConversationMessage($"{key}:{i}", null, MessageAuthor.User, MessageKind.Visible, Active: true, at, text, []))]));

        public async IAsyncEnumerable<CorpusItem> ReadAsync(MemoryScope scope, CorpusFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            Asked.Add((scope, filter));
            await Task.CompletedTask;
            if (Fault is not null) throw Fault;
            foreach (var conversation in Conversations.Where(each => each.CreatedAt >= filter.After).OrderBy(each => each.CreatedAt))
                yield return new CorpusItem(conversation.Key, conversation, new Dictionary<string, int>());
            yield return new CorpusItem("chatgpt:damaged", null, new Dictionary<string, int>());
        }

        public Task<Conversation?> OpenOriginalAsync(MemoryScope scope, string key, CancellationToken cancellationToken = default) => Task.FromResult<Conversation?>(null);
    }
}
