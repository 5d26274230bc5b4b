using LocalsOnly.Memory;
using LocalsOnly.Memory.Dense;
using LocalsOnly.Memory.Mirroring;
using LocalsOnly.Memory.Qdrant;
using LocalsOnly.Tests.Memory.Qdrant.Fake;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Tests.Memory.Qdrant;

/// <summary>A memory with a Qdrant server beside it.</summary>
public abstract class QdrantMirrorContract : IAsyncLifetime, IDisposable
{
    private protected abstract TestedQdrant Tested { get; }

    private readonly TemporaryDirectory _directory = new();
    private FakeQdrant _server = null!;
    private ServiceProvider _services = null!;

    private IMemory Memory => _services.GetRequiredService<IMemory>();

    private QdrantMirror Mirror => _services.GetRequiredService<QdrantMirror>();

    public async Task InitializeAsync()
    {
        _server = await Tested.ServeAsync();
        _services = Build();
        await StoreAsync(Talk.Of("a", "Workshop", "The walnut table is 92 wide", "Noted"), Talk.Of("b", "Garden", "Roses in March", "Late March"));
    }

    public async Task DisposeAsync()
    {
        await _services.DisposeAsync();
        await _server.DisposeAsync();
    }

    public void Dispose()
    {
        _directory.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task The_mirror_follows_what_is_added_changed_and_forgotten()
    {
        await Mirror.SyncAsync(default);
        Assert.Equal(["chatgpt:a:m0", "chatgpt:a:m1", "chatgpt:b:m0", "chatgpt:b:m1"], Stored());
        await StoreAsync(Talk.Of("a", "Workshop", "The walnut table is 92 wide", "Noted", "And oiled") with { UpdatedAt = Talk.Start.AddDays(1) });
        await _services.GetRequiredService<IConversationArchive>().ForgetAsync(new ForgetSelection { ConversationKey = "chatgpt:b" });
        await Mirror.SyncAsync(default);
        Assert.Equal(["chatgpt:a:m0", "chatgpt:a:m1", "chatgpt:a:m2"], Stored());

        Assert.Equal(0, (await Mirror.SyncAsync(default))!.Points);
        await _services.DisposeAsync();
        _services = Build();
        Assert.Equal(0, (await Mirror.SyncAsync(default))!.Points);
    }

    [Fact]
    public async Task Recall_asks_both_and_shows_nothing_that_the_index_does_not_know()
    {
        await Mirror.SyncAsync(default);
        await _services.GetRequiredService<IConversationArchive>().ForgetAsync(new ForgetSelection { ConversationKey = "chatgpt:b" });

        var found = await Memory.RecallAsync(TestMemory.Scope, new RecallRequest("walnut table"));
        Assert.Equal("chatgpt:a:m0", found.Passages[0].MessageKey);
        Assert.Null(found.Note);
        Assert.Empty((await Memory.RecallAsync(TestMemory.Scope, new RecallRequest("roses"))).Passages);
    }

    [Fact]
    public async Task When_Qdrant_is_away_recall_goes_on_and_says_so()
    {
        await Mirror.SyncAsync(default);
        await _server.DisposeAsync();

        var found = await Memory.RecallAsync(TestMemory.Scope, new RecallRequest("walnut table"));
        Assert.Equal("chatgpt:a:m0", found.Passages[0].MessageKey);
        Assert.Contains("What is recalled comes from the local index.", found.Note, StringComparison.Ordinal);
    }

    private string[] Stored() => [.. _server.Collection("localsonly").Points.Select(point => point.Payload.Text("message")).Order(StringComparer.Ordinal)];

    private async Task StoreAsync(params Conversation[] conversations)
    {
        await using var writer = await _services.GetRequiredService<IConversationStore>().OpenWriterAsync();
        foreach (var conversation in conversations) await writer.StoreAsync(conversation);
    }

    private ServiceProvider Build()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Data:Local"] = Path.Combine(_directory.Path, "local"),
            ["Data:Nas"] = Path.Combine(_directory.Path, "nas"),
            ["Memory:Qdrant:Url"] = _server.Url.ToString(),
            ["Memory:Qdrant:Protocol"] = Tested.Factory.Protocol,
        }).Build();
        var services = new ServiceCollection().AddSingleton(typeof(ILogger<>), typeof(NullLogger<>)).AddSingleton<IHouseHttp, LoopbackHttp>().AddMemory(configuration);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IQdrantFactory>(Tested.Factory));
        return services.BuildServiceProvider();
    }
}

/// <inheritdoc/>
public sealed class QdrantMirrorTests : QdrantMirrorContract
{
    private protected override TestedQdrant Tested => TestedQdrant.Rest;

    [Fact]
    public void A_protocol_that_the_build_does_not_speak_is_refused_with_those_that_it_does()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Memory:Qdrant:Protocol"] = "Grpc" }).Build();
        using var services = new ServiceCollection().AddMemory(configuration).BuildServiceProvider();

        var wrong = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<MemoryOptions>>().Value);

        Assert.Equal(
            "Memory:Qdrant:Protocol is \"Grpc\", which this build does not speak; allowed: Rest. gRPC comes with another edition (dotnet build -p:Edition=SemanticKernel).",
            Assert.Single(wrong.Failures));
    }
}
