using System.Text.Json;
using LocalsOnly.Inference;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace LocalsOnly.Tests.Host;

public sealed class EndpointLoadTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Status_tells_how_busy_and_how_fast_each_endpoint_is()
    {
        await using var house = await TestHouse.StartAsync(configure: services => services
            .AddSingleton<TimeProvider>(new FakeTimeProvider(s_now))
            .AddSingleton<IEndpointDirectory>(new TwoEndpoints()));

        var status = JsonSerializer.Deserialize<JsonElement>(await house.Http.GetStringAsync(new Uri("/api/status", UriKind.Relative)));
        var endpoints = status.GetProperty("endpoints");
        Assert.Equal(
            """{"in_flight":3,"capacity":8,"queued":12,"queue_wait":3.4,"time_to_first_token":1.235,"prompt_tokens_per_second":812.5,"tokens_per_second":41.24,"breaker":"closed","retry_in":null}""",
            endpoints[0].GetProperty("load").GetRawText());
        Assert.Equal(("open", 13), (endpoints[1].GetProperty("load").GetProperty("breaker").GetString(), endpoints[1].GetProperty("load").GetProperty("retry_in").GetDouble()));
        Assert.Equal((false, true), (endpoints[0].GetProperty("allow_public").GetBoolean(), endpoints[1].GetProperty("allow_public").GetBoolean()));

        using var home = new TemporaryDirectory();
        var told = (await LocalsProgram.RunAsync(home.Path, ["status", "--data", house.DataDirectory])).Output;
        var rows = told.Split('\n').Select(line => line.Split('│', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToList();
        Assert.Contains(rows, row => row is ["cluster", "3/8", "12", "3.4 s", "1.24 s", "41.2", "closed"]);
        Assert.Contains(rows, row => row is ["mini", "0/8", "0", "–", "–", "–", "open, tries again in 13 s"]);
        Assert.Contains("PUBLIC ADDRESSES ALLOWED for inference (mini)", told, StringComparison.Ordinal);
    }

    private sealed class TwoEndpoints : IEndpointDirectory
    {
        public IReadOnlyList<EndpointSnapshot> Endpoints { get; } =
        [
            new("cluster", new Uri("http://192.168.1.20:52415/"), EndpointProtocol.Exo, [Tier.Heavy], EndpointState.Ready, "mlx-community/Qwen3-235B-A22B-8bit", false, "ready", s_now)
            {
                Load = new EndpointLoad(3, 8, 12, TimeSpan.FromSeconds(3.4), TimeSpan.FromSeconds(1.2346), 812.5, 41.24, BreakerState.Closed, null),
            },
            new("mini", new Uri("http://192.168.1.21:11434/"), EndpointProtocol.OpenAI, [Tier.Light], EndpointState.Faulty, "qwen3:8b", false, "it answers 500; look at its log", s_now)
            {
                Load = EndpointLoad.None with { Capacity = 8, Breaker = BreakerState.Open, RetryAt = s_now + TimeSpan.FromSeconds(12.4) },
            },
        ];

        public IReadOnlyList<EndpointAddress> Addresses =>
        [
            new("cluster", new Uri("http://192.168.1.20:52415/"), AllowPublic: false, Discovered: false),
            new("mini", new Uri("http://192.168.1.21:11434/"), AllowPublic: true, Discovered: false),
        ];

        public Task<IReadOnlyList<EndpointSnapshot>> RefreshAsync(CancellationToken cancellationToken = default) => Task.FromResult(Endpoints);
    }
}
