using System.Text.Json;
using LocalsOnly.Agents;
using LocalsOnly.Agents.Feeds;
using LocalsOnly.Agents.Tools;
using LocalsOnly.Agents.Tools.DeFi;
using LocalsOnly.Memory;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace LocalsOnly.Tests.Agents.DeFi;

/// <summary>The desk over a directory of its own and a scripted feed, called as a model calls it.</summary>
internal sealed class DeFiBench : IDisposable
{
    public const string Receiver = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
    public const string Contract = "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359";

    public static readonly Persona Otaku = new("otaku", "Otaku", "Chains", null, [], null, 6, [], [], "#000000", "You are Otaku.");

    private ServiceProvider _services;

    public DeFiBench() => _services = Services();

    public TemporaryDirectory Directory { get; } = new();

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero));

    public ScriptedFeed Feed { get; } = new();

    public string PositionsPath => Directory.Combine("desks", "defi", "positions.yaml");

    public string JournalPath => Directory.Combine("desks", "defi", "plans.jsonl");

    public Tool this[string name] => _services.GetServices<IToolset>().SelectMany(set => set.Tools).Single(tool => tool.Name == name);

    public void Positions(string yaml) => Directory.Write(Path.Combine("desks", "defi", "positions.yaml"), yaml);

    /// <summary>The same desk after the host was started again.</summary>
    public void Restart()
    {
        _services.Dispose();
        _services = Services();
    }

    public ToolTurn Turn(string message, string? channel = null) =>
        new(Otaku, channel, message, TimeZoneInfo.ConvertTime(Time.GetUtcNow(), Zone), Zone);

    public Task<string> CallAsync(string tool, object arguments, string message = "Plan it.", string? channel = null) => CallAsync(tool, arguments, Turn(message, channel));

    public async Task<string> CallAsync(string tool, object arguments, ToolTurn turn)
    {
        // As they come from a model: JSON.
        var given = JsonSerializer.Deserialize<Dictionary<string, object?>>(JsonSerializer.Serialize(arguments));
        return (await this[tool].Function.InvokeAsync(turn.Arguments(given)))!.ToString()!;
    }

    public async Task<string> RefusedAsync(string tool, object arguments, string message = "Plan it.", string? channel = null) =>
        (await Assert.ThrowsAsync<ToolException>(() => CallAsync(tool, arguments, message, channel))).Message;

    public static string CodeOf(string plan) => plan["Plan ".Length..][..PlanCode.Length];

    public void Dispose()
    {
        _services.Dispose();
        Directory.Dispose();
    }

    private static TimeZoneInfo Zone { get; } = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    private ServiceProvider Services()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton<IFeedReader>(Feed);
        services.Configure<DataOptions>(options => options.Local = Directory.Path);
        return services.AddDeFiDesk(new ConfigurationBuilder().Build()).BuildServiceProvider();
    }

    /// <summary>What yields.llama.fi/pools answers, field by field as it writes them.</summary>
    internal sealed class ScriptedFeed : IFeedReader
    {
        public string Json { get; set; } = """
            {"status":"success","data":[
            {"chain":"Base","project":"aave-v3","symbol":"USDC","tvlUsd":123456789.12,"apyBase":4.621,"apyReward":null,"apy":4.621,"rewardTokens":null,"pool":"p-aave","apyPct1D":0.1,"stablecoin":true,"ilRisk":"no","exposure":"single","predictions":{"predictedClass":"Stable/Up","predictedProbability":77,"binnedConfidence":3},"poolMeta":null,"mu":4.4,"sigma":0.05,"count":800,"outlier":false,"underlyingTokens":["0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913"],"il7d":null,"apyBase7d":null,"apyMean30d":4.9},
            {"chain":"Base","project":"morpho-v1","symbol":"USDC","tvlUsd":50000000,"apyBase":6.5,"apyReward":1.25,"apy":7.75,"pool":"p-morpho","stablecoin":true,"ilRisk":"no","exposure":"single","poolMeta":"Prime","outlier":false,"apyMean30d":6},
            {"chain":"OP Mainnet","project":"velodrome","symbol":"WETH-USDC","tvlUsd":9000000,"apyBase":12,"apyReward":8,"apy":20,"pool":"p-lp","stablecoin":false,"ilRisk":"yes","exposure":"multi","poolMeta":null,"outlier":false,"apyMean30d":null},
            {"chain":"Base","project":"moonfarm","symbol":"USDC","tvlUsd":2000000,"apyBase":900,"apyReward":null,"apy":900,"pool":"p-out","stablecoin":true,"ilRisk":"no","exposure":"single","poolMeta":null,"outlier":true,"apyMean30d":20},
            {"chain":"Base","project":"tiny","symbol":"USDC","tvlUsd":500000,"apyBase":9,"apyReward":null,"apy":9,"pool":"p-tiny","stablecoin":true,"ilRisk":"no","exposure":"single","poolMeta":null,"outlier":false,"apyMean30d":9},
            {"chain":"Base","project":"absurd","symbol":"X","tvlUsd":5000000,"apyBase":1e40,"apy":1e40,"pool":"p-absurd","stablecoin":false,"ilRisk":"no","exposure":"single","outlier":true},
            {"chain":"Base","project":"nameless","tvlUsd":5000000,"apy":3,"pool":"p-nameless"}
            ]}
            """;

        public string? Stale { get; set; }

        public string? Fault { get; set; }

        public DateTimeOffset At { get; set; } = new(2026, 3, 1, 8, 58, 0, TimeSpan.Zero);

        public List<string> Asked { get; } = [];

        public Task<FeedDocument> GetAsync(Feed feed, string path, TimeSpan fresh, CancellationToken cancellationToken)
        {
            Asked.Add(new Uri(feed.Address, path).ToString());
            return Fault is { } fault
                ? Task.FromException<FeedDocument>(new ToolException(fault))
                : Task.FromResult(new FeedDocument(JsonDocument.Parse(Json).RootElement, At, Stale));
        }

        public Task<FeedDocument> PostAsync(Feed feed, string path, string json, TimeSpan fresh, CancellationToken cancellationToken) => throw new NotSupportedException("The desk only reads.");
    }
}
