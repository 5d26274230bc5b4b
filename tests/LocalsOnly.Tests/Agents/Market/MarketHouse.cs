using LocalsOnly.Agents.Feeds;
using LocalsOnly.Agents.Tools;
using LocalsOnly.Agents.Tools.Market;
using LocalsOnly.Memory;
using LocalsOnly.Tests.Agents.Feeds;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace LocalsOnly.Tests.Agents.Market;

/// <summary>The market desk as the host has it, with every feed on one server on loopback, each below a path of its own. It is 07:01:02 UTC.</summary>
internal sealed class MarketHouse : IAsyncDisposable
{
    private readonly Dictionary<string, Func<HttpContext, Task>> _answers = new(StringComparer.Ordinal);
    private readonly ServiceProvider _services;

    private MarketHouse(FeedServer server)
    {
        Server = server;
        server.Answer = AnswerAsync;
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(FeedCatalog.All.Select(feed => KeyValuePair.Create($"Feeds:Addresses:{feed.Id}", (string?)new Uri(server.Url, $"/{feed.Id}").ToString())))
            .Build();
        _services = new ServiceCollection()
            .AddSingleton<TimeProvider>(Time)
            .Configure<DataOptions>(data => data.Offline = false)
            .AddMarketDesk(configuration)
            .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        Hyperliquid("metaAndAssetCtxs", Recorded.HyperliquidMarkets);
        Hyperliquid("perpDexs", Recorded.HyperliquidExchanges);
        Hyperliquid("xyz", Recorded.HyperliquidBuilderMarkets);
        Hyperliquid("fundingHistory", Recorded.HyperliquidFunding);
        Json("/coingecko/api/v3/simple/price", Recorded.CoinGecko);
        Json("/alternative/fng/", Recorded.FearAndGreed);
        Json("/deribit/api/v2/public/get_index_price", Recorded.DeribitPrice);
        Json("/deribit/api/v2/public/get_volatility_index_data", Recorded.DeribitIndex);
        Json("/deribit/api/v2/public/get_book_summary_by_currency", Recorded.DeribitBook());
        Json("/defillama/v2/chains", Recorded.LlamaChains);
        Json("/defillama/v2/historicalChainTvl/Ethereum", Recorded.LlamaHistory);
        Json("/defillama/tvl/aave-v3", "12345678901.234");
    }

    public FeedServer Server { get; }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 26, 7, 1, 2, TimeSpan.Zero));

    public IMarketPrices Prices => _services.GetRequiredService<IMarketPrices>();

    public IReadOnlyList<Tool> Tools => Assert.Single(_services.GetServices<IToolset>()).Tools;

    public static async Task<MarketHouse> StartAsync() => new(await FeedServer.StartAsync());

    /// <summary>Calls a tool as a model would.</summary>
    public async Task<string> CallAsync(string tool, params (string Name, object? Value)[] arguments)
    {
        var its = Tools.Single(each => each.Name == tool);
        var result = await its.Function.InvokeAsync(new AIFunctionArguments(arguments.ToDictionary(pair => pair.Name, pair => pair.Value)));
        return Assert.IsType<System.Text.Json.JsonElement>(result).GetString()!;
    }

    public async Task<string[]> LinesAsync(string tool, params (string Name, object? Value)[] arguments) => (await CallAsync(tool, arguments)).Split('\n');

    public async Task<string> RefusalAsync(string tool, params (string Name, object? Value)[] arguments) =>
        (await Assert.ThrowsAsync<ToolException>(() => CallAsync(tool, arguments))).Message;

    /// <summary>What a feed answers at a path.</summary>
    public void Json(string path, string json) => _answers[path] = context => FeedServer.JsonAsync(context, json);

    /// <summary>What Hyperliquid answers to a question, or to that of an exchange.</summary>
    public void Hyperliquid(string question, string json) => Json($"/hyperliquid/info {question}", json);

    /// <summary>A feed has a fault from now on, whatever it is asked.</summary>
    public void Kill(Feed feed)
    {
        foreach (var path in _answers.Keys.Where(path => path.StartsWith($"/{feed.Id}/", StringComparison.Ordinal)).ToList())
        {
            _answers[path] = context =>
            {
                context.Response.StatusCode = 503;
                return Task.CompletedTask;
            };
        }
    }

    /// <summary>A feed takes questions and says nothing.</summary>
    public void Silence(Feed feed)
    {
        foreach (var path in _answers.Keys.Where(path => path.StartsWith($"/{feed.Id}/", StringComparison.Ordinal)).ToList()) _answers[path] = FeedServer.HungUpAsync;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Server.DisposeAsync();
    }

    private Task AnswerAsync(HttpContext context, FeedCall call)
    {
        var key = call.Target.Split('?')[0];
        if (call.Body.Length > 0)
        {
            var question = System.Text.Json.JsonDocument.Parse(call.Body).RootElement;
            key += $" {(question.TryGetProperty("dex", out var exchange) ? exchange : question.GetProperty("type")).GetString()}";
        }

        if (_answers.TryGetValue(key, out var answer)) return answer(context);
        context.Response.StatusCode = 404;
        return Task.CompletedTask;
    }
}
