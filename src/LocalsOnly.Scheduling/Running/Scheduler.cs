using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Scheduling;

/// <summary>
/// The clock's hand: looks what is due, begins as many as may run at once, delivers what waits to be delivered, and sleeps until something is due. What is to be done stands in the database and nowhere else.
/// </summary>
internal sealed class Scheduler(
    OccurrencePlanner planner, OccurrenceStore occurrences, DeliveryStore deliveries, OccurrenceRunner runner, Deliverer deliverer, FailureAlerts alerts, IOptions<SchedulingOptions> options, TimeProvider time,
    ILogger<Scheduler> logger)
{
    private const int DeliveriesAtOnce = 4;

    // A machine that sleeps does not tell when it wakes, and files change: it is looked this often, whatever is due.
    private static readonly TimeSpan s_longestSleep = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_prune = TimeSpan.FromDays(1);

    private readonly ConcurrentDictionary<(string, DateTimeOffset), Task> _runs = new();
    private readonly ConcurrentDictionary<(string, DateTimeOffset, string), Task> _deliveries = new();
    private readonly Wakening _wakening = new();
    private DateTimeOffset _pruned;
    private DateTimeOffset? _consider;
    private TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _hasEnded = 1;
    private bool _isFull;

    /// <summary>Completes when all that runs or is being delivered now has ended.</summary>
    public Task SettledAsync() => Task.WhenAll([.. _runs.Values, .. _deliveries.Values]);

    /// <summary>Completes when the next of what runs or is being delivered has ended.</summary>
    public Task NextEnd => Volatile.Read(ref _end).Task;

    /// <summary>Something has changed since the last look.</summary>
    public bool IsCalled => _wakening.IsCalled;

    /// <summary>Looks again at once: something has changed.</summary>
    public void Wake() => _wakening.Wake();

    /// <summary>Runs until it is stopped; then ends what runs, and waits for it.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        occurrences.Recover(TaskSentences.Died, time.GetUtcNow());
        try
        {
            while (!stopping.IsCancellationRequested)
            {
                var next = Look(stopping);
                var sleep = next is { } at && at - time.GetUtcNow() < s_longestSleep ? at - time.GetUtcNow() : s_longestSleep;
                if (sleep > TimeSpan.Zero) await _wakening.SleepAsync(sleep, time, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
        finally
        {
            await SettledAsync();
        }
    }

    /// <summary>One look. It begins what is to begin and waits for none of it.</summary>
    /// <returns>When to look again at the latest; null for no time in particular.</returns>
    public DateTimeOffset? Look(CancellationToken stopping)
    {
        _wakening.Answer();
        var now = time.GetUtcNow();
        var hasEnded = Interlocked.Exchange(ref _hasEnded, 0) == 1;
        var due = options.Value.Enabled ? planner.Decide(now, hasEnded) : null;
        // Only what has ended can have failed.
        if (hasEnded || now >= _consider) _consider = alerts.Consider(now);
        if (now - _pruned > s_prune || now < _pruned)
        {
            _pruned = now;
            occurrences.Prune(now - options.Value.KeepSkipped, now - options.Value.Keep);
        }

        // What is said to the owner is delivered with the rest.
        var nextRun = BeginRuns(now, stopping);
        var nextDelivery = BeginDeliveries(now, stopping);
        return Earliest(Earliest(due, _consider), Earliest(nextRun, nextDelivery));
    }

    /// <returns>When the next of those is to be tried whose time is still to come; null when none is, or there is no room: then what ends wakes us.</returns>
    private DateTimeOffset? BeginRuns(DateTimeOffset now, CancellationToken stopping)
    {
        // Said before the room is looked at: whoever leaves it then does not do so unnoticed.
        Volatile.Write(ref _isFull, true);
        foreach (var occurrence in occurrences.Claimed(options.Value.AtOnce + _runs.Count))
        {
            if (_runs.Count >= options.Value.AtOnce) return null;
            if (occurrence.NotBefore > now)
            {
                Volatile.Write(ref _isFull, false);
                return occurrence.NotBefore;
            }

            Begin(_runs, (occurrence.Task, occurrence.Due), async () =>
            {
                var end = await runner.RunAsync(occurrence, stopping);
                if (end == RunEnd.Ran) Volatile.Write(ref _hasEnded, 1);
                return end != RunEnd.Skipped;
            });
        }

        Volatile.Write(ref _isFull, false);
        return null;
    }

    private DateTimeOffset? BeginDeliveries(DateTimeOffset now, CancellationToken stopping)
    {
        foreach (var delivery in deliveries.Pending(DeliveriesAtOnce + _deliveries.Count))
        {
            if (_deliveries.Count >= DeliveriesAtOnce) return null;
            if (delivery.NextTry > now) return delivery.NextTry;
            Begin(_deliveries, (delivery.Task, delivery.Due, delivery.Channel), async () =>
            {
                await deliverer.DeliverAsync(delivery, stopping);
                Volatile.Write(ref _hasEnded, 1);
                return true;
            });
        }

        return null;
    }

    /// <param name="work">Tells whether something has changed that is to be looked at.</param>
    private void Begin<TKey>(ConcurrentDictionary<TKey, Task> under, TKey key, Func<Task<bool>> work)
        where TKey : notnull
    {
        if (under.ContainsKey(key)) return;
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        under[key] = done.Task;
        _ = Task.Run(async () =>
        {
            var (hasChanged, hasFailed) = (false, false);
            try
            {
                hasChanged = await work();
            }
            catch (OperationCanceledException)
            {
                // The host stops; what is kept says how far it came.
            }
            catch (Exception unforeseen)
            {
                // It is looked at again with the next look, and not at once for ever.
                hasFailed = true;
                logger.LogError(unforeseen, "A scheduled task failed for a reason that nobody foresaw");
            }
            finally
            {
                under.TryRemove(key, out _);
                done.SetResult();
                if (!hasFailed && (hasChanged || Volatile.Read(ref _isFull))) Wake();
                Interlocked.Exchange(ref _end, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
            }
        }, CancellationToken.None);
    }

    private static DateTimeOffset? Earliest(DateTimeOffset? one, DateTimeOffset? other) => one is null ? other : other is null || one < other ? one : other;
}
