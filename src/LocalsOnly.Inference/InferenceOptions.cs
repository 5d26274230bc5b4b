using System.ComponentModel.DataAnnotations;

namespace LocalsOnly.Inference;

/// <summary>Where prompts may go, and how long an answer may take. Bound from the section <see cref="Section"/>.</summary>
public sealed class InferenceOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Inference";

    /// <summary>
    /// Servers by name, e.g. <c>cluster</c>. Empty: well-known servers on this machine are looked for (<see cref="Discover"/>).
    /// </summary>
    public Dictionary<string, EndpointOptions> Endpoints { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Which endpoints serve which tier. Both lists empty: every endpoint serves both.</summary>
    public TierEndpoints Tiers { get; set; } = new();

    /// <summary>How long opening a connection may take.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long the first token may take. Progress in reading the prompt starts the wait anew; a keep-alive does not.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan FirstTokenTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long the next token may take once the first has come.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan BetweenTokensTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the whole answer of one endpoint may take.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "7.00:00:00")]
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// Whether to look on loopback, when no endpoint is configured, for exo (port 52415), Ollama (11434), LM Studio (1234),
    /// llama.cpp (8080) and vLLM (8000).
    /// </summary>
    public bool Discover { get; set; } = true;

    /// <summary>How work is divided between the tiers.</summary>
    public RoutingOptions Routing { get; set; } = new();

    /// <summary>What to keep placed on the exo cluster.</summary>
    public ClusterOptions Cluster { get; set; } = new();
}

/// <summary>How work is divided between the tiers.</summary>
public sealed class RoutingOptions
{
    /// <summary>The share of free work (of no particular tier) that should be heavy.</summary>
    [Range(0.0, 1.0)]
    public double HeavyShare { get; set; } = 0.3;

    /// <summary>The same for personas whose tier is heavy: what they are asked that is plainly small talk need not wake the cluster.</summary>
    [Range(0.0, 1.0)]
    public double HeavyPersonaShare { get; set; } = 0.98;

    /// <summary>The same for personas whose tier is light: what they are asked that is plainly hard may go to the cluster.</summary>
    [Range(0.0, 1.0)]
    public double LightPersonaShare { get; set; } = 0.1;

    /// <summary>File in which decisions and what became of them are kept, without prompts. Null: the host's own, in its data directory.</summary>
    public string? Journal { get; set; }

    /// <summary>Whether a light answer that is found wanting before anything was shown is asked again of the heavy tier.</summary>
    public bool Escalate { get; set; } = true;
}

/// <summary>What to keep placed on the exo cluster.</summary>
public sealed class ClusterOptions
{
    /// <summary>Full ids of the models to place when the host starts and they are not. Empty: nothing is placed by itself.</summary>
    public string[] Models { get; set; } = [];

    /// <summary>Place them again when a change of master has wiped the cluster.</summary>
    public bool PlaceAgain { get; set; } = true;
}

/// <summary>One server.</summary>
public sealed class EndpointOptions
{
    /// <summary>Base address, e.g. <c>http://192.168.1.20:52415</c>; a trailing <c>/v1</c> is understood.</summary>
    [Required]
    public Uri? Url { get; set; }

    /// <summary>Name of <see cref="Client"/> for the house's own client, which every build has.</summary>
    public const string OwnClient = "Wire";

    /// <summary>Dialect spoken there.</summary>
    public EndpointProtocol Protocol { get; set; } = EndpointProtocol.Exo;

    /// <summary>Which client asks it: <see cref="OwnClient"/>, or another that the build has.</summary>
    public string Client { get; set; } = OwnClient;

    /// <summary>Full model id to ask for; null: the one that is placed (exo) or listed first (others).</summary>
    public string? Model { get; set; }

    /// <summary>Lets this one endpoint be outside the house. Prompts sent there leave it.</summary>
    public bool AllowPublic { get; set; }

    /// <summary>Longest prompt and answer together in tokens; null: what the server says, else any.</summary>
    [Range(256, 100_000_000)]
    public int? ContextTokens { get; set; }

    /// <summary>Whether its model can call tools.</summary>
    public bool Tools { get; set; } = true;

    /// <summary>Whether its model can see pictures; null: what the server says, else no.</summary>
    public bool? Vision { get; set; }

    /// <summary>Most requests there at once. exo works on 8; more would wait there, where nobody can tell them apart.</summary>
    [Range(1, 4096)]
    public int MaxConcurrent { get; set; } = 8;

    /// <summary>Most requests that wait for a place; more are refused at once.</summary>
    [Range(0, 100_000)]
    public int MaxQueued { get; set; } = 512;
}

/// <summary>Names of endpoints in the order in which they are tried.</summary>
public sealed class TierEndpoints
{
    /// <summary>Endpoints for heavy reasoning.</summary>
    public string[] Heavy { get; set; } = [];

    /// <summary>Endpoints for quick, small answers.</summary>
    public string[] Light { get; set; } = [];
}
