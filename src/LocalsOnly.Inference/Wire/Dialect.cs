using LocalsOnly.Inference.Endpoints;

namespace LocalsOnly.Inference.Wire;

/// <summary>How a server's chat completions differ from the others', as data.</summary>
/// <param name="AsksForUsage">The request must say <c>stream_options.include_usage</c>; exo always sends usage, with the finish reason.</param>
/// <param name="HonoursToolChoice">exo accepts <c>tool_choice</c> and ignores it: to forbid tools, none may be sent.</param>
/// <param name="HonoursResponseFormat">exo accepts <c>response_format</c> and ignores it.</param>
/// <param name="TakesReasoning">Takes <c>reasoning_effort</c>, and an assistant message's <c>reasoning_content</c>.</param>
/// <param name="HasTestHooks">Certain words in a prompt crash it on purpose (<see cref="PoisonWords"/>).</param>
/// <param name="Probe">How to look whether it can answer.</param>
internal sealed record Dialect(
    bool AsksForUsage,
    bool HonoursToolChoice,
    bool HonoursResponseFormat,
    bool TakesReasoning,
    bool HasTestHooks,
    IEndpointProbe Probe)
{
    public static readonly Dialect Exo = new(
        AsksForUsage: false, HonoursToolChoice: false, HonoursResponseFormat: false, TakesReasoning: true, HasTestHooks: true, new ExoProbe());

    public static readonly Dialect OpenAI = new(
        AsksForUsage: true, HonoursToolChoice: true, HonoursResponseFormat: true, TakesReasoning: false, HasTestHooks: false, new OpenAIProbe());

    public static Dialect Of(EndpointProtocol protocol) => protocol == EndpointProtocol.Exo ? Exo : OpenAI;
}
