using LocalsOnly.Inference.Endpoints;

namespace LocalsOnly.Inference.Wire;

/// <summary>
/// How a server's chat completions differ from the others', as data. What a server may send is read tolerantly from all of them alike;
/// only what it must be sent, and what counts as its end, is told apart here.
/// </summary>
/// <param name="Owner">What <c>/v1/models</c> names as <c>owned_by</c>, by which it is recognised; null when there is no such name.</param>
/// <param name="AsksForUsage">The request must say <c>stream_options.include_usage</c>; exo always sends usage, with the finish reason.</param>
/// <param name="HonoursToolChoice">exo and Ollama accept <c>tool_choice</c> and ignore it: to forbid tools, none may be sent.</param>
/// <param name="HonoursResponseFormat">exo accepts <c>response_format</c> and ignores it.</param>
/// <param name="Efforts">
/// The words that <c>reasoning_effort</c> takes for none, low, medium, high and extra high; a null among them is not sent. Null: takes none.
/// </param>
/// <param name="ReasoningField">Where an assistant message carries its reasoning; null when it is not taken back.</param>
/// <param name="EndsWithDone">
/// Always says <c>[DONE]</c>: a stream that ends after its finish reason and without it was cut off. Others may leave it out
/// (llama.cpp even leaves out the line end after it).
/// </param>
/// <param name="HasTestHooks">Certain words in a prompt crash it on purpose (<see cref="PoisonWords"/>).</param>
/// <param name="Probe">Makes what looks whether one such server can answer.</param>
internal sealed record Dialect(
    string? Owner,
    bool AsksForUsage,
    bool HonoursToolChoice,
    bool HonoursResponseFormat,
    string?[]? Efforts,
    string? ReasoningField,
    bool EndsWithDone,
    bool HasTestHooks,
    Func<IEndpointProbe> Probe)
{
    public static readonly Dialect Exo = new(
        Owner: "exo",
        AsksForUsage: false,
        HonoursToolChoice: false,
        HonoursResponseFormat: false,
        Efforts: ["none", "low", "medium", "high", "xhigh"],
        ReasoningField: "reasoning_content",
        EndsWithDone: true,
        HasTestHooks: true,
        static () => new ExoProbe());

    /// <summary>An OpenAI-style server of no known kind: what all of them take.</summary>
    public static readonly Dialect OpenAI = new(
        Owner: null,
        AsksForUsage: true,
        HonoursToolChoice: true,
        HonoursResponseFormat: true,
        Efforts: null,
        ReasoningField: null,
        EndsWithDone: false,
        HasTestHooks: false,
        static () => new OpenAIProbe());

    public static readonly Dialect Ollama = OpenAI with
    {
        Owner = "library",
        HonoursToolChoice = false,
        Efforts = ["none", "low", "medium", "high", "high"],
        ReasoningField = "reasoning",
    };

    public static readonly Dialect LMStudio = OpenAI with { Owner = "organization_owner" };

    public static readonly Dialect LlamaCpp = OpenAI with { Owner = "llamacpp", ReasoningField = "reasoning_content" };

    public static readonly Dialect Vllm = OpenAI with
    {
        Owner = "vllm",
        Efforts = [null, "low", "medium", "high", "high"],
        ReasoningField = "reasoning",
    };

    private static readonly Dialect[] Known = [Ollama, LMStudio, LlamaCpp, Vllm];

    public static Dialect Of(EndpointProtocol protocol) => protocol == EndpointProtocol.Exo ? Exo : OpenAI;

    /// <summary>The dialect of the OpenAI-style server whose models are owned by this name; the common one for any other.</summary>
    public static Dialect OfOwner(string? owner) => Array.Find(Known, d => d.Owner == owner) ?? OpenAI;
}
