using LocalsOnly.Memory.Dense;
using LocalsOnly.Memory.Recall;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LocalsOnly.Memory.Evaluation;

/// <summary>Where an evaluation gets vectors from.</summary>
/// <param name="Options">As configured; its weight is not used.</param>
/// <param name="Http">A way to a server.</param>
public sealed record EvaluationSource(EmbeddingOptions Options, IHouseHttp Http);

/// <summary>A memory of its own, in a directory that goes with it, which holds a set: what is measured is what a person has, archive, index and scopes included.</summary>
internal sealed class EvaluationMemory : IAsyncDisposable
{
    private const int BeforeStanding = 3;
    private const int Patience = 30_000;
    private const string Everyone = "everyone";

    private readonly string _directory;
    private readonly ServiceProvider _services;
    private readonly Dictionary<string, string> _idByKey = new(StringComparer.Ordinal);
    private readonly bool _merged;

    private EvaluationMemory(bool merged, EvaluationSource? source)
    {
        _merged = merged;
        _directory = Directory.CreateTempSubdirectory("locals-eval-").FullName;
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Data:Local"] = Path.Combine(_directory, "local"), ["Data:Nas"] = Path.Combine(_directory, "nas") })
            .Build();
        var services = new ServiceCollection().AddSingleton(typeof(ILogger<>), typeof(NullLogger<>)).AddMemory(configuration);
        if (source is not null)
            services.AddSingleton(source.Http).Configure<MemoryOptions>(options => options.Embedding = new EmbeddingOptions
            {
                Server = source.Options.Server,
                Model = source.Options.Model,
                Folder = source.Options.Folder,
                DeadlineMilliseconds = Patience,
            });
        _services = services.BuildServiceProvider();
        Memory = (IndexedMemory)_services.GetRequiredService<IMemory>();
        Dense = _services.GetRequiredService<DenseRecall>();
    }

    public IndexedMemory Memory { get; }

    public DenseRecall Dense { get; }

    /// <summary>Remembers all of a set.</summary>
    /// <param name="merged">As if all were one person's; else each scope is a person.</param>
    /// <param name="source">Of vectors; null for none.</param>
    public static async Task<EvaluationMemory> CreateAsync(EvaluationSet set, bool merged, EvaluationSource? source, CancellationToken cancellationToken)
    {
        var memory = new EvaluationMemory(merged, source);
        try
        {
            var store = memory._services.GetRequiredService<ConversationStore>();
            foreach (var scope in set.Conversations.GroupBy(conversation => memory.OwnerOf(conversation.Scope), StringComparer.Ordinal))
            {
                await using var writer = await store.OpenWriterAsync(new Audience(scope.Key), [], cancellationToken);
                foreach (var conversation in scope) await writer.StoreAsync(memory.Translate(conversation), cancellationToken);
            }
            return memory;
        }
        catch
        {
            await memory.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ids of the messages that are recalled on a question, best first.</summary>
    public async Task<List<string>> AskAsync(EvaluationQuestion question, int limit, CancellationToken cancellationToken)
    {
        var request = new RecallRequest(question.Query) { Limit = limit, OnlyTelling = false, Zone = TimeZoneInfo.Utc };
        var found = await Memory.RecallAsync(new MemoryScope(OwnerOf(question.Scope)), request, cancellationToken);
        // A reply has both before it: the standing ones count from the fourth place on.
        var ahead = found.Passages.Take(BeforeStanding).ToList();
        return [.. ahead.Concat(found.Standing).Concat(found.Passages.Skip(BeforeStanding)).Select(passage => _idByKey[passage.MessageKey]).Distinct(StringComparer.Ordinal)];
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private string OwnerOf(string scope) => _merged ? Everyone : scope;

    private Conversation Translate(EvaluationConversation conversation)
    {
        var key = $"eval:{conversation.Conversation}";
        var messages = new List<ConversationMessage>(conversation.Messages.Count);
        foreach (var message in conversation.Messages)
        {
            _idByKey[$"{key}:{message.Id}"] = message.Id;
            var author = message.Role switch { "assistant" => MessageAuthor.Assistant, "system" => MessageAuthor.System, "tool" => MessageAuthor.Tool, _ => MessageAuthor.User };
            messages.Add(new ConversationMessage(
                $"{key}:{message.Id}", messages.Count > 0 ? messages[^1].Key : null, author, MessageKind.Visible, true, message.At ?? conversation.Started, message.Text, [])
            {
                Name = string.Equals(message.Author, message.Role, StringComparison.OrdinalIgnoreCase) ? null : message.Author,
            });
        }
        return new Conversation(key, conversation.Source ?? "eval", string.IsNullOrWhiteSpace(conversation.Title) ? "…" : conversation.Title, conversation.Started, null, null, null, messages);
    }
}
