using LocalsOnly.Agents.Feeds;
using LocalsOnly.Agents.Tools;
using LocalsOnly.Agents.Turns;
using LocalsOnly.Memory;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LocalsOnly.Agents.Evaluation;

/// <summary>Turns a house into one that is evaluated: the same turn, guards, tools and router, but nothing remembered, nothing written, nothing asked outside.</summary>
internal static class EvaluationRegistration
{
    /// <param name="services">With everything of the house in it.</param>
    /// <param name="directory">An empty directory in which the parts of the house may keep what they keep.</param>
    public static IServiceCollection AddPersonaEvaluation(this IServiceCollection services, string directory)
    {
        services.AddSingleton<Stage>();
        services.AddSingleton<StagedTime>();
        services.AddSingleton<StagedMemory>();
        services.Replace(ServiceDescriptor.Singleton<IMemory>(provider => provider.GetRequiredService<StagedMemory>()));
        services.Replace(ServiceDescriptor.Singleton<IStandingFacts>(provider => provider.GetRequiredService<StagedMemory>()));
        services.Replace(ServiceDescriptor.Singleton<IFeedReader, StagedFeeds>());
        services.Replace(ServiceDescriptor.Singleton(provider => new Toolbox([new StagedTools(provider.GetServices<IToolset>(), provider.GetRequiredService<Stage>())])));
        // Only the turn is told the scenario's time; breakers and deadlines go by the real one.
        services.Replace(ServiceDescriptor.Singleton(provider => ActivatorUtilities.CreateInstance<TurnRecall>(provider, provider.GetRequiredService<StagedTime>())));
        services.Replace(ServiceDescriptor.Singleton(provider => ActivatorUtilities.CreateInstance<TurnRunner>(provider, provider.GetRequiredService<StagedTime>())));
        DecorateModel(services);
        services.PostConfigure<AgentsOptions>(options => options.Remember = false);
        services.PostConfigure<DataOptions>(options => (options.Local, options.Nas) = (directory, Path.Combine(directory, "archive")));
        services.AddSingleton<PersonaEvaluation>();
        return services;
    }

    private static void DecorateModel(IServiceCollection services)
    {
        var router = services.Last(service => service.ServiceType == typeof(IChatClient));
        services.Remove(router);
        services.AddSingleton<IChatClient>(provider => new StagedModel(
            (IChatClient)(router.ImplementationInstance ?? router.ImplementationFactory?.Invoke(provider) ?? ActivatorUtilities.CreateInstance(provider, router.ImplementationType!)),
            provider.GetRequiredService<Stage>()));
    }
}
