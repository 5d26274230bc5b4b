using System.Globalization;
using LocalsOnly.Inference;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LocalsOnly.Benchmarks.Measuring;

/// <summary>The routing client as the host registers it, in this process, with the upstream as its cluster and a sink that counts.</summary>
internal sealed class RouterUnderTest : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private RouterUnderTest(ServiceProvider services) => _services = services;

    public IChatClient Client => _services.GetRequiredService<IChatClient>();

    public static async Task<RouterUnderTest> StartAsync(Uri upstream, int maxConcurrent)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Inference:Endpoints:cluster:Url"] = upstream.ToString(),
            ["Inference:Endpoints:cluster:MaxConcurrent"] = maxConcurrent.ToString(CultureInfo.InvariantCulture),
        };
        var services = new ServiceCollection()
            .AddInference(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .AddSingleton<IUsageSink, CountingSink>()
            .BuildServiceProvider();
        await services.GetRequiredService<IEndpointDirectory>().RefreshAsync();
        return new RouterUnderTest(services);
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private sealed class CountingSink : IUsageSink
    {
        private int _attempts;

        public void Record(UsageEvent usage) => Interlocked.Increment(ref _attempts);
    }
}
