namespace LocalsOnly.Inference.Flow;

/// <summary>What a request shows at the door of an endpoint.</summary>
/// <param name="Priority">Who waits for the answer.</param>
/// <param name="Persona">On whose behalf; null counts as one persona of its own.</param>
/// <param name="Patience">Longest wait; <see cref="Timeout.InfiniteTimeSpan"/> for any.</param>
internal readonly record struct AdmissionTicket(WorkPriority Priority, string? Persona, TimeSpan Patience)
{
    /// <summary>It waits while a person is answered, though places be free.</summary>
    public bool Yields { get; init; }

    /// <summary>Its place may be called back as long as nothing has come of it: see <see cref="Admission.Recalled"/>.</summary>
    public bool StandsBack { get; init; }
}
