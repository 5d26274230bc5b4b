using System.CommandLine;
using System.Globalization;
using LocalsOnly.Host.Api;
using LocalsOnly.Host.Configuration;
using LocalsOnly.Host.Worker;
using LocalsOnly.Inference;
using LocalsOnly.Inference.Cluster;
using Microsoft.Extensions.DependencyInjection;

namespace LocalsOnly.Host.CommandLine;

/// <summary>The cluster that a command means: an exo endpoint of the running host or, without one, of the configuration.</summary>
internal sealed class ClusterHouse : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private ClusterHouse(ServiceProvider services, string endpoint) => (_services, Endpoint) = (services, endpoint);

    /// <summary>Which endpoint, when several speak exo's dialect.</summary>
    public static Option<string?> EndpointOption { get; } = new("--endpoint")
    {
        Description = "Name of the exo endpoint, when there are several; else the one for heavy work.",
        HelpName = "name",
        Recursive = true,
    };

    public string Endpoint { get; }

    public IClusterMonitor Monitor => _services.GetRequiredService<IClusterMonitor>();

    public IClusterPlacement Placement => _services.GetRequiredService<IClusterPlacement>();

    /// <exception cref="CommandException">There is no such endpoint, or none at all.</exception>
    public static async Task<ClusterHouse> OpenAsync(ConfigurationRequest request, string? endpoint, CancellationToken cancellationToken)
    {
        var services = House.BuildForCommand(await ConfigurationAsync(request, cancellationToken));
        try
        {
            // What is only looked for counts once it has answered.
            var directory = services.GetRequiredService<IEndpointDirectory>();
            if (directory.Addresses.Any(address => address.Discovered)) await directory.RefreshAsync(cancellationToken);
            return new ClusterHouse(services, Choose(services.GetRequiredService<IClusterMonitor>().Endpoints, endpoint));
        }
        catch
        {
            await services.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a command on the cluster; what goes wrong there ends it with a sentence and a code.</summary>
    public static async Task<int> RunAsync(
        ConfigurationRequest request, string? endpoint, Func<ClusterHouse, Task<int>> command, CancellationToken cancellationToken)
    {
        try
        {
            await using var house = await OpenAsync(request, endpoint, cancellationToken);
            return await command(house);
        }
        catch (ClusterException failed)
        {
            Terminal.ClearProgress();
            throw new CommandException(
                failed.Failure is ClusterFailure.UnknownModel or ClusterFailure.UnknownNode or ClusterFailure.NotPlaced ? ExitCode.NothingFound : ExitCode.Failed,
                failed.Message);
        }
        catch (InferenceException failed)
        {
            Terminal.ClearProgress();
            throw new CommandException(ExitCode.Failed, failed.Message);
        }
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private static string Choose(IReadOnlyList<string> endpoints, string? wanted)
    {
        if (endpoints.Count == 0)
            throw new CommandException(
                ExitCode.NothingFound,
                "No exo cluster is configured, and none answers on this machine; set Inference:Endpoints:cluster:Url to a node of yours, such as http://192.168.1.20:52415, or start exo here.");
        if (wanted is null) return endpoints[0];
        return endpoints.FirstOrDefault(name => name.Equals(wanted, StringComparison.OrdinalIgnoreCase))
            ?? throw new CommandException(ExitCode.NothingFound, $"There is no exo endpoint '{wanted}'; there is {string.Join(", ", endpoints)}.");
    }

    /// <summary>A host that runs knows its endpoints best: they may come from its own environment, and the demo's are in no file.</summary>
    internal static async Task<HouseConfiguration> ConfigurationAsync(ConfigurationRequest request, CancellationToken cancellationToken)
    {
        var house = CommandHouse.Find(request);
        if (house.Running is not { } running || await RunningHost.StatusAsync(running, house.Configuration, cancellationToken) is not { } status)
            return house.Configuration;
        var demo = running.Demo || house.Configuration.Demo;
        var settings = Settings(status, withTiers: demo);
        return CommandConfiguration.LoadValid(demo
            ? CommandHouse.DemoRequest(request, house.Configuration.DataDirectory, settings)
            : request with { Overrides = new Dictionary<string, string?>(settings) });
    }

    private static IEnumerable<KeyValuePair<string, string?>> Settings(StatusWire status, bool withTiers)
    {
        var (heavy, light) = (0, 0);
        foreach (var endpoint in status.Endpoints)
        {
            var key = $"{InferenceOptions.Section}:Endpoints:{endpoint.Name}";
            yield return new($"{key}:Url", endpoint.Url);
            if (Enum.TryParse<EndpointProtocol>(endpoint.Protocol, ignoreCase: true, out var protocol)) yield return new($"{key}:Protocol", protocol.ToString());
            if (!withTiers) continue;
            if (endpoint.Tiers.Contains("heavy")) yield return Tier("Heavy", heavy++, endpoint.Name);
            if (endpoint.Tiers.Contains("light")) yield return Tier("Light", light++, endpoint.Name);
        }
    }

    private static KeyValuePair<string, string?> Tier(string tier, int index, string endpoint) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{InferenceOptions.Section}:Tiers:{tier}:{index}"), endpoint);
}
