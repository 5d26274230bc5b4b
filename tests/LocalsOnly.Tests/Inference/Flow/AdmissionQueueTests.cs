using LocalsOnly.Inference;
using LocalsOnly.Inference.Flow;
using Microsoft.Extensions.Time.Testing;

namespace LocalsOnly.Tests.Inference.Flow;

public sealed class AdmissionQueueTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task A_free_place_is_given_at_once()
    {
        var queue = new AdmissionQueue(2, 10, _time);

        using var first = Now(queue.EnterAsync(Ticket(), default));
        using var second = Now(queue.EnterAsync(Ticket(), default));
        var third = queue.EnterAsync(Ticket(), default);

        Assert.False(third.IsCompleted);
        Assert.Equal((2, 1), (queue.InFlight, queue.Queued));
        first.Dispose();
        using var later = await third.AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal((2, 0), (queue.InFlight, queue.Queued));
    }

    [Fact]
    public void A_place_given_back_twice_is_one_place()
    {
        var queue = new AdmissionQueue(1, 0, _time);
        var place = Now(queue.EnterAsync(Ticket(), default));
        place.Dispose();
        place.Dispose();
        Assert.Equal(0, queue.InFlight);
        using var next = Now(queue.EnterAsync(Ticket(), default));
        place.Dispose();
        Assert.Equal(1, queue.InFlight);
    }

    [Fact]
    public void A_free_place_costs_one_small_object()
    {
        var queue = new AdmissionQueue(1, 0, TimeProvider.System);
        Now(queue.EnterAsync(Ticket(persona: "solus"), default)).Dispose();

        var allocated = AllocatedBytes.Of(() =>
        {
            for (var i = 0; i < 1_000; i++)
                Now(queue.EnterAsync(Ticket(persona: "solus"), default)).Dispose();
        });
        Assert.InRange(allocated / 1_000, 1, 48);
    }

    [Fact]
    public async Task A_person_comes_before_a_task_and_a_task_before_bulk()
    {
        var order = new AdmissionOrder(new AdmissionQueue(1, 10, _time));
        order.Enter("bulk", Ticket(WorkPriority.Bulk));
        order.Enter("task", Ticket(WorkPriority.Task));
        order.Enter("person", Ticket());
        Assert.Equal(["person", "task", "bulk"], await order.DrainAsync());
    }

    [Fact]
    public async Task Within_a_persona_the_first_is_first()
    {
        var order = new AdmissionOrder(new AdmissionQueue(1, 100, _time));
        var names = Enumerable.Range(0, 50).Select(i => $"{i}").ToArray();
        foreach (var name in names)
            order.Enter(name, Ticket(persona: "vince"));
        Assert.Equal(names, await order.DrainAsync());
    }

    [Fact]
    public async Task A_persona_with_one_question_does_not_wait_for_another_with_many()
    {
        var order = new AdmissionOrder(new AdmissionQueue(1, 100, _time));
        for (var i = 0; i < 20; i++)
            order.Enter($"many{i}", Ticket());
        order.Enter("one", Ticket(persona: "kelly"));
        Assert.InRange((await order.DrainAsync()).IndexOf("one"), 0, 1);
    }

    [Fact]
    public async Task Who_idled_has_no_credit_for_it()
    {
        var order = new AdmissionOrder(new AdmissionQueue(1, 100, _time));
        for (var i = 0; i < 40; i++)
            order.Enter($"a{i}", Ticket(persona: "a"));
        for (var i = 0; i < 20; i++)
            await order.NextAsync();
        for (var i = 0; i < 20; i++)
            order.Enter($"b{i}", Ticket(persona: "b"));

        var next = new List<string>();
        for (var i = 0; i < 20; i++)
            next.Add(await order.NextAsync());

        Assert.InRange(next.Count(n => n[0] == 'b'), 9, 11);
    }

    [Fact]
    public async Task Five_personas_of_unequal_appetite_get_equal_shares()
    {
        // The appetites are 1 : 2 : 3 : 4 : 5; each has enough waiting throughout to claim a fifth of 500 places.
        var order = new AdmissionOrder(new AdmissionQueue(4, 10_000, _time));
        var random = new Random(7);
        var appetite = Enumerable.Range(0, 5).SelectMany(p => Enumerable.Repeat(p, 110 * (p + 1))).ToArray();
        random.Shuffle(appetite);
        for (var i = 0; i < appetite.Length; i++)
            order.Enter($"{appetite[i]}", Ticket(persona: $"persona{appetite[i]}"));

        var served = new int[5];
        for (var i = 0; i < 500; i++)
            served[int.Parse(await order.NextAsync(), null)]++;

        Assert.All(served, s => Assert.InRange(s, 90, 110));
    }

    [Fact]
    public async Task Bulk_is_admitted_however_many_persons_come()
    {
        var order = new AdmissionOrder(new AdmissionQueue(1, 1_000, _time));
        order.Enter("bulk", Ticket(WorkPriority.Bulk, "night"));
        var served = new List<string>();
        for (var second = 0; second < 120 && !served.Contains("bulk"); second++)
        {
            order.Enter($"p{second}a", Ticket(persona: "solus"));
            order.Enter($"p{second}b", Ticket(persona: "eliza"));
            served.Add(await order.NextAsync());
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        // It rises to the persons' class after 60 s, and its turn is then one of three.
        Assert.InRange(served.IndexOf("bulk"), 58, 64);
    }

    [Fact]
    public async Task A_waiter_rises_one_class_for_every_half_minute()
    {
        var queue = new AdmissionQueue(1, 10, _time);
        var order = new AdmissionOrder(queue);
        order.Enter("bulk", Ticket(WorkPriority.Bulk));
        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal((0, 0, 1), (queue.Ahead(WorkPriority.Person), queue.Ahead(WorkPriority.Task), queue.Ahead(WorkPriority.Bulk)));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((0, 1, 1), (queue.Ahead(WorkPriority.Person), queue.Ahead(WorkPriority.Task), queue.Ahead(WorkPriority.Bulk)));
        order.Enter("task", Ticket(WorkPriority.Task));
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal((2, 2, 2), (queue.Ahead(WorkPriority.Person), queue.Ahead(WorkPriority.Task), queue.Ahead(WorkPriority.Bulk)));
        order.Enter("person", Ticket());
        Assert.Equal(["bulk", "task", "person"], await order.DrainAsync());
    }

    [Fact]
    public async Task A_cancelled_waiter_has_left_at_once()
    {
        var queue = new AdmissionQueue(1, 10, _time);
        using var place = Now(queue.EnterAsync(Ticket(), default));
        using var stop = new CancellationTokenSource();
        var waiting = queue.EnterAsync(Ticket(), stop.Token).AsTask();
        Assert.Equal(1, queue.Queued);

        await stop.CancelAsync();

        Assert.Equal(0, queue.Queued);
        var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal(stop.Token, thrown.CancellationToken);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => queue.EnterAsync(Ticket(), stop.Token).AsTask());
        place.Dispose();
        Assert.Equal(0, queue.InFlight);
    }

    [Fact]
    public async Task What_follows_an_admission_does_not_run_inside_the_one_that_ended()
    {
        var queue = new AdmissionQueue(1, 10, _time);
        var place = Now(queue.EnterAsync(Ticket(), default));
        using var disposed = new ManualResetEventSlim();
        var next = FollowAsync();

        place.Dispose();
        disposed.Set();

        Assert.True(await next.WaitAsync(TimeSpan.FromSeconds(30)));

        async Task<bool> FollowAsync()
        {
            using var mine = await queue.EnterAsync(Ticket(), default);
            // Inline, this would wait for what can only come after it.
            return disposed.Wait(TimeSpan.FromSeconds(10));
        }
    }

    internal static AdmissionTicket Ticket(WorkPriority priority = WorkPriority.Person, string? persona = null, TimeSpan? patience = null) =>
        new(priority, persona, patience ?? Timeout.InfiniteTimeSpan);

    internal static Admission Now(ValueTask<Admission> entering)
    {
        Assert.True(entering.IsCompletedSuccessfully);
        return entering.Result;
    }
}
