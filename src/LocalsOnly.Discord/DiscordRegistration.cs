using LocalsOnly.Discord.Answering;
using LocalsOnly.Discord.Commands;
using LocalsOnly.Discord.Gating;
using LocalsOnly.Discord.House;
using LocalsOnly.Discord.Posting;
using LocalsOnly.Discord.Speaking;
using LocalsOnly.Discord.Storage;
using LocalsOnly.Memory;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Discord;

/// <summary>Registers the Discord surface.</summary>
public static class DiscordRegistration
{
    /// <summary>What the bot that speaks for all personas is called.</summary>
    internal const string HouseBot = "house";

    /// <summary>Needs what <c>AddAgents</c>, <c>AddMemory</c> and <c>AddInference</c> register, and an <see cref="IHouseReports"/>.</summary>
    public static IServiceCollection AddDiscord(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddOptions<DiscordOptions>()
            .Bind(configuration.GetSection(DiscordOptions.Section))
            .ValidateDataAnnotations()
            .Validate(options => options.Token.Length == 0 || options.Tokens.All(token => token.Value.Length == 0), "Discord has either one Token, for a bot of all personas, or Tokens, one for each; set only one of the two.")
            .ValidateOnStart();
        services.TryAddSingleton(provider => provider.GetRequiredService<IOptions<DiscordOptions>>().Value);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ITransportFactory, DiscordBotFactory>();
        services.TryAddSingleton(CreateBots);
        services.AddStorage();
        services.TryAddSingleton<ChannelMap>();
        services.TryAddSingleton<Admission>();
        services.TryAddSingleton<Addressing>();
        services.TryAddSingleton<Gatekeeper>();
        services.TryAddSingleton(provider => new BotBudget(provider.GetRequiredService<DiscordOptions>().Bots, provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<Speakers>();
        services.TryAddSingleton<Typing>();
        services.TryAddSingleton<ApprovalButtons>();
        services.TryAddSingleton<AttachmentReader>();
        services.TryAddSingleton<AnswerThread>();
        services.TryAddSingleton<Delivery>();
        services.TryAddSingleton<Answerer>();
        services.TryAddSingleton<PostPlaces>();
        services.TryAddSingleton<IDiscordPosts, Posts>();
        services.TryAddSingleton<ChannelQueues>();
        services.TryAddSingleton<Intake>();
        services.AddCommands();
        services.TryAddSingleton<BotEvents>();
        services.TryAddSingleton<ModelPresence>();
        services.AddHostedService<DiscordService>();
        services.AddHealthChecks().AddCheck<DiscordHealth>("discord");
        return services;
    }

    private static void AddStorage(this IServiceCollection services)
    {
        services.TryAddSingleton(provider => new DiscordDatabase(Path.Combine(provider.GetRequiredService<IOptions<DataOptions>>().Value.Local, "discord.db")));
        services.TryAddSingleton<Inbox>();
        services.TryAddSingleton<Outbox>();
        services.TryAddSingleton<PostStore>();
        services.TryAddSingleton<IgnoredMessages>();
        services.TryAddSingleton<ChannelCursors>();
        services.TryAddSingleton<People>();
        services.TryAddSingleton<MessageFates>();
        services.TryAddSingleton<BotIdentities>();
    }

    private static void AddCommands(this IServiceCollection services)
    {
        services.TryAddSingleton<ReplyButtons>();
        services.TryAddSingleton<InteractionDesk>();
        foreach (var command in (Type[])[
            typeof(AskCommand), typeof(AgentsCommand), typeof(SearchCommand), typeof(RememberCommand), typeof(ForgetCommand), typeof(FactsCommand), typeof(TasksCommand), typeof(StatusCommand),
            typeof(UsageCommand), typeof(RouteCommand), typeof(WhyCommand), typeof(ImportCommand), typeof(NewCommand)])
            services.AddSingleton(typeof(ICommand), command);
    }

    private static Bots CreateBots(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<DiscordOptions>();
        var factory = provider.GetRequiredService<ITransportFactory>();
        if (!options.IsOn) return new Bots([]);
        var identities = provider.GetRequiredService<BotIdentities>();
        return new Bots(options.Token.Length > 0
            ? [Create(HouseBot, options.Token, null)]
            : [.. options.Tokens.Where(token => token.Value.Length > 0).OrderBy(token => token.Key, StringComparer.Ordinal).Select(token => Create(token.Key.ToLowerInvariant(), token.Value, token.Key.ToLowerInvariant()))]);

        Bot Create(string name, string token, string? persona) => new(factory.Create(name, token, options.Api), persona, identities.Find(name));
    }
}
