using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LocalsOnly.Import;

/// <summary>Registers the import of exported conversations.</summary>
public static class ImportServiceCollectionExtensions
{
    /// <summary>Adds <see cref="ImportService"/>. Needs the conversation store of AddMemory.</summary>
    public static IServiceCollection AddImport(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ImportOptions>().Bind(configuration.GetSection(ImportOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ImportService>();
        return services;
    }
}
