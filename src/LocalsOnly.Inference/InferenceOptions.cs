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
}

/// <summary>One server.</summary>
public sealed class EndpointOptions
{
    /// <summary>Base address, e.g. <c>http://192.168.1.20:52415</c>; a trailing <c>/v1</c> is understood.</summary>
    [Required]
    public Uri? Url { get; set; }

    /// <summary>Dialect spoken there.</summary>
    public EndpointProtocol Protocol { get; set; } = EndpointProtocol.Exo;

    /// <summary>Full model id to ask for; null: the one that is placed (exo) or listed first (others).</summary>
    public string? Model { get; set; }

    /// <summary>Lets this one endpoint be outside the house. Prompts sent there leave it.</summary>
    public bool AllowPublic { get; set; }
}

/// <summary>Names of endpoints in the order in which they are tried.</summary>
public sealed class TierEndpoints
{
    /// <summary>Endpoints for heavy reasoning.</summary>
    public string[] Heavy { get; set; } = [];

    /// <summary>Endpoints for quick, small answers.</summary>
    public string[] Light { get; set; } = [];
}
