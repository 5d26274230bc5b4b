using System.Diagnostics;
using LocalsOnly.Inference;
using LocalsOnly.Inference.Flow;
using Microsoft.Extensions.Time.Testing;
using static LocalsOnly.Tests.Inference.Flow.AdmissionQueueTests;

namespace LocalsOnly.Tests.Inference.Flow;

/// <summary>Random schedules of arrivals, ends, cancellations and time, from fixed seeds; and the same with true threads.</summary>
public sealed class AdmissionScheduleTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task Nobody_is_lost_and_no_place_is_given_twice(int seed)
    {
        var random = new Random(seed);
        var time = new FakeTimeProvider();
        var (capacity, mostQueued) = (random.Next(1, 6), random.Next(0, 40));
        var queue = new AdmissionQueue(capacity, mostQueued, time);
        var held = new List<Admission>();
        var waiting = new List<Arrival>();
        var (came, admitted, refused, cancelled) = (0, 0, 0, 0);

        for (var step = 0; step < 2_000; step++)
        {
            switch (random.Next(10))
            {
                case < 5:
                    came++;
                    waiting.Add(Arrival.At(queue, random));
                    break;
                case < 8 when held.Count > 0:
                    var ended = random.Next(held.Count);
                    held[ended].Dispose();
                    held.RemoveAt(ended);
                    break;
                case 8 when waiting.Count > 0:
                    await waiting[random.Next(waiting.Count)].Stop.CancelAsync();
                    break;
                default:
                    time.Advance(TimeSpan.FromSeconds(random.NextDouble() * 10));
                    break;
            }

            Assert.InRange(queue.InFlight, 0, capacity);
            Assert.InRange(queue.Queued, 0, mostQueued);
            await SettleAsync();
        }

        while (waiting.Count > 0)
        {
            held.ForEach(h => h.Dispose());
            held.Clear();
            await SettleAsync();
        }

        held.ForEach(h => h.Dispose());
        Assert.Equal((0, 0), (queue.InFlight, queue.Queued));
        Assert.Equal(came, admitted + refused + cancelled);
        Assert.True(admitted > 100, $"only {admitted} of {came} were admitted");

        // Whoever is no longer in the queue has been told, or is being told; that and the queue's own count must agree.
        async Task SettleAsync()
        {
            while (waiting.Count > queue.Queued)
            {
                var task = await Task.WhenAny(waiting.Select(w => w.Entering)).WaitAsync(TimeSpan.FromSeconds(30));
                waiting.RemoveAll(w => w.Entering == task);
                if (task.IsCompletedSuccessfully)
                {
                    admitted++;
                    held.Add(await task);
                }
                else if (task.IsCanceled)
                {
                    cancelled++;
                }
                else
                {
                    refused++;
                    Assert.IsType<AdmissionRefusedException>(task.Exception!.InnerException);
                }
            }

            Assert.Equal(waiting.Count, queue.Queued);
            Assert.Equal(held.Count, queue.InFlight);
        }
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public async Task A_lower_class_is_never_admitted_while_a_higher_waits(int seed)
    {
        var random = new Random(seed);
        var order = new AdmissionOrder(new AdmissionQueue(2, 1_000, new FakeTimeProvider()));
        var waiting = new int[3];
        for (var step = 0; step < 500; step++)
        {
            if (waiting.Sum() == 0 || random.Next(3) > 0)
            {
                var priority = (WorkPriority)random.Next(3);
                order.Enter($"{(int)priority}", Ticket(priority, $"persona{random.Next(5)}"));
                waiting[(int)priority]++;
            }
            else
            {
                var served = int.Parse(await order.NextAsync(), null);
                Assert.Equal(Array.FindIndex(waiting, n => n > 0), served);
                waiting[served]--;
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Eight_threads_at_four_places_lose_nobody(bool yields)
    {
        const int Threads = 8, Rounds = 500;
        var queue = new AdmissionQueue(4, Threads, TimeProvider.System);
        using var start = new Barrier(Threads);
        var (inside, most, admitted, cancelled) = (0, 0, 0, 0);

        var threads = Enumerable.Range(0, Threads).Select(n => Task.Factory.StartNew(
            () => WorkAsync(n), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap());
        await Task.WhenAll(threads).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal((0, 0), (queue.InFlight, queue.Queued));
        Assert.Equal(Threads * Rounds, admitted + cancelled);
        Assert.InRange(most, 1, 4);

        async Task WorkAsync(int number)
        {
            start.SignalAndWait();
            for (var i = 0; i < Rounds; i++)
            {
                using var stop = new CancellationTokenSource();
                var ticket = Ticket((WorkPriority)(i % 3), $"persona{number % 5}") with { Yields = yields && i % 3 > 0, StandsBack = yields && i % 3 > 0 };
                var entering = queue.EnterAsync(ticket, stop.Token);
                if ((i + number) % 7 == 0)
                    await stop.CancelAsync();
                try
                {
                    using var place = await entering;
                    var now = Interlocked.Increment(ref inside);
                    for (var seen = most; now > seen; seen = most)
                        Interlocked.CompareExchange(ref most, now, seen);
                    await Task.Yield();
                    Interlocked.Decrement(ref inside);
                    Interlocked.Increment(ref admitted);
                }
                catch (OperationCanceledException)
                {
                    Interlocked.Increment(ref cancelled);
                }
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_place_and_a_cancellation_at_the_same_moment_leave_neither_place_nor_waiter_behind(bool releaseFirst)
    {
        var queue = new AdmissionQueue(1, 1, TimeProvider.System);
        for (var round = 0; round < 200; round++)
        {
            var place = Now(queue.EnterAsync(Ticket(), default));
            using var stop = new CancellationTokenSource();
            var waiting = queue.EnterAsync(Ticket(), stop.Token).AsTask();
            using var both = new Barrier(2);
            var other = Task.Run(() =>
            {
                both.SignalAndWait();
                if (releaseFirst)
                    stop.Cancel();
                else
                    place.Dispose();
            });
            both.SignalAndWait();
            if (releaseFirst)
                place.Dispose();
            else
                await stop.CancelAsync();
            await other;
            try
            {
                (await waiting.WaitAsync(TimeSpan.FromSeconds(30))).Dispose();
            }
            catch (OperationCanceledException)
            {
                // Either is right; what must not be is a place that nobody holds.
            }

            Assert.Equal((0, 0), (queue.InFlight, queue.Queued));
        }
    }

    [Fact]
    public Task Ten_thousand_waiters_are_no_burden() => Task.Run(async () =>
    {
        const int Many = 10_000;
        var queue = new AdmissionQueue(1, Many, TimeProvider.System);
        var place = Now(queue.EnterAsync(Ticket(), default));
        var clock = Stopwatch.StartNew();
        using var stop = new CancellationTokenSource();
        var waiting = new List<Task<Admission>>(Many);
        for (var i = 0; i < Many; i++)
            waiting.Add(queue.EnterAsync(Ticket((WorkPriority)(i % 3), $"persona{i % 2_000}"), i % 2 == 0 ? stop.Token : default).AsTask());
        await stop.CancelAsync();
        Assert.Equal(Many / 2, queue.Queued);

        place.Dispose();
        var admitted = waiting.Where((_, i) => i % 2 == 1).Select(async entering => (await entering).Dispose());
        await Task.WhenAll(admitted).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal((0, 0), (queue.InFlight, queue.Queued));
        // Measured at 0.2 s on two cores; anything quadratic takes minutes.
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    });

    private sealed record Arrival(Task<Admission> Entering, CancellationTokenSource Stop)
    {
        public static Arrival At(AdmissionQueue queue, Random random)
        {
            var stop = new CancellationTokenSource();
            TimeSpan? patience = random.Next(3) == 0 ? TimeSpan.FromSeconds(random.Next(60)) : null;
            var persona = random.Next(6) is var p and > 0 ? $"persona{p}" : null;
            var priority = (WorkPriority)random.Next(3);
            var ticket = Ticket(priority, persona, patience) with { Yields = priority != WorkPriority.Person && random.Next(2) == 0, StandsBack = priority != WorkPriority.Person && random.Next(2) == 0 };
            return new(queue.EnterAsync(ticket, stop.Token).AsTask(), stop);
        }
    }
}
