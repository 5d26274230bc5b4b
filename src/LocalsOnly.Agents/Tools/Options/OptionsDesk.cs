using LocalsOnly.Agents.Tools.Options.Book;
using LocalsOnly.Memory;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Agents.Tools.Options;

/// <summary>The options desk: weekly covered calls and cash-secured puts, their prices, their verdicts and their book.</summary>
internal static class OptionsDesk
{
    /// <summary>Needs <see cref="DataOptions"/>: the book is <c>desks/options/book.jsonl</c> under <c>Data:Local</c>.</summary>
    public static IServiceCollection AddOptionsDesk(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        services.TryAddSingleton(provider => new BookKeeper(
            Path.Combine(provider.GetRequiredService<IOptions<DataOptions>>().Value.Local, "desks", "options", "book.jsonl")));
        services.AddSingleton<IToolset, PricingTools>();
        services.AddSingleton<IToolset>(provider => new DecisionTools(provider.GetRequiredService<BookKeeper>()));
        services.AddSingleton<IToolset>(provider => new BookTools(provider.GetRequiredService<BookKeeper>()));
        return services;
    }
}
