using LocalsOnly.Inference.Flow;

namespace LocalsOnly.Tests.Inference.Flow;

/// <summary>Occupies all places of a queue, and then tells in which order its waiters are admitted, one at a time.</summary>
internal sealed class AdmissionOrder
{
    private readonly AdmissionQueue _queue;
    private readonly Queue<Admission> _held = new();
    private readonly Dictionary<Task<Admission>, string> _waiting = [];

    public AdmissionOrder(AdmissionQueue queue)
    {
        _queue = queue;
        for (var i = 0; i < queue.Capacity; i++)
            _held.Enqueue(AdmissionQueueTests.Now(queue.EnterAsync(AdmissionQueueTests.Ticket(persona: "holder"), default)));
    }

    public void Enter(string name, AdmissionTicket ticket) => _waiting.Add(_queue.EnterAsync(ticket, default).AsTask(), name);

    /// <summary>Gives back the place held longest and names who gets it.</summary>
    public async Task<string> NextAsync()
    {
        _held.Dequeue().Dispose();
        var admitted = await Task.WhenAny(_waiting.Keys).WaitAsync(TimeSpan.FromSeconds(30));
        _held.Enqueue(await admitted);
        Assert.Equal(_queue.Capacity, _queue.InFlight);
        Assert.True(_waiting.Remove(admitted, out var name));
        Assert.Equal(_waiting.Count, _queue.Queued);
        return name;
    }

    /// <summary>Everybody who waits, in order.</summary>
    public async Task<List<string>> DrainAsync()
    {
        var names = new List<string>();
        while (_waiting.Count > 0)
            names.Add(await NextAsync());
        return names;
    }
}
