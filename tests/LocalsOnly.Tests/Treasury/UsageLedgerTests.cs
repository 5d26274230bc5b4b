using System.Collections.Concurrent;
using System.Globalization;
using LocalsOnly.Inference;
using LocalsOnly.Treasury;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace LocalsOnly.Tests.Treasury;

public sealed class UsageLedgerTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly DateTimeOffset November = new(2026, 11, 22, 19, 0, 0, TimeSpan.Zero);

    private readonly TemporaryDirectory _data = new();

    [Fact]
    public async Task What_was_recorded_before_the_stop_is_written_month_by_month()
    {
        await using var treasury = await Treasury.OpenAsync(_data);
        treasury.Record(November, November, November.AddMonths(1), November.AddYears(1));
        await treasury.StopAsync();
        Assert.Equal(2, LinesOf("usage-2026-11.jsonl").Length);
        Assert.Contains("\"outcome\":\"ok\"", LinesOf("usage-2026-11.jsonl")[0], StringComparison.Ordinal);
        Assert.Single(LinesOf("usage-2026-12.jsonl"));
        Assert.Single(LinesOf("usage-2027-11.jsonl"));
        Assert.Equal("4 attempts recorded since start", (await treasury.HealthAsync()).Description);
    }

    [Fact]
    public async Task A_machine_with_another_calendar_writes_the_same_files()
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("th-TH");
        try
        {
            await using var treasury = await Treasury.OpenAsync(_data);
            treasury.Record(November);
            await treasury.StopAsync();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        Assert.Single(LinesOf("usage-2026-11.jsonl"));
    }

    [Fact]
    public async Task After_a_failed_write_the_ledger_waits_and_then_loses_nothing()
    {
        var obstacle = _data.Write("ledger", "a file where the directory belongs");
        await using var treasury = await Treasury.OpenAsync(_data);
        treasury.Record(November);
        await treasury.UntilAsync(h => h.Status == HealthStatus.Degraded);
        File.Delete(obstacle);
        treasury.Record(November);
        treasury.Time.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(HealthStatus.Degraded, (await treasury.HealthAsync()).Status);
        Assert.False(Directory.Exists(_data.Combine("ledger")));

        treasury.Time.Advance(TimeSpan.FromSeconds(1));
        await treasury.UntilAsync(h => h.Description == "2 attempts recorded since start");
        await treasury.StopAsync();
        Assert.Equal(2, LinesOf("usage-2026-11.jsonl").Length);
    }

    [Fact]
    public async Task A_stop_does_not_wait_for_a_disk_that_cannot_be_written_and_tells_what_is_lost()
    {
        _data.Write("ledger", "a file where the directory belongs");
        await using var treasury = await Treasury.OpenAsync(_data);
        treasury.Record(November, November, November);
        await treasury.UntilAsync(h => h.Status == HealthStatus.Degraded);
        await treasury.StopAsync().WaitAsync(Patience);
        Assert.Contains(treasury.Lines, line => line.StartsWith("3 attempts are lost to the ledger", StringComparison.Ordinal));
        Assert.Contains("3 lost because they could not be written", (await treasury.HealthAsync()).Description, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_full_disk_is_no_record()
    {
        Skip.IfNot(File.Exists("/dev/full"));
        Directory.CreateDirectory(_data.Combine("ledger"));
        File.CreateSymbolicLink(_data.Combine("ledger", "usage-2026-11.jsonl"), "/dev/full");
        await using var treasury = await Treasury.OpenAsync(_data);
        treasury.Record(November);
        await treasury.UntilAsync(h => h.Status == HealthStatus.Degraded);
        File.Delete(_data.Combine("ledger", "usage-2026-11.jsonl"));
        treasury.Time.Advance(TimeSpan.FromSeconds(30));
        await treasury.UntilAsync(h => h.Description == "1 attempts recorded since start");
        Assert.Single(LinesOf("usage-2026-11.jsonl"));
    }

    [Fact]
    public async Task Of_more_than_can_be_kept_the_oldest_go_and_are_counted()
    {
        _data.Write("ledger", "a file where the directory belongs");
        await using var treasury = await Treasury.OpenAsync(_data);
        treasury.Record(November);
        await treasury.UntilAsync(h => h.Status == HealthStatus.Degraded);
        treasury.Record([.. Enumerable.Repeat(November, 10_002)]);
        Assert.Contains(", 2 lost", (await treasury.HealthAsync()).Description, StringComparison.Ordinal);
    }

    public void Dispose() => _data.Dispose();

    private string[] LinesOf(string file) => File.ReadAllLines(_data.Combine("ledger", file));

    /// <summary>The treasury as a host registers it, with its clock and its log at hand.</summary>
    private sealed class Treasury : ILoggerProvider, ILogger, IAsyncDisposable
    {
        private readonly ServiceProvider _services;

        private Treasury(TemporaryDirectory data)
        {
            var configuration = new ConfigurationBuilder()
                .AddInMemoryCollection(new Dictionary<string, string?> { ["Data:Local"] = data.Path }).Build();
            _services = new ServiceCollection()
                .AddLogging(logging => logging.AddProvider(this))
                .AddSingleton<TimeProvider>(Time)
                .AddTreasury(configuration)
                .BuildServiceProvider();
        }

        public FakeTimeProvider Time { get; } = new();

        public ConcurrentQueue<string> Lines { get; } = new();

        private IHostedService Service => _services.GetServices<IHostedService>().Single(s => s is UsageLedger);

        public static async Task<Treasury> OpenAsync(TemporaryDirectory data)
        {
            var treasury = new Treasury(data);
            await treasury.Service.StartAsync(CancellationToken.None);
            return treasury;
        }

        public void Record(params DateTimeOffset[] instants)
        {
            foreach (var at in instants)
            {
                _services.GetRequiredService<IUsageSink>().Record(new UsageEvent(
                    at, "solus", Tier.Heavy, "cluster", "m", "ok", 1, 0, 1, TimeSpan.Zero, TimeSpan.Zero, Provenance.Simulated));
            }
        }

        public Task StopAsync() => Service.StopAsync(CancellationToken.None);

        public async Task<HealthReportEntry> HealthAsync() =>
            (await _services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["treasury"];

        /// <summary>The ledger writes beside the test; this waits for what it does without waiting for time.</summary>
        public async Task UntilAsync(Func<HealthReportEntry, bool> condition)
        {
            using var patience = new CancellationTokenSource(Patience);
            while (!condition(await HealthAsync()))
            {
                patience.Token.ThrowIfCancellationRequested();
                await Task.Yield();
            }
        }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => _services.DisposeAsync();
    }
}
