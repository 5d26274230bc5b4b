using LocalsOnly.Inference;
using LocalsOnly.Inference.Flow;
using Microsoft.Extensions.Time.Testing;
using static LocalsOnly.Tests.Inference.Flow.AdmissionQueueTests;

namespace LocalsOnly.Tests.Inference.Flow;

public sealed class AdmissionRefusalTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task A_full_queue_refuses_at_once()
    {
        var queue = new AdmissionQueue(1, 2, _time);
        using var place = Now(queue.EnterAsync(Ticket(), default));
        _ = queue.EnterAsync(Ticket(), default).AsTask();
        _ = queue.EnterAsync(Ticket(), default).AsTask();

        var refusal = await RefusalAsync(queue.EnterAsync(Ticket(), default));

        Assert.Equal("its queue is full (2 wait)", refusal.Message);
        Assert.Equal(2, queue.Queued);
    }

    [Fact]
    public async Task In_a_full_queue_the_latest_bulk_makes_room_for_a_person()
    {
        var queue = new AdmissionQueue(1, 3, _time);
        using var place = Now(queue.EnterAsync(Ticket(), default));
        var task = queue.EnterAsync(Ticket(WorkPriority.Task), default).AsTask();
        var early = queue.EnterAsync(Ticket(WorkPriority.Bulk), default).AsTask();
        var late = queue.EnterAsync(Ticket(WorkPriority.Bulk), default).AsTask();

        var person = queue.EnterAsync(Ticket(), default).AsTask();

        Assert.Equal("its queue is full (3 wait)", (await RefusalAsync(new(late))).Message);
        Assert.False(person.IsCompleted || early.IsCompleted || task.IsCompleted);
        Assert.Equal(3, queue.Queued);
        _ = queue.EnterAsync(Ticket(), default).AsTask();
        await RefusalAsync(new(early));
        _ = queue.EnterAsync(Ticket(), default).AsTask();
        await RefusalAsync(new(task));
        await RefusalAsync(queue.EnterAsync(Ticket(), default));
        await RefusalAsync(queue.EnterAsync(Ticket(WorkPriority.Bulk), default));
        Assert.Equal(3, queue.Queued);
    }

    [Fact]
    public async Task A_place_that_would_come_too_late_is_refused_before_the_wait()
    {
        var queue = BusyFor(TimeSpan.FromSeconds(20), capacity: 1);
        _ = queue.EnterAsync(Ticket(), default).AsTask();

        var refusal = await RefusalAsync(queue.EnterAsync(Ticket(patience: TimeSpan.FromSeconds(30)), default));

        Assert.Equal("it is busy: about 40 s until a place is free", refusal.Message);
        Assert.Equal(TimeSpan.FromSeconds(40), refusal.Estimate);
        Assert.Equal(1, queue.Queued);
    }

    [Fact]
    public void Another_personas_crowd_does_not_count_against_patience()
    {
        var queue = BusyFor(TimeSpan.FromSeconds(10), capacity: 1);
        for (var i = 0; i < 20; i++)
            _ = queue.EnterAsync(Ticket(), default).AsTask();

        _ = queue.EnterAsync(Ticket(persona: "kelly", patience: TimeSpan.FromSeconds(30)), default).AsTask();

        Assert.Equal(21, queue.Queued);
    }

    [Fact]
    public async Task Patience_that_runs_out_in_the_queue_ends_the_wait()
    {
        var queue = new AdmissionQueue(1, 10, _time);
        using var place = Now(queue.EnterAsync(Ticket(), default));
        var waiting = queue.EnterAsync(Ticket(patience: TimeSpan.FromSeconds(5)), default);
        _time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.Equal(1, queue.Queued);

        _time.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Equal(0, queue.Queued);
        var refusal = await RefusalAsync(waiting);
        Assert.Equal("it is busy, and no place became free in time", refusal.Message);
        Assert.Null(refusal.Estimate);
    }

    [Fact]
    public async Task Who_has_no_patience_takes_a_free_place_or_none()
    {
        var queue = new AdmissionQueue(1, 10, _time);
        using var place = Now(queue.EnterAsync(Ticket(patience: TimeSpan.Zero), default));
        await RefusalAsync(queue.EnterAsync(Ticket(patience: TimeSpan.Zero), default));
    }

    [Fact]
    public void A_wait_is_estimated_from_what_requests_took_and_from_how_many_are_before_it()
    {
        var queue = new AdmissionQueue(2, 10, _time);
        Assert.Equal(TimeSpan.Zero, queue.EstimateWait(WorkPriority.Bulk));
        var first = Now(queue.EnterAsync(Ticket(), default));
        using var second = Now(queue.EnterAsync(Ticket(), default));
        Assert.Null(queue.EstimateWait(WorkPriority.Person));

        _time.Advance(TimeSpan.FromSeconds(8));
        first.Dispose();
        Assert.Equal(TimeSpan.Zero, queue.EstimateWait(WorkPriority.Person));
        using var third = Now(queue.EnterAsync(Ticket(), default));
        _ = queue.EnterAsync(Ticket(WorkPriority.Task), default).AsTask();

        Assert.Equal(TimeSpan.FromSeconds(4), queue.EstimateWait(WorkPriority.Person));
        Assert.Equal(TimeSpan.FromSeconds(8), queue.EstimateWait(WorkPriority.Bulk));
    }

    [Fact]
    public async Task The_mean_wait_is_of_all_who_were_admitted()
    {
        var queue = new AdmissionQueue(1, 10, _time);
        Assert.Null(queue.MeanWait);
        var first = Now(queue.EnterAsync(Ticket(), default));
        Assert.Equal(TimeSpan.Zero, queue.MeanWait);
        var waiting = queue.EnterAsync(Ticket(), default).AsTask();
        _time.Advance(TimeSpan.FromSeconds(10));
        first.Dispose();
        using var second = await waiting.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(TimeSpan.FromSeconds(10), second.Waited);
        Assert.Equal(TimeSpan.FromSeconds(2), queue.MeanWait);
    }

    private static Task<AdmissionRefusedException> RefusalAsync(ValueTask<Admission> entering) =>
        Assert.ThrowsAsync<AdmissionRefusedException>(() => entering.AsTask().WaitAsync(TimeSpan.FromSeconds(30)));

    /// <summary>A queue that is full of requests, after one that took so long.</summary>
    private AdmissionQueue BusyFor(TimeSpan service, int capacity)
    {
        var queue = new AdmissionQueue(capacity, 100, _time);
        var first = Now(queue.EnterAsync(Ticket(), default));
        _time.Advance(service);
        first.Dispose();
        for (var i = 0; i < capacity; i++)
            _ = Now(queue.EnterAsync(Ticket(), default));
        return queue;
    }
}
