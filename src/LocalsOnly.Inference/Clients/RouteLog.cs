using LocalsOnly.Inference.Endpoints;

namespace LocalsOnly.Inference.Clients;

/// <summary>Keeps why one answer went where it went: a reason for every endpoint that was passed over, and the failures behind them.</summary>
internal sealed class RouteLog(Tier asked)
{
    private readonly List<string> _reasons = [$"{Word(asked)} tier asked"];
    private readonly List<InferenceException> _attempts = [];

    /// <summary>Notes the endpoints that are put off to the end for what was last seen of them.</summary>
    public void Consider(IReadOnlyList<RouteCandidate> candidates)
    {
        foreach (var candidate in candidates)
        {
            var seen = candidate.Endpoint.Snapshot;
            var isPutOff = candidate.Endpoint.IsDemoted || seen.State is not (EndpointState.Ready or EndpointState.Unknown);
            if (isPutOff && candidate.Tier == asked && candidate != candidates[0])
                _reasons.Add($"{seen.Name} put off: {seen.Detail}");
        }
    }

    public void PassOver(LocalEndpoint endpoint, InferenceException failure)
    {
        _attempts.Add(failure);
        _reasons.Add($"{endpoint.Settings.Name}: {endpoint.Clause(failure)}");
    }

    public RouteDecision Choose(RouteCandidate candidate, EndpointOpenedContent opened)
    {
        var name = candidate.Endpoint.Settings.Name;
        var why = candidate.Tier == asked
            ? $"{name} serves {Word(asked)}"
            : $"{name} ({Word(candidate.Tier)}) stands in for {Word(asked)}";
        return new RouteDecision(asked, candidate.Tier, name, opened.Model, opened.Simulated, [.. _reasons, why]);
    }

    /// <summary>A failure after the first token: what was shown stays, and nobody else is asked.</summary>
    public InferenceException Interrupted(InferenceException failure) =>
        new(failure.Failure, failure.Message, failure.Endpoint, failure.Model, failure) { AfterFirstToken = true, Attempts = [.. _attempts] };

    /// <summary>Nobody gave a first token. The kind is that of the endpoint that was wanted most.</summary>
    public InferenceException GiveUp() => _attempts switch
    {
        [] => new InferenceException(
            InferenceFailure.NoEndpoint,
            "No model server is configured and none was found on this machine; "
            + "start exo, Ollama, LM Studio, llama.cpp or vLLM here, or set Inference:Endpoints."),
        [var only] => new InferenceException(only.Failure, only.Message, only.Endpoint, only.Model, only) { Attempts = [only] },
        [var first, ..] => new InferenceException(
            first.Failure, "No endpoint could answer: " + string.Join(" ", _attempts.Select(a => a.Message)), first.Endpoint, first.Model, first)
        {
            Attempts = [.. _attempts],
        },
    };

    private static string Word(Tier tier) => tier == Tier.Heavy ? "heavy" : "light";
}
