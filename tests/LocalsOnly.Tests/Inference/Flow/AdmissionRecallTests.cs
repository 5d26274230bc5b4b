using LocalsOnly.Inference;
using LocalsOnly.Inference.Flow;
using Microsoft.Extensions.Time.Testing;

namespace LocalsOnly.Tests.Inference.Flow;

/// <summary>What nobody waits for gives its place back when a person comes, as long as nothing has come of it.</summary>
public sealed class AdmissionRecallTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly AdmissionQueue _queue;

    public AdmissionRecallTests() => _queue = new AdmissionQueue(2, 10, _time);

    private Task<Admission> EnterAsync(WorkPriority priority, bool yields = false) =>
        _queue.EnterAsync(new AdmissionTicket(priority, null, Timeout.InfiniteTimeSpan) { Yields = yields, StandsBack = yields }, default).AsTask();

    private Admission Enter(WorkPriority priority, bool yields = false)
    {
        var entering = EnterAsync(priority, yields);
        Assert.True(entering.IsCompletedSuccessfully);
        return entering.Result;
    }

    [Fact]
    public async Task A_person_calls_back_what_is_under_way_and_gets_its_place()
    {
        using var task = Enter(WorkPriority.Task, yields: true);
        using var bulk = Enter(WorkPriority.Bulk, yields: true);
        var person = EnterAsync(WorkPriority.Person);

        await Task.WhenAll(CancelledAsync(task), CancelledAsync(bulk));
        Assert.False(person.IsCompleted);
        task.Dispose();

        using var given = await person;
        Assert.Equal(2, _queue.InFlight);
    }

    [Fact]
    public async Task A_free_place_does_not_save_what_would_be_read_before_the_person()
    {
        using var task = Enter(WorkPriority.Task, yields: true);
        using var person = Enter(WorkPriority.Person);

        await CancelledAsync(task);
    }

    [Fact]
    public async Task While_a_person_is_answered_nothing_that_yields_begins()
    {
        var person = Enter(WorkPriority.Person);
        var task = EnterAsync(WorkPriority.Task, yields: true);
        var bulk = EnterAsync(WorkPriority.Bulk, yields: true);
        using (Enter(WorkPriority.Task)) Assert.Equal((2, 2), (_queue.InFlight, _queue.Queued));
        Assert.False(task.IsCompleted);

        person.Dispose();

        using var first = await task;
        using var second = await bulk;
        Assert.Equal((2, 0), (_queue.InFlight, _queue.Queued));
    }

    [Fact]
    public async Task Nor_what_has_stood_back_often_enough_though_it_is_not_called_back_any_more()
    {
        var last = new AdmissionTicket(WorkPriority.Task, null, Timeout.InfiniteTimeSpan) { Yields = true };
        var person = Enter(WorkPriority.Person);
        var waiting = _queue.EnterAsync(last, default).AsTask();
        Assert.False(waiting.IsCompleted);

        person.Dispose();

        using var task = await waiting;
        using var next = Enter(WorkPriority.Person);
        Assert.False(task.Recalled.CanBeCanceled);
        Assert.True(task.Keep());
    }

    [Fact]
    public async Task But_not_for_ever()
    {
        using var person = Enter(WorkPriority.Person);
        var task = EnterAsync(WorkPriority.Task, yields: true);
        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(task.IsCompleted);

        _time.Advance(TimeSpan.FromSeconds(1));

        using var given = await task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(TimeSpan.FromSeconds(30), given.Waited);
    }

    [Fact]
    public async Task What_has_no_place_to_wait_begins_where_a_place_is_free()
    {
        var queue = new AdmissionQueue(2, 0, _time);
        using var person = await queue.EnterAsync(new AdmissionTicket(WorkPriority.Person, null, Timeout.InfiniteTimeSpan), default);
        using var task = await queue.EnterAsync(new AdmissionTicket(WorkPriority.Task, null, Timeout.InfiniteTimeSpan) { Yields = true }, default);
        Assert.Equal(2, queue.InFlight);
    }

    [Fact]
    public void Another_task_calls_nothing_back_nor_does_a_person_what_does_not_yield()
    {
        using var task = Enter(WorkPriority.Task, yields: true);
        using var other = Enter(WorkPriority.Task);
        Assert.False(task.Recalled.IsCancellationRequested);

        task.Dispose();
        using var person = Enter(WorkPriority.Person);
        Assert.False(task.Recalled.IsCancellationRequested);
        Assert.False(other.Recalled.CanBeCanceled);
        Assert.True(other.Keep());
    }

    [Fact]
    public async Task What_has_come_to_something_is_kept_and_what_was_called_back_is_not()
    {
        using var kept = Enter(WorkPriority.Task, yields: true);
        Assert.True(kept.Keep());
        using (Enter(WorkPriority.Person)) Assert.False(kept.Recalled.IsCancellationRequested);

        using var late = Enter(WorkPriority.Task, yields: true);
        _ = EnterAsync(WorkPriority.Person);
        // From the moment at which the person has come, whether or not it has been told.
        Assert.False(late.Keep());
        await CancelledAsync(late);
    }

    private static async Task CancelledAsync(Admission admission)
    {
        var cancelled = new TaskCompletionSource();
        await using var registration = admission.Recalled.Register(cancelled.SetResult);
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }
}
