using System.Collections.Concurrent;
using System.Threading.Channels;
using LocalsOnly.Agents;
using LocalsOnly.Agents.Tools;
using LocalsOnly.Agents.Tools.Market;
using LocalsOnly.Agents.Tools.Paper;
using LocalsOnly.Inference;
using LocalsOnly.Memory;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace LocalsOnly.Tests.Agents.Paper;

/// <summary>The paper desk as it is registered, over a folder, a clock that is set by hand, and prices that a test chooses.</summary>
internal sealed class PaperHouse : IDisposable
{
    public static readonly DateTimeOffset Morning = new(2026, 3, 10, 9, 10, 0, TimeSpan.Zero);

    private readonly TemporaryDirectory _directory = new();
    private ServiceProvider _services;

    public PaperHouse()
    {
        Time.AutoAdvanceAmount = TimeSpan.Zero;
        _services = Start();
    }

    public FakeTimeProvider Time { get; } = new(Morning);

    public ChosenPrices Prices { get; } = new();

    public PaperLedger Ledger => _services.GetRequiredService<PaperLedger>();

    public PaperBook Book => Ledger.Book;

    public PaperMarker Marker => (PaperMarker)_services.GetServices<IHostedService>().Single();

    public IReadOnlyList<Tool> Tools => _services.GetServices<IToolset>().Single().Tools;

    public string Folder => _directory.Combine("desks", "paper");

    public string Journal => Directory.EnumerateFiles(Folder).Order(StringComparer.Ordinal).Last();

    /// <summary>The host is stopped and started over the same folder: nothing is left in memory.</summary>
    public void Restart()
    {
        _services.Dispose();
        _services = Start();
    }

    public void Price(string symbol, decimal price, decimal? funding = null) => Prices.Set(symbol, price, funding, Time.GetUtcNow());

    public async Task<string> Call(string tool, params (string Name, object? Value)[] arguments)
    {
        var persona = new Persona("vince", "VINCE", "Markets", Tier.Heavy, [], null, 0, [], [], "#2f6df0", "You are VINCE.");
        var turn = new ToolTurn(persona, null, "open it", Time.GetUtcNow(), TimeZoneInfo.Utc);
        var given = arguments.ToDictionary(argument => argument.Name, argument => argument.Value);
        return (await Tools.Single(one => one.Name == tool).Function.InvokeAsync(turn.Arguments(given)))!.ToString()!;
    }

    public async Task<string> Refused(string tool, params (string Name, object? Value)[] arguments)
    {
        var sentence = (await Assert.ThrowsAsync<ToolException>(() => Call(tool, arguments))).Message;
        Assert.DoesNotContain('\n', sentence);
        return sentence;
    }

    public Task<string> Open(string asset = "BTC", string direction = "long", object? stop = null, object? size = null, object? leverage = null) =>
        Call("paper_open", ("asset", asset), ("direction", direction), ("stop", stop ?? "98"), ("size", size), ("leverage", leverage));

    public Task<string> Signal(object? strength = null, object? confidence = null, string[]? confirmations = null, string asset = "BTC", object? hours = null) => Call(
        "paper_signal",
        ("asset", asset),
        ("direction", "long"),
        ("strength", strength ?? 60),
        ("confidence", confidence ?? 60),
        ("confirmations", confirmations ?? ["funding: shorts pay", "technicals: above the range"]),
        ("invalidation", "funding turns positive"),
        ("hours", hours ?? 12),
        ("setup", "funding fade"));

    /// <summary>The prices are read anew at this moment and the marker looks once.</summary>
    public Task Look()
    {
        Prices.Refresh(Time.GetUtcNow());
        return Marker.LookAsync(CancellationToken.None);
    }

    public Task Look(TimeSpan later)
    {
        Time.Advance(later);
        return Look();
    }

    public void Dispose()
    {
        _services.Dispose();
        _directory.Dispose();
    }

    private ServiceProvider Start()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton<IMarketPrices>(Prices);
        services.AddSingleton(Options.Create(new DataOptions { Local = _directory.Path }));
        services.AddSingleton(typeof(Microsoft.Extensions.Logging.ILogger<>), typeof(NullLogger<>));
        services.AddPaperDesk(new ConfigurationBuilder().Build());
        return services.BuildServiceProvider();
    }
}

/// <summary>Prices that a test chooses, and failures.</summary>
internal sealed class ChosenPrices : IMarketPrices
{
    private readonly ConcurrentDictionary<string, MarketPrice> _prices = new(StringComparer.OrdinalIgnoreCase);
    private readonly Channel<string> _asked = Channel.CreateUnbounded<string>();

    /// <summary>What every question fails with.</summary>
    public string? Failure { get; set; }

    /// <summary>A question waits for it.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public void Set(string symbol, decimal price, decimal? funding, DateTimeOffset at, string? stale = null) =>
        _prices[symbol] = new(Symbol: symbol, Price: price, HourlyFunding: funding, Source: "Hyperliquid", At: at, Stale: stale);

    public void Refresh(DateTimeOffset at)
    {
        foreach (var (symbol, price) in _prices.Where(known => known.Value.Stale is null).ToList()) _prices[symbol] = price with { At = at };
    }

    public void Remove(string symbol) => _prices.TryRemove(symbol, out _);

    /// <summary>Waits until somebody has asked once more; what that question is answered is settled then.</summary>
    public Task<string> AskedAsync() => _asked.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));

    public async Task<MarketPrice?> FindAsync(string symbol, CancellationToken ct)
    {
        var (why, price) = (Failure, _prices.GetValueOrDefault(symbol));
        _asked.Writer.TryWrite(symbol);
        await Gate;
        return why is null ? price : throw new ToolException(why);
    }
}
