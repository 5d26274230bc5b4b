namespace LocalsOnly.Inference.Endpoints;

/// <summary>Servers people run on their own machine, at their default ports.</summary>
internal static class WellKnownServers
{
    public static readonly IReadOnlyList<Endpoint> OnLoopback =
    [
        At("exo", 52415, EndpointProtocol.Exo),
        At("ollama", 11434, EndpointProtocol.OpenAI),
        At("lmstudio", 1234, EndpointProtocol.OpenAI),
        At("llamacpp", 8080, EndpointProtocol.OpenAI),
        At("vllm", 8000, EndpointProtocol.OpenAI),
    ];

    private static Endpoint At(string name, int port, EndpointProtocol protocol) =>
        new(name, new Uri($"http://127.0.0.1:{port}/"), protocol);
}
