using LocalsOnly.Agents;
using LocalsOnly.Benchmarks.Measuring;
using LocalsOnly.Benchmarks.Recall;
using LocalsOnly.Memory;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LocalsOnly.Benchmarks.Turn;

/// <summary>Memory and personas in one process, with a model that takes no time: what is left of a turn is the host's.</summary>
internal sealed class TurnHouse : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly IAgentRuntime _runtime;

    /// <param name="directory">Where it keeps its data; what is there already is remembered.</param>
    /// <param name="settings">Beside its own.</param>
    /// <param name="more">Services beside its own.</param>
    public TurnHouse(string directory, Dictionary<string, string?>? settings = null, Action<IServiceCollection, IConfiguration>? more = null)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Data:Local"] = Path.Combine(directory, "local"),
                ["Data:Nas"] = Path.Combine(directory, "nas"),
                ["Data:Offline"] = "true",
                ["Agents:Folder"] = Path.Combine(Repository.Root, "agents"),
                ["Memory:Knowledge"] = Path.Combine(Repository.Root, "knowledge"),
            })
            .AddInMemoryCollection(settings ?? [])
            .Build();
        var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance)
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddSingleton<IChatClient, InstantModel>()
            .AddMemory(configuration)
            .AddAgents(configuration);
        more?.Invoke(services, configuration);
        _services = services.BuildServiceProvider();
        _runtime = _services.GetRequiredService<IAgentRuntime>();
    }

    /// <summary>Stores and indexes a file of <see cref="RecallCorpus"/>.</summary>
    public async Task StoreAsync(string corpus)
    {
        await using var writer = await _services.GetRequiredService<IConversationStore>().OpenWriterAsync();
        foreach (var conversation in RecallCorpus.Read(corpus)) await writer.StoreAsync(conversation);
        await writer.CommitAsync();
    }

    /// <returns>Whether the model's answer came through.</returns>
    public async Task<bool> AskAsync(string persona, string question, string? session = null)
    {
        var completed = false;
        await foreach (var happened in _runtime.RunAsync(new TurnRequest(persona, [new TurnMessage(true, question)]) { Session = session }))
            completed = happened is TurnCompleted;
        return completed;
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
