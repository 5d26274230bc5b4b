using LocalsOnly.Host.Configuration;
using LocalsOnly.Host.Worker;
using LocalsOnly.Import;
using LocalsOnly.Import.Samples;
using LocalsOnly.Simulation;
using Microsoft.Extensions.DependencyInjection;

namespace LocalsOnly.Tests.Host;

/// <summary>A whole host in this process: real web server on a free loopback port, real memory in a directory of its own, simulated cluster if wanted.</summary>
internal sealed class TestHouse : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    private TestHouse(TemporaryDirectory directory, SimulatedExoNode? node, string url, IServiceProvider services, Task running, CancellationTokenSource stop)
    {
        (_directory, Node, Services, _running, _stop) = (directory, node, services, running, stop);
        Http = new HttpClient { BaseAddress = new Uri(url) };
    }

    /// <summary>The one simulated node that serves both tiers; null when the house has no model.</summary>
    public SimulatedExoNode? Node { get; }

    public IServiceProvider Services { get; }

    /// <summary>A client on the host's address.</summary>
    public HttpClient Http { get; }

    public Uri Url => Http.BaseAddress!;

    public string DataDirectory => _directory.Path;

    /// <summary>Completes when the host has stopped; carries what ended it.</summary>
    public Task Running => _running;

    /// <param name="node">Options of the simulated node; null for a house without a model.</param>
    /// <param name="samples">Import the demo's sample exports first.</param>
    public static async Task<TestHouse> StartAsync(
        SimulatedExoNodeOptions? node = null, bool samples = false, IReadOnlyDictionary<string, string?>? settings = null, Action<IServiceCollection>? configure = null)
    {
        var directory = new TemporaryDirectory();
        var simulated = node is null ? null : await SimulatedExoNode.StartAsync(node);
        var configuration = Configuration(directory.Path, simulated?.Url, settings);
        Assert.Empty(configuration.Problems);
        if (samples)
        {
            await using var services = House.BuildForCommand(configuration);
            await services.GetRequiredService<ImportService>().ImportAsync(await SampleExports.WriteAsync(directory.Combine("samples")), null);
        }

        var ready = new TaskCompletionSource<HostReady>(TaskCreationOptions.RunContinuationsAsynchronously);
        var stop = new CancellationTokenSource();
        var running = new HostRunner(configuration, configure).RunAsync(ready.SetResult, stop.Token);
        // Whichever comes first: a host that is up, or the reason why it is not.
        if (await Task.WhenAny(ready.Task, running) == running)
        {
            if (simulated is not null) await simulated.DisposeAsync();
            directory.Dispose();
            stop.Dispose();
            await running;
            throw new InvalidOperationException("The host ended before it was ready.");
        }

        var up = await ready.Task;
        return new TestHouse(directory, simulated, up.Url, up.Services, running, stop);
    }

    public static HouseConfiguration Configuration(string data, Uri? exo, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var overrides = new Dictionary<string, string?> { ["Api:Port"] = "0", ["Inference:Discover"] = "false", ["Agents:Remember"] = "false", ["Data:Offline"] = "true", ["Logging:LogLevel:Default"] = "None" };
        if (exo is not null) overrides["Inference:Endpoints:cluster:Url"] = exo.ToString();
        foreach (var (key, value) in settings ?? new Dictionary<string, string?>()) overrides[key] = value;
        return HouseConfiguration.Load(new ConfigurationRequest(Path.Combine(Repository.Root, "appsettings.json"), data, overrides));
    }

    /// <summary>Tells the host to stop, as SIGTERM does, without waiting.</summary>
    public void Stop() => _stop.Cancel();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _stop.CancelAsync();
        await _running;
        if (Node is not null) await Node.DisposeAsync();
        _directory.Dispose();
        _stop.Dispose();
    }
}
