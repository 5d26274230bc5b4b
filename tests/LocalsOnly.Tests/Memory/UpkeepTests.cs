using LocalsOnly.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LocalsOnly.Tests.Memory;

public sealed class UpkeepTests
{
    [Fact]
    public async Task What_waits_and_cannot_be_read_is_told_and_the_copy_is_kept_all_the_same()
    {
        var log = new Warnings();
        using var house = new TestMemory(services: services => services.AddSingleton<ILogger<UpkeepService>>(log));
        await house.StoreAsync(Talk.Of("a", "Workshop", "walnut table"));
        await using var taken = new FileStream(Path.Combine(house.Local, "remembered.jsonl"), FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        await RunUntilAsync(house, () => house.Snapshot.Find() is not null);

        Assert.Contains(log.All, line => line.Contains("remembered.jsonl cannot be read", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_part_that_fails_as_nobody_foresaw_ends_nothing_and_is_done_ten_minutes_later()
    {
        var log = new Warnings();
        using var house = new TestMemory(services: services => services.AddSingleton<ILogger<UpkeepService>>(log).AddSingleton<IIndexInspection, FailingOnce>());
        await house.StoreAsync(Talk.Of("a", "Workshop", "walnut table"));
        await RunUntilAsync(house, () => house.Snapshot.Find() is not null);

        Assert.Contains("as nobody foresaw", Assert.Single(log.All), StringComparison.Ordinal);
    }

    private static async Task RunUntilAsync(TestMemory house, Func<bool> isDone)
    {
        var upkeep = house.Get<IEnumerable<IHostedService>>().OfType<UpkeepService>().Single();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await upkeep.StartAsync(CancellationToken.None);
        while (!isDone())
        {
            patience.Token.ThrowIfCancellationRequested();
            Assert.False(upkeep.ExecuteTask!.IsCompleted, "The upkeep has ended.");
            house.Time.Advance(TimeSpan.FromMinutes(10));
            await Task.Yield();
        }
        await upkeep.StopAsync(CancellationToken.None);
        Assert.True(upkeep.ExecuteTask!.IsCompletedSuccessfully);
    }

    private sealed class FailingOnce : IIndexInspection
    {
        private int _asked;

        public Task<IndexStatus> InspectAsync(CancellationToken cancellationToken = default) => Interlocked.Increment(ref _asked) == 1
            ? throw new InvalidOperationException("as nobody foresaw")
            : Task.FromResult(new IndexStatus(1, 1, 1, 1, 0, 1, "", null));
    }

    private sealed class Warnings : ILogger<UpkeepService>
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
            if (logLevel < LogLevel.Warning) return;
            lock (_lines) _lines.Add($"{formatter(state, exception)} {exception}");
        }
    }
}
