using LocalsOnly.Agents;
using LocalsOnly.Discord;
using LocalsOnly.Discord.House;
using LocalsOnly.Discord.Storage;
using LocalsOnly.Discord.Transport;
using LocalsOnly.Inference;
using LocalsOnly.Memory;
using LocalsOnly.Memory.Standing;
using LocalsOnly.Simulation.Discord;
using LocalsOnly.Tests.Agents;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LocalsOnly.Tests.Discord;

/// <summary>The chat surface as it is in the host, on the wire to a simulated Discord, with scripted turns behind it. A second start finds what the first has left.</summary>
internal sealed class ChatHouse : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly Dictionary<string, string?> _settings = new() { ["Discord:Coalesce"] = "00:00:00" };
    private ServiceProvider? _services;
    private List<IHostedService> _running = [];

    private readonly Action<IServiceCollection> _carry;

    private ChatHouse(SimulatedDiscord discord, Action<IServiceCollection> carry)
    {
        (Discord, _carry) = (discord, carry);
        Guild = discord.AddGuild("home");
        Channel = Guild.AddChannel("desk");
        Owner = discord.AddUser("ana", "Ana");
        Stranger = discord.AddUser("bo", "Bo");
        Guild.Add(Owner);
        Guild.Add(Stranger);
    }

    public SimulatedDiscord Discord { get; }

    public SimulatedGuild Guild { get; }

    public SimulatedChannel Channel { get; }

    public SimulatedUser Owner { get; }

    public SimulatedUser Stranger { get; }

    public Dictionary<string, SimulatedBot> Bots { get; } = [];

    public ScriptedRuntime Runtime { get; } = new();

    public ScriptedMemory Memory { get; } = new();

    public ScriptedHouse House { get; } = new();

    /// <summary>Where what personas say by themselves is kept; null for the house's own list.</summary>
    public IOwnWords? OwnWords { get; set; }

    public List<IHouseTasks> Tasks { get; } = [];

    public T Get<T>()
        where T : notnull => _services!.GetRequiredService<T>();

    /// <summary>A simulated Discord with one bot for each of these personas.</summary>
    /// <param name="carry">Registers what carries the bots, over what the chat surface registers.</param>
    public static async Task<ChatHouse> OfBotsAsync(Action<IServiceCollection> carry, params string[] personas)
    {
        var house = new ChatHouse(await SimulatedDiscord.StartAsync(Options), carry);
        foreach (var persona in personas)
        {
            house.House.Add(persona);
            var bot = house.Bots[persona] = house.Discord.AddBot(char.ToUpperInvariant(persona[0]) + persona[1..]);
            house.Set($"Discord:Tokens:{persona}", bot.Token);
        }

        return house;
    }

    /// <summary>A simulated Discord with one bot for all of them.</summary>
    /// <param name="carry">As with several bots.</param>
    public static async Task<ChatHouse> OfOneBotAsync(Action<IServiceCollection> carry, params string[] personas)
    {
        var house = new ChatHouse(await SimulatedDiscord.StartAsync(Options), carry);
        foreach (var persona in personas) house.House.Add(persona);
        var bot = house.Bots["house"] = house.Discord.AddBot("LocalsOnly");
        return house.Set("Discord:Token", bot.Token);
    }

    public static SimulatedDiscordOptions Options => new() { IdentifyInterval = TimeSpan.Zero, Limits = SimulatedLimits.None };

    public ChatHouse Set(string key, string value)
    {
        _settings[key] = value;
        return this;
    }

    /// <summary>Starts the host on the house's disk and waits until every bot is on Discord.</summary>
    public async Task<ChatHouse> StartAsync(bool owned = true)
    {
        Set("Discord:Api", Discord.ApiUrl.ToString());
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(_settings).Build();
        var services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.None))
            .AddSingleton<IAgentRuntime>(Runtime)
            .AddSingleton<IMemory>(Memory)
            .AddSingleton<IPersonaStore>(House)
            .AddSingleton<IEndpointDirectory>(House)
            .AddSingleton<IApprovals>(House)
            .AddSingleton<ISessions>(House)
            .AddSingleton(OwnWords ?? House)
            .AddSingleton<IStandingFacts>(House)
            .AddSingleton<IConversationArchive>(House.Archive)
            .AddSingleton<IHouseReports>(House)
            .AddSingleton<IHouseImport>(House)
            .Configure<DataOptions>(data => data.Local = _directory.Path);
        foreach (var tasks in Tasks) services.AddSingleton(tasks);
        services.AddDiscord(configuration);
        _carry(services);
        _services = services.BuildServiceProvider();
        if (owned && !Get<People>().All().Any()) Own(Owner);
        _running = [.. _services.GetServices<IHostedService>()];
        foreach (var service in _running) await service.StartAsync(CancellationToken.None);
        await UntilAsync(() => Bots.Values.All(bot => bot.Connections == 1));
        await SettledAsync();
        return this;
    }

    /// <summary>Makes somebody an owner, or a guest, as their code would have.</summary>
    public void Own(SimulatedUser user, bool asGuest = false) => Get<People>().Pair(Get<People>().NewCode(!asGuest), new Snowflake(user.Id), user.Name);

    /// <summary>The host stops as it does when it is told to.</summary>
    public async Task StopAsync()
    {
        foreach (var service in _running) await service.StopAsync(CancellationToken.None);
        _running = [];
        await DisposeServicesAsync();
    }

    /// <summary>The host ends in the middle of everything: nothing is put back, nobody says goodbye.</summary>
    public async Task KillAsync()
    {
        // The sockets are the first to go, and no step after this one is kept.
        _services!.GetRequiredService<DiscordDatabase>().Dispose();
        Discord.DropSockets();
        foreach (var service in _running) await service.StopAsync(CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _running = [];
        await DisposeServicesAsync();
    }

    /// <summary>The messages that our bots and webhooks wrote in a channel.</summary>
    public static List<SimulatedMessage> Answers(SimulatedChannel channel) => [.. channel.Messages.Where(message => message.Author.IsBot && message.Type is (0 or 19))];

    /// <summary>Waits until a channel has so many answers, each in its last words, and gives them.</summary>
    public async Task<List<SimulatedMessage>> AnswersAsync(SimulatedChannel channel, int count)
    {
        await UntilAsync(() => Answers(channel).Count >= count && Get<Inbox>().OpenChannels().Count == 0);
        return Answers(channel);
    }

    /// <summary>Waits until something is so on either side of the wire, for half a minute at most.</summary>
    public async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        // Discord tells when something has changed there; what has changed in the host is looked at again and again.
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!condition())
        {
            try
            {
                await look.WaitForNextTickAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"What was waited for did not happen. Violations: {string.Join(" | ", Discord.Violations)}");
            }
        }
    }

    public static Snowflake Id(ulong id) => new(id);

    public string Mention(string bot) => $"<@{Bots[bot].Id}>";

    /// <summary>Waits until each of our bots knows the channels.</summary>
    public Task SettledAsync() => UntilAsync(() => Get<LocalsOnly.Discord.Gating.ChannelMap>().Find(Id(Channel.Id)) is not null && Get<LocalsOnly.Discord.Speaking.Bots>().All.All(bot => bot is { Self: not null, KnowsItsChannels: true }));

    public async ValueTask DisposeAsync()
    {
        if (_running.Count > 0) await StopAsync();
        await Discord.DisposeAsync();
        _directory.Dispose();
    }

    private async Task DisposeServicesAsync()
    {
        if (_services is { } services) await services.DisposeAsync();
        _services = null;
    }
}
