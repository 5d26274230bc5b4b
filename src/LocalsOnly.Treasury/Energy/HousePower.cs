using System.Collections.Concurrent;
using LocalsOnly.Inference;
using LocalsOnly.Treasury.Capacity;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Treasury.Energy;

/// <summary>The power of every endpoint of the house.</summary>
internal sealed class HousePower(IOptions<TreasuryOptions> options, TimeProvider time) : IEnergyMeter
{
    private readonly ConcurrentDictionary<string, EndpointPower> _endpoints = new(StringComparer.OrdinalIgnoreCase);

    public EndpointPower Of(string endpoint) => _endpoints.GetOrAdd(endpoint, name => new EndpointPower(time, Configured(name)));

    public bool IsBusy(string endpoint) => _endpoints.TryGetValue(endpoint, out var power) && power.Running > 0;

    public IEnergyReading Begin(string endpoint) => Of(endpoint).Begin();

    /// <summary>The sum of the machines that are configured to serve the endpoint; null when none is, or one's watts are not known.</summary>
    private PowerRating? Configured(string endpoint) =>
        Sum(options.Value.Nodes.Values.Where(node => endpoint.Equals(node.Endpoint, StringComparison.OrdinalIgnoreCase)));

    /// <summary>What configured machines of an endpoint draw that did not tell it themselves.</summary>
    /// <param name="told">Names of those that told.</param>
    public IEnumerable<PowerRating?> Untold(string endpoint, IEnumerable<string> told)
    {
        var names = told.Select(Plain).ToHashSet(StringComparer.Ordinal);
        return options.Value.Nodes.Where(node => endpoint.Equals(node.Value.Endpoint, StringComparison.OrdinalIgnoreCase) && !names.Contains(Plain(node.Key))).Select(node => Rating(node.Value));
    }

    private static PowerRating? Sum(IEnumerable<NodeOptions> nodes)
    {
        PowerRating? sum = null;
        foreach (var node in nodes)
        {
            if (Rating(node) is not { } its) return null;
            sum = new PowerRating((sum?.IdleWatts ?? 0) + its.IdleWatts, (sum?.LoadWatts ?? 0) + its.LoadWatts);
        }

        return sum;
    }

    /// <summary>What a machine is configured to draw, or its hardware draws; null when neither is known.</summary>
    public static PowerRating? Rating(NodeOptions node)
    {
        var hardware = Hardware.Find(node.Hardware);
        return (node.IdleWatts ?? hardware?.IdleWatts) is { } idle && (node.LoadWatts ?? hardware?.LoadWatts) is { } load ? new PowerRating(idle, load) : null;
    }

    /// <summary>"Mac Studio", "mac-studio" and "macstudio" are one machine.</summary>
    private static string Plain(string name) => new([.. name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);
}
