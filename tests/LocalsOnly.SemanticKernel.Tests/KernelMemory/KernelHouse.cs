using LocalsOnly.Memory;
using LocalsOnly.SemanticKernel.KernelMemory;
using LocalsOnly.SemanticKernel.KernelMemory.Conversations;
using LocalsOnly.Tests.Memory;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.KernelMemory;

namespace LocalsOnly.SemanticKernel.Tests.KernelMemory;

/// <summary>A memory with Kernel Memory over it, and a model that says what it is told to.</summary>
internal sealed class KernelHouse : IDisposable
{
    public KernelHouse(params (string Key, string Value)[] settings)
    {
        House = new TestMemory(services: services => services
            .AddSingleton<IChatClient>(Model)
            .AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance)
            .AddKernelMemory(new ConfigurationBuilder().Build()));
        House.Reopen([("KernelMemory:Enabled", "true"), .. settings]);
    }

    public TestMemory House { get; }

    public ScriptedModel Model { get; } = new();

    public IKernelMemories Memories => House.Get<IKernelMemories>();

    /// <summary>The owner's, in private.</summary>
    public IKernelMemory Kernel => Memories.Within(TestMemory.Scope);

    public IndexedConversations Conversations => new(House.Get<LocalsOnly.Memory.Index.IndexDatabase>());

    public async Task StoreAsync(Audience audience, params Conversation[] conversations)
    {
        await using var writer = await House.Everything.OpenWriterAsync(audience, []);
        foreach (var conversation in conversations) await writer.StoreAsync(conversation);
    }

    /// <summary>A few conversations of several sources, months and audiences that share words.</summary>
    public async Task StoreStoryAsync()
    {
        await StoreAsync(Audience.Everyone,
            Said("table", "chatgpt", "Walnut table", new(2025, 3, 14, 9, 0, 0, TimeSpan.Zero),
                "How do I finish a walnut table?", "Walnut takes oil well: sand to 240, then three thin coats.", "And how long does each coat of oil dry?", "A day each, two in winter."),
            Said("rain", "chatgpt", "Harbour walk", new(2025, 4, 2, 9, 0, 0, TimeSpan.Zero), "Will it rain over the harbour tomorrow?", "I cannot see the weather, but take a coat."),
            Said("shelf", "claude", "Shelf in the hall", new(2024, 11, 20, 9, 0, 0, TimeSpan.Zero), "The shelf is walnut too, should I oil it?", "Yes, the same oil as for the walnut table."));
        await StoreAsync(new Audience("owner", Persona: "kelly"), Said("kelly", "chatgpt", "For Kelly", new(2025, 3, 20, 9, 0, 0, TimeSpan.Zero), "My walnut budget is 400 euros.", "Noted."));
        await StoreAsync(new Audience("owner", Channel: "garden"), Said("garden", "chatgpt", "In the garden", new(2025, 3, 21, 9, 0, 0, TimeSpan.Zero), "The walnut tree needs pruning.", "In late summer, walnuts bleed in spring."));
        await StoreAsync(new Audience("guest"), Said("guest", "chatgpt", "A guest's", new(2025, 3, 22, 9, 0, 0, TimeSpan.Zero), "I have a walnut allergy.", "I will not suggest walnut bread."));
    }

    public static Conversation Said(string id, string source, string title, DateTimeOffset at, params string[] turns)
    {
        var key = $"{source}:{id}";
        return new Conversation(key, source, title, at, at.AddHours(1), "model", null, [.. turns.Select((text, i) => new ConversationMessage(
            $"{key}:m{i}", i > 0 ? $"{key}:m{i - 1}" : null, i % 2 == 0 ? MessageAuthor.User : MessageAuthor.Assistant, MessageKind.Visible, true, at.AddMinutes(i), text, []))]);
    }

    public void Dispose() => House.Dispose();
}

/// <summary>A model that answers with what it was given, in two pieces, and keeps what it was asked.</summary>
internal sealed class ScriptedModel : IChatClient
{
    public string Answer { get; set; } = "Three thin coats of oil.";

    public Exception? Fault { get; set; }

    public List<(string Prompt, ChatOptions Options)> Asked { get; } = [];

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("It is asked for a stream.");

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Asked.Add((Assert.Single(messages).Text, options!));
        await Task.Yield();
        if (Fault is not null) throw Fault;
        yield return new ChatResponseUpdate(ChatRole.Assistant, Answer[..(Answer.Length / 2)]);
        yield return new ChatResponseUpdate(ChatRole.Assistant, "");
        yield return new ChatResponseUpdate(ChatRole.Assistant, Answer[(Answer.Length / 2)..]);
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
        // Nothing to let go of.
    }
}
