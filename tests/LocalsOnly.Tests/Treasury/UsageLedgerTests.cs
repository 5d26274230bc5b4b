using System.Collections.Concurrent;
using LocalsOnly.Inference;
using LocalsOnly.Treasury;
using LocalsOnly.Treasury.Ledger;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace LocalsOnly.Tests.Treasury;

public sealed class UsageLedgerTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly DateTimeOffset November = new(2026, 11, 22, 19, 0, 0, TimeSpan.Zero);

    private readonly TemporaryDirectory _data = new();

    [Fact]
    public async Task What_was_recorded_before_the_stop_is_in_the_ledger()
    {
        await using var treasury = await Treasury.OpenAsync(_data);
        treasury.Record(November, November, November.AddMonths(1), November.AddYears(1));
        await treasury.StopAsync();
        Assert.Equal([November, November, November.AddMonths(1), November.AddYears(1)], Instants());
        Assert.Equal("4 attempts recorded since start", (await treasury.HealthAsync()).Description);
    }

    [Fact]
    public async Task An_attempt_is_in_the_ledger_without_a_stop_and_without_time_going_by()
    {
        await using var treasury = await Treasury.OpenAsync(_data);
        treasury.Record(November);
        await treasury.UntilAsync(h => h.Description == "1 attempt recorded since start");
        Assert.Equal([November], Instants());
    }

    [Fact]
    public async Task What_an_earlier_version_wrote_is_taken_over_once()
    {
        _data.Write(Path.Combine("ledger", "usage-2026-10.jsonl"), """
            {"at":"2026-10-31T22:59:59Z","persona":"vince","tier":"Heavy","endpoint":"cluster","model":"m","outcome":"ok","prompt_tokens":100,"cached_tokens":40,"completion_tokens":10,"reasoning_tokens":4,"time_to_first_token":"00:00:01","duration":"00:00:30","provenance":"Measured","queue_wait":"00:00:00","decision":"d1"}
            {"at":"2026-10-31T23:00:00Z","tier":"Light","endpoint":"mini","model":"","outcome":"Deadline","duration":"00:01:00","provenance":"Measured"}
            {"half
            """);
        for (var start = 0; start < 2; start++)
        {
            await using var treasury = await Treasury.OpenAsync(_data);
            treasury.Record(November);
            await treasury.StopAsync();
        }

        var events = new LedgerBook(_data.Combine("ledger")).Events(DateTimeOffset.MinValue, DateTimeOffset.MaxValue).ToList();
        Assert.Equal(4, events.Count);
        Assert.Equal(new TokenCount(60, 40, 6, 4, Provenance.Measured), events[0].Tokens);
        Assert.Equal(("vince", "d1", TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(1), false), (events[0].Persona, events[0].Decision, events[0].Duration, events[0].FirstToken, events[0].Abandoned));
        Assert.Equal((Provenance.Estimated, true, "Deadline"), (events[1].Tokens.Provenance, events[1].Abandoned, events[1].Outcome));
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
        Assert.Equal(2, Instants().Count);
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
    public async Task A_file_that_cannot_be_written_is_tried_again()
    {
        Skip.IfNot(File.Exists("/dev/full"));
        Directory.CreateDirectory(_data.Combine("ledger"));
        File.CreateSymbolicLink(_data.Combine("ledger", "ledger.db"), "/dev/full");
        await using var treasury = await Treasury.OpenAsync(_data);
        treasury.Record(November);
        await treasury.UntilAsync(h => h.Status == HealthStatus.Degraded);
        File.Delete(_data.Combine("ledger", "ledger.db"));
        treasury.Time.Advance(TimeSpan.FromSeconds(30));
        await treasury.UntilAsync(h => h.Description == "1 attempt recorded since start");
        Assert.Equal([November], Instants());
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

    private List<DateTimeOffset> Instants() => [.. new LedgerBook(_data.Combine("ledger")).Events(DateTimeOffset.MinValue, DateTimeOffset.MaxValue).Select(usage => usage.At)];

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

        private UsageLedger Service => _services.GetRequiredService<UsageLedger>();

        public static async Task<Treasury> OpenAsync(TemporaryDirectory data)
        {
            var treasury = new Treasury(data);
            await treasury.Service.StartAsync(CancellationToken.None);
            return treasury;
        }

        public void Record(params DateTimeOffset[] instants)
        {
            foreach (var at in instants) _services.GetRequiredService<UsageLedger>().Record(new UsageEvent { At = at, Persona = "solus", Tier = Tier.Heavy, Endpoint = "cluster", Model = "m", Outcome = "ok" });
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
