using System.Globalization;

namespace LocalsOnly.Inference.Flow;

/// <summary>
/// A bounded priority queue in front of one endpoint. A person comes before a task and a task before bulk; a waiter rises one class for
/// every 30 s it has waited; within a class personas take turns (<see cref="FairClass"/>), and within a persona the first is first. What
/// cannot have a place in time is refused before any work on it. A full queue refuses the newcomer, or, when the newcomer is of a higher
/// class than some that wait, the latest of the lowest class in its stead. What yields (<see cref="AdmissionTicket.Yields"/>) does not begin while a
/// person is answered, though places be free; what stands back (<see cref="AdmissionTicket.StandsBack"/>) is called back when a person comes and nothing has come of it yet.
/// </summary>
internal sealed class AdmissionQueue
{
    private const int Classes = 3;
    private static readonly TimeSpan RiseAfter = TimeSpan.FromSeconds(30);

    /// <summary>A timer cannot be set for longer than 49 days.</summary>
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(49);

    private readonly Lock _gate = new();
    private readonly int _mostQueued;
    private readonly TimeProvider _time;
    private readonly FairClass[] _classes = [new(), new(), new()];
    private readonly RisingWaiters _rising;
    private readonly List<YieldingAdmission> _yielding = [];
    private int _inFlight;
    private int _people;
    private int _queued;
    private MovingAverage _waited;
    private MovingAverage _served;

    /// <param name="capacity">Most requests at the endpoint at once; at least 1.</param>
    /// <param name="mostQueued">Most that wait; 0 refuses whatever finds no place.</param>
    public AdmissionQueue(int capacity, int mostQueued, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(mostQueued);
        Capacity = capacity;
        _mostQueued = mostQueued;
        _time = time;
        _rising = new RisingWaiters(RiseAfter, time);
    }

    public int Capacity { get; }

    /// <summary>Places taken.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    public int Queued => Volatile.Read(ref _queued);

    /// <summary>Moving average of what admitted requests waited, those among them that waited not at all; null before the first.</summary>
    public TimeSpan? MeanWait
    {
        get
        {
            lock (_gate)
                return _waited.Mean is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        }
    }

    /// <summary>How long a new request of this class would wait: zero while a place is free, null as long as no request has ever ended.</summary>
    public TimeSpan? EstimateWait(WorkPriority priority)
    {
        lock (_gate)
        {
            Rise();
            return EstimateBehind(AheadOf(priority));
        }
    }

    /// <summary>Requests that would be before a new one of this class, were they all of its persona.</summary>
    public int Ahead(WorkPriority priority)
    {
        lock (_gate)
        {
            Rise();
            return AheadOf(priority);
        }
    }

    /// <summary>
    /// Waits for a place. Completes at once when one is free, and then allocates nothing but the <see cref="Admission"/>.
    /// </summary>
    /// <exception cref="AdmissionRefusedException">
    /// The queue is full, a place would take longer than the request's patience, or it ran out in the queue. Comes with the task.
    /// </exception>
    /// <exception cref="OperationCanceledException">The caller gave up, and has left the queue.</exception>
    public ValueTask<Admission> EnterAsync(AdmissionTicket ticket, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<Admission>(cancellationToken);
        AdmissionWaiter waiter;
        AdmissionWaiter? displaced = null;
        if (ticket.Priority == WorkPriority.Person)
            RecallYielding();
        lock (_gate)
        {
            if (_inFlight < Capacity && !(ticket.Yields && _people > 0 && _queued < _mostQueued && ticket.Patience != TimeSpan.Zero))
            {
                _waited.Add(0);
                _classes[(int)ticket.Priority].Passed(ticket.Persona);
                return ValueTask.FromResult(Give(ticket, TimeSpan.Zero, _time.GetTimestamp()));
            }

            Rise();
            var estimate = EstimateFor(ticket);
            if (_queued >= _mostQueued && (displaced = LastBelow(ticket.Priority)) is null)
                return ValueTask.FromException<Admission>(Full(estimate));
            if (ticket.Patience != Timeout.InfiniteTimeSpan && (estimate > ticket.Patience || ticket.Patience <= TimeSpan.Zero))
                return ValueTask.FromException<Admission>(Busy(estimate));
            if (displaced is not null)
                Leave(displaced);
            waiter = new AdmissionWaiter(ticket, _time.GetTimestamp());
            Join(waiter);
        }

        displaced?.SetException(Full(EstimateWait(displaced.Class)));
        return new ValueTask<Admission>(WaitAsync(waiter, cancellationToken));
    }

    /// <returns>False when it has been called back.</returns>
    internal bool Keep(YieldingAdmission admission)
    {
        lock (_gate)
        {
            _yielding.Remove(admission);
            return !admission.IsRecalled;
        }
    }

    private void RecallYielding()
    {
        YieldingAdmission[] recalled;
        lock (_gate)
        {
            if (_yielding.Count == 0)
                return;
            recalled = [.. _yielding];
            foreach (var admission in recalled)
                admission.IsRecalled = true;
            _yielding.Clear();
        }

        foreach (var admission in recalled)
            admission.Recall();
    }

    private Admission Give(AdmissionTicket ticket, TimeSpan waited, long now)
    {
        _inFlight++;
        if (ticket.Priority == WorkPriority.Person)
        {
            _people++;
            return new PersonsAdmission(this, waited, now);
        }

        if (!ticket.StandsBack)
            return new Admission(this, waited, now);
        var yielding = new YieldingAdmission(this, waited, now);
        _yielding.Add(yielding);
        return yielding;
    }

    /// <summary>Gives the place to the next, whose continuation runs elsewhere.</summary>
    internal void Release(Admission admission)
    {
        AdmissionWaiter? next;
        Admission? given;
        lock (_gate)
        {
            _inFlight--;
            if (admission is PersonsAdmission)
                _people--;
            else if (admission is YieldingAdmission yielding)
                _yielding.Remove(yielding);
            _served.Add(_time.GetElapsedTime(admission.Since, _time.GetTimestamp()).TotalSeconds);
            next = TakeNext(out given);
        }

        next?.SetResult(given!);
        // Behind a person more than one place may have been free.
        if (next is not null)
            Fill();
    }

    private void Fill()
    {
        while (true)
        {
            AdmissionWaiter? next;
            Admission? given;
            lock (_gate)
                next = TakeNext(out given);
            if (next is null)
                return;
            next.SetResult(given!);
        }
    }

    /// <summary>Takes out the next that may have a free place; null when there is none.</summary>
    private AdmissionWaiter? TakeNext(out Admission? given)
    {
        given = null;
        Rise();
        AdmissionWaiter? next = null;
        for (var i = 0; i < Classes && next is null && _inFlight < Capacity; i++)
            next = _people > 0 && i > 0 && _classes[i].Next is { Ticket.Yields: true } ? null : _classes[i].Take();
        if (next is null)
            return null;
        RisingWaiters.Remove(next);
        _queued--;
        var now = _time.GetTimestamp();
        var waited = _time.GetElapsedTime(next.Since, now);
        _waited.Add(waited.TotalSeconds);
        given = Give(next.Ticket, waited, now);
        return next;
    }

    private async Task<Admission> WaitAsync(AdmissionWaiter waiter, CancellationToken cancellationToken)
    {
        var patience = waiter.Ticket.Patience;
        await using var timer = patience != Timeout.InfiniteTimeSpan && patience <= LongestTimer
            ? _time.CreateTimer(_ => LoseHeart(waiter), null, patience, Timeout.InfiniteTimeSpan)
            : null;
        // Who waits behind a person with places free is taken at its own time, and not only when somebody leaves.
        await using var rising = waiter.Ticket.Yields
            ? _time.CreateTimer(_ => Fill(), null, RiseAfter * (int)waiter.Ticket.Priority, Timeout.InfiniteTimeSpan)
            : null;
        await using var registration = cancellationToken.UnsafeRegister(
            (_, token) =>
            {
                if (TryLeave(waiter))
                    waiter.SetCanceled(token);
            },
            null);
        return await waiter.Task;
    }

    private void LoseHeart(AdmissionWaiter waiter)
    {
        if (TryLeave(waiter))
            waiter.SetException(Busy(EstimateWait(waiter.Class)));
    }

    private bool TryLeave(AdmissionWaiter waiter)
    {
        lock (_gate)
        {
            if (waiter.Line is null)
                return false;
            Leave(waiter);
            return true;
        }
    }

    private void Join(AdmissionWaiter waiter)
    {
        _classes[(int)waiter.Class].Add(waiter);
        _rising.Add(waiter);
        _queued++;
    }

    private void Leave(AdmissionWaiter waiter)
    {
        _classes[(int)waiter.Class].Remove(waiter);
        RisingWaiters.Remove(waiter);
        _queued--;
    }

    /// <summary>Every look at the queue begins with it, so that no class is ever seen older than it is.</summary>
    private void Rise()
    {
        if (_queued == 0)
            return;
        while (_rising.TakeDue() is { } waiter)
        {
            _classes[(int)waiter.Class].Remove(waiter);
            waiter.Class--;
            _classes[(int)waiter.Class].Add(waiter);
            _rising.Add(waiter);
        }
    }

    /// <summary>The latest of the lowest class below this one; null when there is none.</summary>
    private AdmissionWaiter? LastBelow(WorkPriority priority) =>
        priority < WorkPriority.Bulk && _rising.LastIn(WorkPriority.Bulk) is { } bulk ? bulk
        : priority < WorkPriority.Task ? _rising.LastIn(WorkPriority.Task)
        : null;

    private int AheadOf(WorkPriority priority)
    {
        var ahead = 0;
        for (var i = 0; i <= (int)priority; i++)
            ahead += _classes[i].Count;
        return ahead;
    }

    /// <summary>Takes into account that the newcomer need not wait for more of any other persona's requests than of its own.</summary>
    private TimeSpan? EstimateFor(AdmissionTicket ticket)
    {
        var ahead = _classes[(int)ticket.Priority].Ahead(ticket.Persona);
        for (var i = 0; i < (int)ticket.Priority; i++)
            ahead += _classes[i].Count;
        return EstimateBehind(ahead);
    }

    private TimeSpan? EstimateBehind(int ahead) =>
        _inFlight < Capacity ? TimeSpan.Zero
        : _served.Mean is { } seconds ? TimeSpan.FromSeconds(seconds * (ahead + 1) / Capacity)
        : null;

    private AdmissionRefusedException Full(TimeSpan? estimate) =>
        new(string.Create(CultureInfo.InvariantCulture, $"its queue is full ({_mostQueued} wait)"), estimate);

    private static AdmissionRefusedException Busy(TimeSpan? estimate) => estimate is { } wait
        ? new(string.Create(CultureInfo.InvariantCulture, $"it is busy: about {Math.Max(1, wait.TotalSeconds):0} s until a place is free"), wait)
        : new("it is busy, and no place became free in time", null);
}
