using LocalsOnly.Discord;
using LocalsOnly.Discord.Transport;
using LocalsOnly.Tests.Discord.Wire;

namespace LocalsOnly.SemanticKernel.Tests.DiscordNet;

/// <summary>A bot over Discord.Net, whose peer does exactly what a test tells it.</summary>
internal sealed class LibraryScene : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();

    private LibraryScene(ScriptedDiscord discord)
    {
        Discord = discord;
        Bot = LibraryTransport.Make(new DiscordBotOptions("vince", ScriptedDiscord.Token) { Api = discord.Api }, Log);
    }

    public ScriptedDiscord Discord { get; }

    public IDiscordTransport Bot { get; }

    public LogLines Log { get; } = new();

    public Heard Heard { get; } = new();

    public Task Running { get; private set; } = Task.CompletedTask;

    public static async Task<LibraryScene> OpenAsync() => new(await ScriptedDiscord.StartAsync());

    /// <summary>Starts the bot and begins its session.</summary>
    public async Task<ScriptedSocket> BeginAsync(string? resumeAt = null)
    {
        Run();
        var socket = await Discord.NextAsync();
        await socket.BeginAsync(resumeAt: resumeAt);
        await Heard.NextAsync<BotReady>();
        return socket;
    }

    public void Run() => Running = Bot.RunAsync(Heard.Take, _stop.Token);

    /// <summary>Waits until something is so; what changes in the bot does not say when.</summary>
    public static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(ScriptedDiscord.Patience);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!condition()) await look.WaitForNextTickAsync(patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Bot.DisposeAsync();
        await Discord.DisposeAsync();
        _stop.Dispose();
    }
}
