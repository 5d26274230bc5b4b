using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LocalsOnly.Agents.Tools.Paper;

/// <summary>Registers the paper book of VINCE.</summary>
internal static class PaperDesk
{
    /// <summary>Needs <see cref="Market.IMarketPrices"/>, <c>DataOptions</c> and a <see cref="TimeProvider"/>. There is nothing to configure: the rules are code.</summary>
    public static IServiceCollection AddPaperDesk(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddSingleton<PaperLedger>();
        services.AddSingleton<PaperPrices>();
        services.AddSingleton<PaperSignals>();
        services.AddSingleton<PaperExecutor>();
        services.AddSingleton<PaperExits>();
        services.AddSingleton<PaperStatus>();
        services.AddSingleton<PaperStory>();
        services.AddSingleton<IToolset, PaperTools>();
        services.AddHostedService<PaperMarker>();
        return services;
    }
}
