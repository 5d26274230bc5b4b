using System.Diagnostics.CodeAnalysis;

namespace LocalsOnly.Simulation;

/// <summary>Releases of exo that differ on the wire.</summary>
public enum SimulatedRelease
{
    /// <summary>After v1.0.71: <c>/instance/await</c>, instance links, feature flags; nulls left out of deltas.</summary>
    Newest,

    /// <summary>23 April 2026: none of these, and every delta full of nulls.</summary>
    [SuppressMessage("Naming", "CA1707", Justification = "The release's own name.")]
    V1_0_71,
}

/// <summary>What a simulated exo node is made of. The defaults answer at once.</summary>
public sealed record SimulatedExoNodeOptions
{
    /// <summary>Port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Models with an instance on the cluster.</summary>
    public IReadOnlyList<SimulatedModel> Models { get; init; } = [SimulatedModel.Heavy, SimulatedModel.Light];

    /// <summary>Models that are only in the catalogue: listed by <c>/v1/models</c>, not placed.</summary>
    public IReadOnlyList<SimulatedModel> CatalogOnly { get; init; } = [SimulatedModel.Unplaced];

    /// <summary>Machines of the cluster; each model's layers are spread over all of them.</summary>
    public IReadOnlyList<SimulatedMachine> Machines { get; init; } = [SimulatedMachine.MacMini];

    /// <summary>Prompt tokens read per second; infinite reads at once.</summary>
    public double PrefillTokensPerSecond { get; init; } = double.PositiveInfinity;

    /// <summary>Tokens written per second; infinite writes at once.</summary>
    public double DecodeTokensPerSecond { get; init; } = double.PositiveInfinity;

    /// <summary>
    /// Rates that are infinite follow from the machines' arithmetic and bandwidth and the model's size instead, and decode slows as the
    /// batch grows.
    /// </summary>
    public bool Roofline { get; init; }

    /// <summary>Prompt tokens between two progress comments, on one machine; two machines take half, four a quarter.</summary>
    public int PrefillChunkTokens { get; init; } = 4096;

    /// <summary>Bytes of weights that a machine loads per second, layer by layer; infinite loads within a planner's tick of 0.1 s.</summary>
    public double LoadBytesPerSecond { get; init; } = double.PositiveInfinity;

    /// <summary>Bytes of weights that a machine downloads per second before it loads; infinite finds them on its disk.</summary>
    public double DownloadBytesPerSecond { get; init; } = double.PositiveInfinity;

    /// <summary>How long runners warm up before they are ready.</summary>
    public TimeSpan WarmUpTime { get; init; }

    public SimulatedRelease Release { get; init; }

    /// <summary>Prefill on one instance and decode on another may be linked (<c>ENABLE_DISAGGREGATION=true</c>).</summary>
    public bool Disaggregation { get; init; }

    /// <summary>Requests worked on at once; the next one waits, with nothing but keep-alives.</summary>
    public int Concurrency { get; init; } = 8;
}

/// <summary>A model that can only quote what it is given.</summary>
/// <param name="Id">Full id; those that come with the simulator begin with <c>simulated/</c>.</param>
/// <param name="Sentences">Most sentences it quotes in one answer.</param>
/// <param name="Layers">Layers to spread over the machines.</param>
/// <param name="StorageBytes">Size of the weights that it does not have.</param>
public sealed record SimulatedModel(string Id, int Sentences, int Layers, long StorageBytes)
{
    public bool SupportsTensor { get; init; }

    /// <summary>Weights, all of them.</summary>
    public double Parameters { get; init; } = 4e9;

    /// <summary>Weights that one token goes through; fewer than all in a mixture of experts.</summary>
    public double ActiveParameters { get; init; } = 4e9;

    /// <summary>Size of one weight: 0.5625 at 4 bits with its scales, 1.0625 at 8, 2 at 16.</summary>
    public double BytesPerParameter { get; init; } = 0.5625;

    /// <summary>Must divide by the number of machines for tensor sharding; so must <see cref="KeyValueHeads"/>.</summary>
    public int HiddenSize { get; init; } = 4096;

    public int KeyValueHeads { get; init; } = 8;

    /// <summary>What the catalogue says, in tokens. exo enforces nothing.</summary>
    public int ContextTokens { get; init; } = 32768;

    public static SimulatedModel Heavy { get; } = new("simulated/heavy-235b-4bit", 3, 94, 132_000_000_000) { SupportsTensor = true, KeyValueHeads = 4, Parameters = 235e9, ActiveParameters = 22e9 };

    public static SimulatedModel Light { get; } = new("simulated/light-4b-4bit", 1, 36, 2_300_000_000);

    public static SimulatedModel Unplaced { get; } = new("simulated/unplaced-671b-4bit", 3, 61, 378_000_000_000) { SupportsTensor = true, HiddenSize = 7168, Parameters = 671e9, ActiveParameters = 37e9 };
}

/// <summary>One machine of a simulated cluster, as <c>/state</c> shows it.</summary>
/// <param name="FriendlyName">The name its owner gave it.</param>
/// <param name="Hardware">Make, e.g. <c>Mac Studio</c>.</param>
/// <param name="Chip">Processor.</param>
/// <param name="MemoryBytes">Memory in bytes.</param>
public sealed record SimulatedMachine(string FriendlyName, string Hardware, string Chip, long MemoryBytes)
{
    private const long GiB = 1L << 30;

    /// <summary>Memory that the system takes before any model, in bytes.</summary>
    public long SystemBytes { get; init; } = 4 * GiB;

    /// <summary>Arithmetic at 16 bits, in 10^12 operations per second.</summary>
    public double Tflops { get; init; } = 4.3;

    /// <summary>Memory bandwidth in 10^9 bytes per second.</summary>
    public double GigabytesPerSecond { get; init; } = 120;

    /// <summary>Watts of the whole machine at rest and with its GPU at work.</summary>
    public double IdleWatts { get; init; } = 10;

    /// <inheritdoc cref="IdleWatts"/>
    public double LoadWatts { get; init; } = 60;

    /// <summary>Connected to the others by Thunderbolt 5 with RDMA switched on.</summary>
    public bool Rdma { get; init; }

    internal bool IsMac => Chip.StartsWith("Apple", StringComparison.Ordinal);

    public static SimulatedMachine MacStudio { get; } = new("Mac Studio", "Mac Studio", "Apple M3 Ultra", 512 * GiB)
    {
        Tflops = 26,
        GigabytesPerSecond = 819,
        IdleWatts = 10,
        LoadWatts = 270,
    };

    public static SimulatedMachine MacBookPro { get; } = new("MacBook Pro", "MacBook Pro", "Apple M3 Max", 128 * GiB)
    {
        Tflops = 14,
        GigabytesPerSecond = 400,
        IdleWatts = 8,
        LoadWatts = 110,
    };

    public static SimulatedMachine DgxSpark { get; } = new("DGX Spark", "DGX Spark", "NVIDIA GB10", 128 * GiB)
    {
        Tflops = 100,
        GigabytesPerSecond = 273,
        IdleWatts = 35,
        LoadWatts = 240,
    };

    public static SimulatedMachine MacMini { get; } = new("Mac Mini", "Mac Mini", "Apple M4", 16 * GiB) { IdleWatts = 4, LoadWatts = 30 };
}
