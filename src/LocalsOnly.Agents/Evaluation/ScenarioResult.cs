namespace LocalsOnly.Agents.Evaluation;

/// <summary>How a scenario went, once.</summary>
/// <param name="Run">From 1.</param>
/// <param name="Checks">In the order of the file; empty when there was no answer.</param>
/// <param name="Unanswered">Why there was no answer to look at, one sentence; null when there was.</param>
/// <param name="Turns">What was said and called.</param>
/// <param name="Took">From the first message to the last answer.</param>
/// <param name="PromptTokens">Of all requests; null when no server counted.</param>
/// <param name="CompletionTokens">The same.</param>
/// <param name="Endpoint">Who gave the last answer.</param>
/// <param name="Model">Full id of its model.</param>
/// <param name="Simulated">An answer was made by a simulator.</param>
internal sealed record ScenarioResult(
    Scenario Scenario, int Run, IReadOnlyList<CheckResult> Checks, string? Unanswered, IReadOnlyList<SpokenTurn> Turns, TimeSpan Took, long? PromptTokens, long? CompletionTokens,
    string? Endpoint, string? Model, bool Simulated)
{
    public bool Passed => Unanswered is null && Checks.All(check => check.Fault is null);

    /// <summary>What went wrong first, in words; null when nothing did.</summary>
    public string? FirstFault => Unanswered ?? Checks.FirstOrDefault(check => check.Fault is not null)?.Fault;
}

/// <summary>How one check came out.</summary>
/// <param name="Fault">How it is not met; null when it is.</param>
internal sealed record CheckResult(Check Check, string? Fault);
