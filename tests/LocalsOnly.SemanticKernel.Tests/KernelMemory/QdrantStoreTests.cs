using LocalsOnly.Memory;
using LocalsOnly.SemanticKernel.KernelMemory;
using LocalsOnly.Tests.Memory;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.KernelMemory;
using Microsoft.KernelMemory.AI;
using Microsoft.KernelMemory.MemoryDb.Qdrant;
using Microsoft.KernelMemory.MemoryStorage;

namespace LocalsOnly.SemanticKernel.Tests.KernelMemory;

/// <summary>The contract against Kernel Memory's own connector, over its true wire.</summary>
public sealed class QdrantConnectorTests : MemoryDbContract, IAsyncLifetime
{
    private StockQdrant _server = null!;

    public async Task InitializeAsync() => _server = await StockQdrant.StartAsync();

    async Task IAsyncLifetime.DisposeAsync() => await _server.DisposeAsync();

    /// <summary>It writes a tag as <c>name:value</c>, of which a name without a value has none (QdrantPoint.FromMemoryRecord).</summary>
    protected override bool KeepsNamesWithoutValues => false;

    protected override IMemoryDb Create(string directory, ITextEmbeddingGenerator vectors) => new QdrantMemory(new QdrantConfig { Endpoint = _server.Url.AbsoluteUri }, vectors, NullLoggerFactory.Instance);
}

/// <summary>The house with Kernel Memory's records in a Qdrant server: conversations are copied there.</summary>
public sealed class QdrantStoreTests : IAsyncLifetime, IDisposable
{
    private const string Index = "conversations";

    private readonly WordVectors _vectors = new();
    private StockQdrant _server = null!;
    private TestMemory _house = null!;
    private KernelHouse _story = null!;

    public async Task InitializeAsync()
    {
        _server = await StockQdrant.StartAsync();
        _story = new KernelHouse();
        _house = new TestMemory(services: services => services
            .AddSingleton<IChatClient>(_story.Model)
            .AddSingleton<IEmbeddingGenerator<string, Embedding<float>>>(_vectors)
            .AddSingleton<LocalsOnly.Memory.Dense.IHouseHttp, PlainHttp>()
            .AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance)
            .AddKernelMemory(new ConfigurationBuilder().Build()));
        Open();
        await StoreAsync(Audience.Everyone, "table", "How do I finish a walnut table?");
        await StoreAsync(new Audience("owner", Persona: "kelly"), "kelly", "My walnut budget is 400 euros.");
    }

    async Task IAsyncLifetime.DisposeAsync() => await _server.DisposeAsync();

    public void Dispose()
    {
        _house.Dispose();
        _story.Dispose();
    }

    [Fact]
    public async Task Conversations_are_copied_found_within_their_scope_and_kept_up_with_what_is_remembered()
    {
        Assert.Equal(new KernelMemoryReport(KernelMemoryStore.Qdrant, Index, 2, 2, 0, 2), await ImportAsync());
        Assert.Equal(new KernelMemoryReport(KernelMemoryStore.Qdrant, Index, 2, 0, 0, 0), await ImportAsync());

        Assert.Equal(["chatgpt_3Akelly", "chatgpt_3Atable"], await FoundAsync(TestMemory.Scope));
        Assert.Equal(["chatgpt_3Atable"], await FoundAsync(new MemoryScope("owner", "solus")));
        Assert.Equal(["chatgpt_3Akelly", "chatgpt_3Atable"], await FoundAsync(new MemoryScope("owner", "kelly")));
        Assert.Empty(await FoundAsync(new MemoryScope("owner", "kelly", "garden") { Shared = true }));
        Assert.Equal("Three thin coats of oil.", (await _house.Get<IKernelMemories>().Within(TestMemory.Scope).AskAsync("walnut table", Index)).Result);
        await Assert.ThrowsAsync<KernelMemoryException>(() => _house.Get<IKernelMemories>().Within(TestMemory.Scope).DeleteIndexAsync(Index));
        Assert.Contains("secret", _server.Keys);
    }

    [Fact]
    public async Task What_is_forgotten_is_gone_from_the_copy_at_once_also_when_Kernel_Memory_is_off_by_now()
    {
        await ImportAsync();

        await _house.Keeping.ForgetAsync(new ForgetSelection { ConversationKey = "chatgpt:table" });
        Assert.DoesNotContain(_server.Texts(Index), text => text.Contains("finish", StringComparison.Ordinal));

        _house.Reopen(("Memory:Qdrant:Url", _server.Url.AbsoluteUri), ("Memory:Qdrant:Weight", "0"));
        await _house.Keeping.ForgetAsync(new ForgetSelection { ConversationKey = "chatgpt:kelly" });
        Assert.Empty(_server.Texts(Index));
    }

    [Fact]
    public async Task Nothing_is_forgotten_as_long_as_the_copy_cannot_be_reached()
    {
        await ImportAsync();
        _server.IsBroken = true;

        var away = await Assert.ThrowsAsync<MemoryStoreException>(() => _house.Keeping.ForgetAsync(new ForgetSelection { ConversationKey = "chatgpt:table" }));
        Assert.EndsWith("start the server of Memory:Qdrant:Url and repeat it; nothing is forgotten yet.", away.Message, StringComparison.Ordinal);
        Assert.NotNull(await _house.Memory.OpenAsync(TestMemory.Scope, "chatgpt:table"));

        _house.Reopen();
        var unnamed = await Assert.ThrowsAsync<MemoryStoreException>(() => _house.Keeping.ForgetAsync(new ForgetSelection { ConversationKey = "chatgpt:table" }));
        Assert.StartsWith("1 of these conversations were copied to Qdrant, which Memory:Qdrant:Url does not name any more", unnamed.Message, StringComparison.Ordinal);
        Assert.NotNull(await _house.Memory.OpenAsync(TestMemory.Scope, "chatgpt:table"));
    }

    [Fact]
    public async Task A_server_that_is_out_of_order_or_a_source_of_vectors_that_is_away_is_one_sentence_and_the_next_run_goes_on()
    {
        _server.IsBroken = true;
        var broken = await Assert.ThrowsAsync<MemoryStoreException>(() => ImportAsync());
        _server.IsBroken = false;
        _vectors.IsAway = true;
        var away = await Assert.ThrowsAsync<MemoryStoreException>(() => ImportAsync());
        _vectors.IsAway = false;

        Assert.All([broken, away], fault => Assert.EndsWith("see that the server of Memory:Qdrant:Url runs and takes the key, then run it again; what was copied stays.", fault.Message, StringComparison.Ordinal));
        Assert.Equal(2, (await ImportAsync()).Written);
        Assert.Equal(2, _server.Texts(Index).Count);
    }

    private void Open() => _house.Reopen(
        ("KernelMemory:Enabled", "true"), ("KernelMemory:Store", "Qdrant"), ("Memory:Qdrant:Url", _server.Url.AbsoluteUri), ("Memory:Qdrant:ApiKey", "secret"), ("Memory:Qdrant:Weight", "0"));

    private Task<KernelMemoryReport> ImportAsync() => _house.Get<IKernelMemoryImport>().RunAsync();

    private async Task<List<string>> FoundAsync(MemoryScope scope) =>
        [.. (await _house.Get<IKernelMemories>().Within(scope).SearchAsync("walnut", Index, limit: 20)).Results.Select(citation => citation.DocumentId).Order(StringComparer.Ordinal)];

    private async Task StoreAsync(Audience audience, string id, string text)
    {
        await using var writer = await _house.Everything.OpenWriterAsync(audience, []);
        await writer.StoreAsync(Talk.Of(id, id, text));
    }

    private sealed class PlainHttp : LocalsOnly.Memory.Dense.IHouseHttp
    {
        public HttpClient Create(string key, Uri address) => new() { BaseAddress = address };
    }
}
