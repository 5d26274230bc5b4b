using LocalsOnly.Agents.Feeds;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LocalsOnly.Agents.Tools.Market;

/// <summary>Registers the market tools, and the prices that other desks compute with.</summary>
internal static class MarketDesk
{
    /// <summary>Time of a call: the longest makes three requests one after the other.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    /// <summary>Can be called by every desk that needs <see cref="IMarketPrices"/>; the first call counts.</summary>
    public static IServiceCollection AddMarketPrices(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddFeeds(configuration);
        services.TryAddSingleton<HyperliquidInfo>();
        services.TryAddSingleton<CoinGeckoPrices>();
        services.TryAddSingleton<IMarketPrices, MarketPrices>();
        return services;
    }

    public static IServiceCollection AddMarketDesk(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddMarketPrices(configuration);
        services.TryAddSingleton<DeribitOptions>();
        services.TryAddSingleton<PriceTool>();
        services.TryAddSingleton<PerpTool>();
        services.TryAddSingleton<FundingTool>();
        services.TryAddSingleton<VolatilityTool>();
        services.TryAddSingleton<SentimentTool>();
        services.TryAddSingleton<DefiTool>();
        services.TryAddSingleton<TokenTool>();
        services.TryAddSingleton<BriefTool>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IToolset, MarketToolset>());
        return services;
    }
}
