namespace LocalsOnly.Inference.Flow;

/// <summary>No place at the endpoint in time. Nothing was sent.</summary>
/// <param name="clause">Why, without the endpoint's name: <c>its queue is full (512 wait)</c>.</param>
/// <param name="estimate">How long a place would have taken; null when nothing is known.</param>
internal sealed class AdmissionRefusedException(string clause, TimeSpan? estimate) : Exception(clause)
{
    public TimeSpan? Estimate { get; } = estimate;
}
