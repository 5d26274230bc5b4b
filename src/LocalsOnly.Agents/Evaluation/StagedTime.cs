namespace LocalsOnly.Agents.Evaluation;

/// <summary>The clock that a scenario's turns are told: it begins where the scenario says, and runs. Deadlines run by the real one.</summary>
internal sealed class StagedTime : TimeProvider
{
    private TimeSpan _ahead;

    public void Begin(DateTimeOffset? at) => _ahead = at is { } begins ? begins - System.GetUtcNow() : TimeSpan.Zero;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + _ahead;
}
