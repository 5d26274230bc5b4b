using Microsoft.Extensions.Configuration;

namespace LocalsOnly.Treasury.Capacity;

/// <summary>The machines of a house, from <c>Treasury:Nodes</c>, and those of a house to look at first.</summary>
public static class HouseNodes
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Treasury:Nodes";

    /// <summary>The endpoint of <see cref="Example"/>.</summary>
    public const string ExampleEndpoint = "cluster";

    /// <summary>The model of <see cref="Example"/>.</summary>
    public const string ExampleModel = "mlx-community/Qwen3-235B-A22B-8bit";

    /// <summary>A DGX Spark that reads prompts, a Mac Studio and a MacBook Pro that write.</summary>
    public static IReadOnlyList<Node> Example { get; } =
    [
        Node.From("spark", new NodeOptions { Hardware = "dgx-spark", Endpoint = ExampleEndpoint, Role = NodeRole.Prefill }),
        Node.From("studio", new NodeOptions { Hardware = "mac-studio-512", Endpoint = ExampleEndpoint, Role = NodeRole.Decode }),
        Node.From("macbook", new NodeOptions { Hardware = "macbook-pro-128", Endpoint = ExampleEndpoint, Role = NodeRole.Decode }),
    ];

    /// <summary>The configured machines, in order of their names; none when there are none.</summary>
    /// <exception cref="CapacityException">Hardware is unknown, or figures are missing or not positive.</exception>
    public static IReadOnlyList<Node> Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var nodes = configuration.GetSection(Section).Get<Dictionary<string, NodeOptions>>() ?? [];
        return [.. nodes.OrderBy(node => node.Key, StringComparer.OrdinalIgnoreCase).Select(node => Node.From(node.Key, node.Value))];
    }
}
