using LocalsOnly.Agents.Guards;
using LocalsOnly.Agents.Personas;
using LocalsOnly.Agents.Sessions;
using LocalsOnly.Agents.Standups;
using LocalsOnly.Agents.Tools;
using LocalsOnly.Agents.Tools.Concierge;
using LocalsOnly.Agents.Tools.DeFi;
using LocalsOnly.Agents.Tools.General;
using LocalsOnly.Agents.Tools.Market;
using LocalsOnly.Agents.Tools.Mcp;
using LocalsOnly.Agents.Tools.Options;
using LocalsOnly.Agents.Tools.Paper;
using LocalsOnly.Agents.Tools.Research;
using LocalsOnly.Agents.Turns;
using LocalsOnly.Memory;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Agents;

/// <summary>Registers the personas and the runtime that answers for them.</summary>
public static class AgentsRegistration
{
    /// <summary>Needs an <c>IChatClient</c> (Inference) and an <c>IMemory</c> (Memory).</summary>
    public static IServiceCollection AddAgents(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddOptions<AgentsOptions>()
            .Bind(configuration.GetSection(AgentsOptions.Section))
            .ValidateDataAnnotations()
            .Validate(
                options => options.TimeZone.Length == 0 || TimeZoneInfo.TryFindSystemTimeZoneById(options.TimeZone, out _),
                "Agents:TimeZone names no time zone; allowed is an IANA name like Europe/Paris, or nothing for this machine's own.")
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<AgentsOptions>, TurnRuntimeValidator>();
        services.AddTurnRuntime<ModelLoop>(TurnRuntime.Default);
        services.TryAddSingleton(provider => provider.GetRequiredKeyedService<IModelLoop>(
            TurnRuntime.Find(provider.GetServices<TurnRuntime>(), provider.GetRequiredService<IOptions<AgentsOptions>>().Value.Runtime)!.Name));
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IPersonaStore>(provider => new PersonaStore(
            provider.GetRequiredService<IOptions<AgentsOptions>>().Value.Folder,
            provider.GetRequiredService<ILogger<PersonaStore>>()));
        services.TryAddSingleton<TurnGate>();
        services.TryAddSingleton<TurnRecall>();
        services.TryAddSingleton<TurnMemory>();
        services.TryAddSingleton<Toolbox>();
        services.TryAddSingleton<IPersonaTools>(provider => provider.GetRequiredService<Toolbox>());
        services.TryAddSingleton<ReplyGuards>();
        services.TryAddSingleton<TokenRatio>();
        services.TryAddSingleton<SessionStore>();
        services.TryAddSingleton<ISessions>(provider => provider.GetRequiredService<SessionStore>());
        services.AddSingleton<IForgotten>(provider => provider.GetRequiredService<SessionStore>());
        services.TryAddSingleton<SessionCompaction>();
        services.TryAddSingleton<TurnRunner>();
        // In this order: what is no reply at all first, marks on what is left last.
        services.AddSingleton<IReplyGuard, LeakedMachineryGuard>();
        services.AddSingleton<IReplyGuard, KeyMaterialGuard>();
        services.AddSingleton<IReplyGuard, PlacesGuard>();
        services.AddSingleton<IReplyGuard, HandoverGuard>();
        services.AddSingleton<IReplyGuard, ExecutionGuard>();
        services.AddSingleton<IReplyGuard, AttributionGuard>();
        services.AddSingleton<IReplyGuard, FiguresGuard>();
        services.AddSingleton<IReplyGuard, VerdictGuard>();
        services.TryAddSingleton<IAgentRuntime, AgentRuntime>();
        services.TryAddSingleton<IOwnWords, OwnWords>();
        services.AddOptions<McpToolsOptions>()
            .Bind(configuration.GetSection(McpToolsOptions.Section))
            .Validate(
                options => options.Servers.All(server => server.Key.Length <= 20 && server.Key.All(char.IsAsciiLetterOrDigit) && (server.Value.Url is null) == (server.Value.Command.Length > 0)),
                "A server under Mcp:Servers has a name of letters and digits, at most 20, and either a Command or a Url.")
            .ValidateOnStart();
        services.AddSingleton<IToolset, StandupSignalTool>();
        services.TryAddSingleton<StandupBook>();
        services.TryAddSingleton<IStandups, StandupRunner>();
        services.AddHostedService<StandupScoring>();
        services.AddOptionsDesk(configuration);
        services.AddMarketDesk(configuration);
        services.AddPaperDesk(configuration);
        services.AddConciergeDesk(configuration);
        services.AddDeFiDesk(configuration);
        services.AddResearchDesk(configuration);
        services.AddGeneralTools(configuration);
        // Last, so that no server can take the place of a tool of the house by giving one its name.
        services.AddSingleton<IToolset, McpToolset>();
        services.AddHostedService<PersonaWatch>();
        return services;
    }
}
