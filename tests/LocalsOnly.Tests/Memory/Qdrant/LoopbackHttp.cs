using LocalsOnly.Memory.Dense;
using Microsoft.Extensions.DependencyInjection;

namespace LocalsOnly.Tests.Memory.Qdrant;

/// <summary>The way to a server on this machine, as the host makes it: the deadline is the client's own.</summary>
internal sealed class LoopbackHttp : IHouseHttp
{
    public static void AddTo(IServiceCollection services) => services.AddSingleton<IHouseHttp, LoopbackHttp>();

    public HttpClient Create(string key, Uri address) => new() { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
}
