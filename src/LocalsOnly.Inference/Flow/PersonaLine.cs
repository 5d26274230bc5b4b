namespace LocalsOnly.Inference.Flow;

/// <summary>The waiters of one persona in one class, in order of arrival there.</summary>
internal sealed class PersonaLine(long number)
{
    /// <summary>Breaks ties between lines.</summary>
    public long Number { get; } = number;

    /// <summary>Virtual time at which its next waiter may start. Must not change while the line is among those that wait.</summary>
    public long Start { get; set; }

    public LinkedList<AdmissionWaiter> Waiters { get; } = [];
}
