using LocalsOnly.Inference;
using LocalsOnly.Inference.Endpoints;

namespace LocalsOnly.Benchmarks.Routing;

/// <summary>One routing decision between two endpoints, as the router takes it for every prompt.</summary>
internal sealed class Decision : IDisposable
{
    private readonly EndpointDirectory _directory = new(
        new InferenceOptions
        {
            Endpoints =
            {
                ["cluster"] = new EndpointOptions { Url = new Uri("http://127.0.0.1:52415"), Model = "bench/heavy" },
                ["mini"] = new EndpointOptions { Url = new Uri("http://127.0.0.1:11434"), Protocol = EndpointProtocol.OpenAI, Model = "bench/light" },
            },
            Tiers = { Heavy = ["cluster"], Light = ["mini"] },
        },
        [],
        TimeProvider.System,
        []);

    public object Take() => _directory.CandidatesFor(Tier.Heavy);

    public void Dispose() => _directory.Dispose();
}
