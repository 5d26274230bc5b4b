using LocalsOnly.Agents.Feeds;
using LocalsOnly.Agents.Tools;
using LocalsOnly.Agents.Tools.Concierge;
using LocalsOnly.Agents.Tools.Market;
using LocalsOnly.Agents.Tools.Paper;
using LocalsOnly.Memory;
using LocalsOnly.Scheduling;
using LocalsOnly.Tests.Agents.Concierge;
using LocalsOnly.Tests.Agents.Paper;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace LocalsOnly.Tests.Scheduling;

/// <summary>The gates and actions as they are registered, over a folder, a clock, prices and a sky that a test chooses, and one task that is due now.</summary>
internal sealed class GateHouse : IDisposable
{
    private readonly ServiceProvider _services;

    public GateHouse(DateTimeOffset? now = null)
    {
        Time = new FakeTimeProvider(now ?? new DateTimeOffset(2026, 11, 26, 9, 30, 0, TimeSpan.Zero));
        LastSuccess = Time.GetUtcNow();
        Sky.Now = Time.GetUtcNow();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Data:Local"] = Directory.Combine("local"),
            ["Data:Nas"] = Directory.Combine("nas"),
            ["Memory:Knowledge"] = Directory.Combine("knowledge"),
            ["Concierge:Places"] = Directory.Combine("places.yaml"),
            ["Concierge:Latitude"] = "43.48",
            ["Concierge:Longitude"] = "-1.56",
        }).Build();
        var services = new ServiceCollection();
        services.AddLogging().AddSingleton<TimeProvider>(Time).AddSingleton<IMarketPrices>(Prices).AddSingleton<IFeedReader>(Sky);
        services.AddMemory(configuration).AddPaperDesk(configuration).AddConciergeDesk(configuration);
        services.AddGates();
        _services = services.BuildServiceProvider();
    }

    public TemporaryDirectory Directory { get; } = new();

    public FakeTimeProvider Time { get; }

    public ChosenPrices Prices { get; } = new();

    public Sky Sky { get; } = new();

    /// <summary>When the task last succeeded.</summary>
    public DateTimeOffset LastSuccess { get; set; }

    public IServiceProvider Services => _services;

    public ScheduledTask Task { get; } =
        new("vince", "alert", new EverySchedule(TimeSpan.FromMinutes(5)), TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris"), "Say what moved.");

    public ITaskGate Gate(string name) => _services.GetServices<ITaskGate>().Single(gate => gate.Name == name);

    public Task<GateVerdict> TestAsync(string gate, params (string Key, string Value)[] values) =>
        Gate(gate).TestAsync(new GateCall(Task, Setting(gate, values), Time.GetUtcNow(), Time.GetUtcNow(), LastSuccess), CancellationToken.None);

    public async Task<string> RefusedAsync(string gate, params (string Key, string Value)[] values)
    {
        var sentence = (await Assert.ThrowsAsync<ToolException>(() => TestAsync(gate, values))).Message;
        Assert.DoesNotContain('\n', sentence);
        Assert.EndsWith(".", sentence, StringComparison.Ordinal);
        return sentence;
    }

    /// <summary>The run of the look just now has succeeded, and the next one is five minutes later.</summary>
    public void Succeed()
    {
        LastSuccess = Time.GetUtcNow();
        Later();
    }

    public void Later() => Time.Advance(TimeSpan.FromMinutes(5));

    public void Price(string symbol, decimal price) => Prices.Set(symbol, price, null, Time.GetUtcNow());

    public static GateSetting Setting(string gate, params (string Key, string Value)[] values) => new(gate, values.ToDictionary(pair => pair.Key, pair => pair.Value));

    public void Dispose()
    {
        _services.Dispose();
        Directory.Dispose();
    }
}
