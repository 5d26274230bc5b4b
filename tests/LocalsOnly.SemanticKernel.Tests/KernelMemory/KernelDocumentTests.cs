using LocalsOnly.Memory;
using LocalsOnly.SemanticKernel.KernelMemory;
using LocalsOnly.Tests.Memory;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.KernelMemory;
using Microsoft.KernelMemory.DocumentStorage;

namespace LocalsOnly.SemanticKernel.Tests.KernelMemory;

/// <summary>Documents that programs import, through Kernel Memory's own pipeline over the house's stores.</summary>
public sealed class KernelDocumentTests : IDisposable
{
    private const string Long = "Walnut takes oil well. Sand to 240 first, then wipe on three thin coats, a day apart. ";

    private readonly KernelHouse _house = new();

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task A_document_is_imported_found_asked_about_and_deleted_without_a_source_of_vectors()
    {
        var kernel = _house.Kernel;

        Assert.Equal("manual", await kernel.ImportTextAsync(Long, "manual", new TagCollection { { "kind", "howto" } }));
        await kernel.ImportTextAsync("Rain over the harbour.", "weather");

        Assert.True(await kernel.IsDocumentReadyAsync("manual"));
        var found = await kernel.SearchAsync("oil a walnut board", filter: MemoryFilters.ByTag("kind", "howto"));
        var citation = Assert.Single(found.Results);
        Assert.Equal(("manual", "content.txt"), (citation.DocumentId, citation.SourceName));
        Assert.InRange(citation.Partitions.Single().Relevance, 0.1, 1);
        Assert.Equal("Three thin coats of oil.", (await kernel.AskAsync("walnut oil")).Result);
        Assert.Contains("three thin coats", _house.Model.Asked[0].Prompt, StringComparison.Ordinal);
        using (var file = await kernel.ExportFileAsync("manual", "content.txt")) Assert.Equal(Long.Length, file.FileSize);

        await kernel.DeleteDocumentAsync("manual");

        Assert.Empty((await kernel.SearchAsync("walnut oil")).Results);
        Assert.False(await kernel.IsDocumentReadyAsync("manual"));
        Assert.Equal(["conversations", "default"], (await kernel.ListIndexesAsync()).Select(index => index.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_is_imported_twice_is_there_once_also_when_Kernel_Memory_has_lost_its_notes()
    {
        var text = string.Concat(Enumerable.Repeat(Long, 60));
        await _house.Kernel.ImportTextAsync(text, "manual");
        var once = await TextsAsync();
        Assert.True(once.Count > 2);

        await _house.Kernel.ImportTextAsync(text, "manual");
        Assert.Equal(once, await TextsAsync());

        _house.House.Close();
        File.Delete(Path.Combine(_house.House.Local, "kernel-memory", "documents.db"));
        _house.House.Reopen(("KernelMemory:Enabled", "true"));
        await _house.Kernel.ImportTextAsync(text, "manual");
        Assert.Equal(once, await TextsAsync());

        await _house.Kernel.ImportTextAsync("Only this is left.", "manual");
        Assert.Equal(["Only this is left."], await TextsAsync());

        async Task<List<string>> TextsAsync() =>
            [.. (await _house.Kernel.SearchAsync("", filter: MemoryFilters.ByDocument("manual"), limit: 1000)).Results.Select(citation => citation.Partitions.Single().Text).Order(StringComparer.Ordinal)];
    }

    [Fact]
    public async Task A_document_is_seen_by_who_may_see_what_is_said_where_it_was_imported()
    {
        var kelly = _house.Memories.Within(new MemoryScope("owner", "kelly"));
        var solus = _house.Memories.Within(new MemoryScope("owner", "solus"));
        await kelly.ImportTextAsync("The walnut budget is 400 euros.", "budget", new TagCollection { { "persona", "*" }, { "owner", "guest" }, { "source", "knowledge" } });
        await _house.Kernel.ImportTextAsync("Walnut for everybody.", "shared");

        Assert.Equal(["budget", "shared"], await DocumentsAsync(kelly));
        Assert.Equal(["shared"], await DocumentsAsync(solus));
        Assert.Equal(["shared"], await DocumentsAsync(_house.House.Get<IKernelMemory>()));
        Assert.Equal(["budget", "shared"], await DocumentsAsync(_house.Kernel));
        Assert.Empty(await DocumentsAsync(_house.Memories.Within(new MemoryScope("guest"))));
        Assert.Empty(await DocumentsAsync(_house.Memories.Within(new MemoryScope("owner", "kelly", "garden") { Shared = true })));

        var taken = await Assert.ThrowsAsync<KernelMemoryException>(() => solus.ImportTextAsync("Mine.", "budget"));
        Assert.Equal("There is a document 'budget' in index 'default' that may not be seen from here: choose another id.", taken.Message);
        await solus.DeleteDocumentAsync("budget");
        Assert.Null(await solus.GetDocumentStatusAsync("budget"));
        Assert.False(await solus.IsDocumentReadyAsync("budget"));
        await Assert.ThrowsAsync<DocumentStorageFileNotFoundException>(() => solus.ExportFileAsync("budget", "content.txt"));
        Assert.Equal("An index is everybody's: only the owner may delete one, in private. Delete documents instead.", (await Assert.ThrowsAsync<KernelMemoryException>(() => kelly.DeleteIndexAsync())).Message);
        Assert.Equal(["budget", "shared"], await DocumentsAsync(kelly));

        await _house.Kernel.DeleteIndexAsync();
        Assert.Empty(await DocumentsAsync(kelly));

        static async Task<List<string>> DocumentsAsync(IKernelMemory kernel) => [.. (await kernel.SearchAsync("walnut", limit: 50)).Results.Select(citation => citation.DocumentId).Order(StringComparer.Ordinal)];
    }

    [Fact]
    public async Task Each_persona_has_its_own_in_the_container()
    {
        await _house.StoreStoryAsync();

        var kelly = await _house.House.Get<IServiceProvider>().GetRequiredKeyedService<IKernelMemory>("kelly").SearchAsync("walnut budget", "conversations");
        var solus = await _house.House.Get<IServiceProvider>().GetRequiredKeyedService<IKernelMemory>("solus").SearchAsync("walnut budget", "conversations");

        Assert.Contains(kelly.Results, citation => citation.DocumentId == "chatgpt_3Akelly");
        Assert.DoesNotContain(solus.Results, citation => citation.DocumentId == "chatgpt_3Akelly");
    }

    [Fact]
    public async Task Nothing_is_fetched_from_the_web()
    {
        const string Refusal = "The house fetches no web pages: save the page and import the file.";

        Assert.Equal(Refusal, (await Assert.ThrowsAsync<KernelMemoryException>(() => _house.Kernel.ImportWebPageAsync("https://example.org/walnut"))).Message);
        await Record.ExceptionAsync(() => _house.Kernel.ImportDocumentAsync(new MemoryStream("https://example.org/walnut"u8.ToArray()), "content.url", "page"));
        Assert.Empty((await _house.Kernel.SearchAsync("walnut example", limit: 10)).Results);
    }

    [Fact]
    public async Task Files_lie_in_the_folder_that_is_named_and_a_folder_elsewhere_is_taken_for_a_share()
    {
        var share = _house.House.PathOf("share");
        _house.House.Reopen(("KernelMemory:Enabled", "true"), ("KernelMemory:Folder", share));

        await _house.Kernel.ImportTextAsync(Long, "manual");

        Assert.True(File.Exists(Path.Combine(share, "documents.db")));
        Assert.True(File.Exists(Path.Combine(share, "documents.db.lock")));
        Assert.False(File.Exists(Path.Combine(share, "documents.db-wal")));
        Assert.True(File.Exists(Path.Combine(_house.House.Local, "kernel-memory", "records", "default.db")));
    }

    [Fact]
    public async Task While_it_is_off_nothing_is_made_and_who_wants_it_is_told()
    {
        _house.House.Reopen();

        Assert.Equal("Kernel Memory is off: set KernelMemory:Enabled to true.", Assert.Throws<InvalidOperationException>(() => _house.Kernel).Message);
        Assert.Equal("Kernel Memory is off: set KernelMemory:Enabled to true.", (await Assert.ThrowsAsync<MemoryStoreException>(() => _house.House.Get<IKernelMemoryImport>().RunAsync())).Message);
        Assert.False(Directory.Exists(Path.Combine(_house.House.Local, "kernel-memory")));
    }

    [Fact]
    public async Task Where_the_house_answers_for_conversations_there_is_nothing_to_copy()
    {
        await _house.StoreStoryAsync();

        var report = await _house.House.Get<IKernelMemoryImport>().RunAsync();

        Assert.Equal(new KernelMemoryReport(KernelMemoryStore.House, "conversations", 6, 0, 0, 0), report);
        Assert.False(Directory.Exists(Path.Combine(_house.House.Local, "kernel-memory")));
    }

    [Theory]
    [InlineData("Passages", "0", "KernelMemory:Passages is not between 1 and 1000.")]
    [InlineData("PromptTokens", "100", "KernelMemory:PromptTokens is below 1024: passages and an answer would not fit.")]
    [InlineData("AnswerTokens", "8000", "KernelMemory:AnswerTokens is not between 16 and half of KernelMemory:PromptTokens.")]
    [InlineData("Store", "Qdrant", "KernelMemory:Store is Qdrant, but Memory:Qdrant:Url names no server: set it, or set KernelMemory:Store to House.")]
    public void What_cannot_be_is_one_sentence(string key, string value, string sentence)
    {
        _house.House.Reopen(("KernelMemory:Enabled", "true"), ($"KernelMemory:{key}", value));

        Assert.Contains(sentence, Assert.Throws<OptionsValidationException>(() => _house.House.Get<IOptions<KernelMemoryOptions>>().Value).Failures);
    }

    [Theory]
    [InlineData("http://qdrant.lan:6333", "KernelMemory:Store is Qdrant, whose connector does not look where a name leads: write Memory:Qdrant:Url as a number in the house, e.g. http://192.168.1.20:6333, in place of qdrant.lan.")]
    [InlineData("http://8.8.8.8:6333", "KernelMemory:Store is Qdrant, whose connector does not look where a name leads: write Memory:Qdrant:Url as a number in the house, e.g. http://192.168.1.20:6333, in place of 8.8.8.8.")]
    [InlineData("http://127.0.0.1:6333", "KernelMemory:Store is Qdrant, which finds by vectors alone, but nothing makes them: set Memory:Embedding:Server or Memory:Embedding:Folder, or set KernelMemory:Store to House.")]
    public void A_server_of_vectors_must_be_in_the_house_and_have_vectors(string url, string sentence)
    {
        _house.House.Reopen(("KernelMemory:Enabled", "true"), ("KernelMemory:Store", "Qdrant"), ("Memory:Qdrant:Url", url));

        Assert.Contains(sentence, KernelMemories.StoreRefusal(new MemoryOptions { Qdrant = { Url = new Uri(url) } }, hasVectors: false)!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Kernel_Memory_s_own_log_says_nothing_of_what_people_said()
    {
        var log = new Collected();
        using var house = new TestMemory(services: services => services
            .AddSingleton<IChatClient>(new ScriptedModel())
            .AddSingleton<Microsoft.Extensions.Logging.ILoggerFactory>(log)
            .AddKernelMemory(new ConfigurationBuilder().Build()));
        house.Reopen(("KernelMemory:Enabled", "true"));
        var kernel = house.Get<IKernelMemories>().Within(TestMemory.Scope);
        await kernel.ImportTextAsync("The xylophonist owns a walnut.", "secret");

        await kernel.AskAsync("who owns a walnut?");

        Assert.DoesNotContain(log.Lines, line => line.Contains("xylophonist", StringComparison.Ordinal));
    }

    private sealed class Collected : Microsoft.Extensions.Logging.ILoggerFactory, Microsoft.Extensions.Logging.ILogger
    {
        public System.Collections.Concurrent.ConcurrentQueue<string> Lines { get; } = new();

        public Microsoft.Extensions.Logging.ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(Microsoft.Extensions.Logging.LogLevel logLevel) => true;

        public void Log<TState>(Microsoft.Extensions.Logging.LogLevel logLevel, Microsoft.Extensions.Logging.EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue(formatter(state, exception));

        public void AddProvider(Microsoft.Extensions.Logging.ILoggerProvider provider)
        {
        }

        public void Dispose()
        {
        }
    }
}
