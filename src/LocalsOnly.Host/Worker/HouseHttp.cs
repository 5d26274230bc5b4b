using LocalsOnly.Inference.Network;
using LocalsOnly.Memory.Dense;

namespace LocalsOnly.Host.Worker;

/// <summary>What the memory asks of a server goes to addresses in the house only, like prompts do.</summary>
internal sealed class HouseHttp(TimeProvider time) : IHouseHttp
{
    private static readonly TimeSpan s_connect = TimeSpan.FromSeconds(2);

    public HttpClient Create(string key, Uri address) => new(HouseTransport.Create(key, address, s_connect, time)) { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
}
