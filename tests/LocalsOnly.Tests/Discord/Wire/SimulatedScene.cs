using LocalsOnly.Discord;
using LocalsOnly.Discord.Transport;
using LocalsOnly.Simulation.Discord;

namespace LocalsOnly.Tests.Discord.Wire;

/// <summary>Makes the transport of a bot.</summary>
internal delegate IDiscordTransport MakeTransport(DiscordBotOptions options, LogLines log);

/// <summary>A bot in a server with one channel and one person, on the simulated Discord.</summary>
internal sealed class SimulatedScene : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();

    private SimulatedScene(SimulatedDiscord discord, MakeTransport make)
    {
        Discord = discord;
        Account = discord.AddBot("vince");
        Ada = discord.AddUser("ada", "Ada");
        Guild = discord.AddGuild("House");
        Guild.Add(Ada);
        Channel = Guild.AddChannel("general");
        Bot = make(new DiscordBotOptions("vince", Account.Token) { Api = discord.ApiUrl }, Log);
    }

    public SimulatedDiscord Discord { get; }

    public SimulatedBot Account { get; }

    public SimulatedUser Ada { get; }

    public SimulatedGuild Guild { get; }

    public SimulatedChannel Channel { get; }

    public Snowflake In => new(Channel.Id);

    public IDiscordTransport Bot { get; }

    public LogLines Log { get; } = new();

    public Heard Heard { get; } = new();

    public Task Running { get; private set; } = Task.CompletedTask;

    /// <summary>Starts it, without the bot.</summary>
    /// <param name="make">What carries the bot.</param>
    /// <param name="options">Null for one that allows sessions to follow each other quickly.</param>
    public static async Task<SimulatedScene> OpenAsync(MakeTransport make, SimulatedDiscordOptions? options = null) => new(await SimulatedDiscord.StartAsync(options), make);

    /// <summary>Starts it, and waits until the bot is connected.</summary>
    public static async Task<SimulatedScene> ConnectAsync(MakeTransport make, SimulatedDiscordOptions? options = null)
    {
        var scene = await OpenAsync(make, options);
        scene.Run();
        await scene.Heard.NextAsync<BotReady>();
        // The server comes after the session has begun.
        await scene.Heard.NextAsync<ChannelSeen>();
        return scene;
    }

    public void Run() => Running = Bot.RunAsync(Heard.Take, _stop.Token);

    /// <summary>Stops the bot, which must have kept to every rule.</summary>
    public async Task LeaveAsync()
    {
        await _stop.CancelAsync();
        await Running;
        Assert.True(Discord.Violations.Count == 0, string.Join("\n", Discord.Violations));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Bot.DisposeAsync();
        await Discord.DisposeAsync();
        _stop.Dispose();
    }
}
