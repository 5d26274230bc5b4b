namespace LocalsOnly.Inference.Flow;

/// <summary>
/// A request that waits for a place. Whoever takes it out of the queue, under the queue's lock, is the one to complete it, after the lock.
/// </summary>
internal sealed class AdmissionWaiter : TaskCompletionSource<Admission>
{
    public AdmissionWaiter(AdmissionTicket ticket, long since)
        : base(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        Ticket = ticket;
        Since = since;
        Class = ticket.Priority;
        InLine = new LinkedListNode<AdmissionWaiter>(this);
        ByAge = new LinkedListNode<AdmissionWaiter>(this);
    }

    public AdmissionTicket Ticket { get; }

    /// <summary>Timestamp of its arrival.</summary>
    public long Since { get; }

    /// <summary>The class it has risen to.</summary>
    public WorkPriority Class { get; set; }

    /// <summary>Its persona's line in that class; null once it has left the queue.</summary>
    public PersonaLine? Line { get; set; }

    /// <summary>Its place in <see cref="Line"/>.</summary>
    public LinkedListNode<AdmissionWaiter> InLine { get; }

    /// <summary>Its place among those that rise next; in no list once it has risen to the top.</summary>
    public LinkedListNode<AdmissionWaiter> ByAge { get; }
}
