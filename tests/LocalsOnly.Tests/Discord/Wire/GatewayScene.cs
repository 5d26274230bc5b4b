using LocalsOnly.Discord;
using LocalsOnly.Discord.Transport;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace LocalsOnly.Tests.Discord.Wire;

/// <summary>A bot that runs against a scripted peer. Its clock stands still unless a test moves it, so that no heartbeat comes by itself.</summary>
internal sealed class GatewayScene : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();

    private GatewayScene(ScriptedDiscord discord, TimeProvider time, Func<DiscordEvent, ValueTask>? handle)
    {
        Discord = discord;
        Bot = discord.Bot(time, Log);
        Running = Task.Run(() => Bot.RunAsync(handle ?? Heard.Take, _stop.Token));
    }

    public ScriptedDiscord Discord { get; }

    public DiscordBot Bot { get; }

    public Heard Heard { get; } = new();

    public LogLines Log { get; } = new();

    public FakeTimeProvider Clock { get; private init; } = new();

    public Task Running { get; }

    public Task StopAsync() => _stop.CancelAsync();

    public static async Task<GatewayScene> StartAsync(Func<DiscordEvent, ValueTask>? handle = null, Action<ScriptedDiscord>? script = null)
    {
        var discord = await ScriptedDiscord.StartAsync();
        script?.Invoke(discord);
        var clock = new FakeTimeProvider();
        return new GatewayScene(discord, clock, handle) { Clock = clock };
    }

    /// <summary>For what only real time shows: heartbeats of some milliseconds.</summary>
    public static async Task<GatewayScene> StartInRealTimeAsync(Func<DiscordEvent, ValueTask>? handle = null) => new(await ScriptedDiscord.StartAsync(), TimeProvider.System, handle);

    /// <summary>Lets time pass until something has happened.</summary>
    public async Task<T> PassUntilAsync<T>(Task<T> happened)
    {
        for (var i = 0; i < 2000 && !happened.IsCompleted; i++)
        {
            Clock.Advance(TimeSpan.FromMilliseconds(250));
            await Task.WhenAny(happened, Task.Delay(10));
        }

        return await happened.WaitAsync(TimeSpan.Zero);
    }

    /// <summary>Waits for the bot's connection to be as it is asked for.</summary>
    public async Task UntilAsync(Func<ConnectionHealth, bool> isSo)
    {
        for (var i = 0; i < 2000 && !isSo(Bot.Health); i++) await Task.Delay(10);
        Assert.True(isSo(Bot.Health), Bot.Health.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        // The peer goes first: a bot on a clock that stands still would wait for its goodbye for ever.
        await Discord.DisposeAsync();
        await _stop.CancelAsync();
        await Bot.DisposeAsync();
        _stop.Dispose();
    }
}

/// <summary>Everything that was logged.</summary>
internal sealed class LogLines : ILogger<DiscordBot>
{
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> All
    {
        get
        {
            lock (_lines) return [.. _lines];
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_lines) _lines.Add($"{logLevel}: {formatter(state, exception)} {exception}");
    }
}
