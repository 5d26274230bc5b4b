using System.Globalization;
using LocalsOnly.Inference.Clients;
using LocalsOnly.Inference.Endpoints;

namespace LocalsOnly.Inference.Routing;

/// <summary>Keeps why one answer went where it went: what decided on the tier, every endpoint that was passed over and why, and the failures.</summary>
internal sealed class RouteLog(RoutePlan plan)
{
    private readonly List<string> _passed = [];
    private readonly List<InferenceException> _attempts = [];
    private string? _wanting;
    private bool _stoodBack;

    /// <summary>Why the light answer was thrown away, as a clause; null when it was not.</summary>
    public string? Wanting => _wanting;

    /// <summary>Why the endpoint that is asked next is asked, in one word (<see cref="UsageEvent.Reason"/>).</summary>
    public string Reason => _wanting is not null ? "escalation" : _passed.Count > 0 ? "fallback" : RouteWords.Layer(plan.DecidedBy);

    public void PassOver(PlannedTarget target, InferenceException failure)
    {
        _attempts.Add(failure);
        _passed.Add($"{target.Endpoint.Settings.Name}: {target.Endpoint.Clause(failure)}");
    }

    /// <summary>It hung up before its first token. What the second time of asking tells stands for both.</summary>
    public void AskAgain(PlannedTarget target) => _passed.Add($"{target.Endpoint.Settings.Name} hung up before the first token: asked once more");

    /// <summary>A person came while nothing had come of it: it is sent again behind them.</summary>
    public void StandBack() => _stoodBack = true;

    public void Escalate(PlannedTarget target, string clause)
    {
        _wanting = clause;
        _passed.Add($"{target.Endpoint.Settings.Name} ({Word(target.Tier)}) answered, but {clause}: heavy is asked");
    }

    public void TakeBack(PlannedTarget target) => _passed.Add($"no heavy endpoint answered: the answer of {target.Endpoint.Settings.Name} stands");

    public RouteDecision Choose(PlannedTarget target, string model, bool simulated)
    {
        var name = target.Endpoint.Settings.Name;
        var asked = _wanting is null ? plan.Tier : Tier.Heavy;
        var reasons = new List<string>(_passed.Count + 4) { RouteWords.Tier(plan) };
        if (plan.Budget.Clause is { } spent)
            reasons.Add(spent);
        if (_stoodBack)
            reasons.Add("it stood back for a person");
        AddPutOff(reasons);
        reasons.AddRange(_passed);
        reasons.Add(target.Tier == asked ? $"{name} serves {Word(asked)}" : $"{name} ({Word(target.Tier)}) stands in for {Word(asked)}");
        if (target.Affine)
            reasons.Add("the conversation so far is in its cache");
        return new RouteDecision(asked, target.Tier, name, model, simulated, reasons) { Id = plan.Id, Escalated = _wanting is not null, Budget = plan.Budget };
    }

    /// <summary>Endpoints of the tier that were put behind the one that answers, and those that cannot be asked at all.</summary>
    private void AddPutOff(List<string> reasons)
    {
        foreach (var target in plan.Targets)
        {
            var name = target.Endpoint.Settings.Name;
            if (target.Misfit is not (Misfit.None or Misfit.OtherEndpointPinned or Misfit.OtherTierPinned or Misfit.OtherModelPinned))
                reasons.Add($"{name} left out: {RouteWords.Of(target, plan)}");
            else if (target.Misfit == Misfit.None && target.Standing != Standing.Usable && target.Tier == plan.Tier && target != plan.Targets[0]
                && !_attempts.Exists(a => a.Endpoint == name))
                reasons.Add($"{name} put off: {target.Endpoint.Snapshot.Detail}");
        }
    }

    /// <summary>A failure after the first token: what was shown stays, and nobody else is asked.</summary>
    public InferenceException Interrupted(InferenceException failure) =>
        new(failure.Failure, failure.Message, failure.Endpoint, failure.Model, failure) { AfterFirstToken = true, Attempts = [.. _attempts] };

    /// <summary>Nobody gave a first token. The kind is that of the endpoint that was wanted most.</summary>
    public InferenceException GiveUp() => _attempts switch
    {
        [] when plan.Targets is [var unfit, ..] => new InferenceException(
            InferenceFailure.Unsuitable, "No endpoint can take this: " + string.Join("; ", plan.Targets.Select(t => $"{t.Endpoint.Settings.Name}: {RouteWords.Of(t, plan)}")) + ".",
            plan.Targets.Length == 1 ? unfit.Endpoint.Settings.Name : null, plan.PinnedModel)
        {
            IsTooLong = IsTooLong(plan.Targets),
        },
        [] => new InferenceException(
            InferenceFailure.NoEndpoint,
            "No model server is configured and none was found on this machine; "
            + "start exo, Ollama, LM Studio, llama.cpp or vLLM here, or set Inference:Endpoints."),
        [var only] => Given(only, only.Message),
        [var first, ..] => Given(first, "No endpoint could answer: " + string.Join(" ", _attempts.Select(a => a.Message))),
    };

    /// <summary>Whether a shorter prompt would be taken, by whoever else was asked for by name.</summary>
    private static bool IsTooLong(PlannedTarget[] targets) =>
        Array.Exists(targets, target => target.Misfit == Misfit.PromptTooLong)
        && Array.TrueForAll(targets, target => target.Misfit is Misfit.PromptTooLong or Misfit.OtherEndpointPinned or Misfit.OtherModelPinned or Misfit.OtherTierPinned);

    private InferenceException Given(InferenceException first, string message) =>
        new(first.Failure, message, first.Endpoint, first.Model, first)
        {
            Attempts = [.. _attempts],
            RetryAfter = _attempts.Min(a => a.RetryAfter),
            RunnerDied = first.RunnerDied,
            Status = first.Status,
            IsConfiguration = first.IsConfiguration,
        };

    public static string Word(Tier tier) => tier == Tier.Heavy ? "heavy" : "light";
}

/// <summary>Words a plan's verdicts for a person, as clauses.</summary>
internal static class RouteWords
{
    /// <summary>What decided on the tier.</summary>
    public static string Tier(RoutePlan plan)
    {
        var tier = RouteLog.Word(plan.Tier);
        return plan.DecidedBy switch
        {
            TierLayer.Pin => $"{tier} was asked for by name",
            TierLayer.Task => $"{plan.Request.Task ?? "the task"} asks for {tier}",
            TierLayer.Budget => "its budget is spent: light",
            TierLayer.FollowUp => $"a short follow-up stays on {tier}",
            _ => string.Create(
                CultureInfo.InvariantCulture,
                $"scored {plan.Reading.Score:0.00} against a cut of {plan.Cut:0.00}{Usual(plan.Request)}: {tier}"),
        };
    }

    /// <summary>The layer's name in the journal.</summary>
    public static string Layer(TierLayer layer) => layer switch
    {
        TierLayer.Pin => "pin",
        TierLayer.Task => "task",
        TierLayer.FollowUp => "follow-up",
        TierLayer.Budget => "budget",
        _ => "score",
    };

    /// <summary>Why an endpoint is not asked.</summary>
    public static string Of(in PlannedTarget target, RoutePlan plan) => target.Misfit switch
    {
        Misfit.OtherEndpointPinned => $"{plan.Request.PinnedEndpoint} was asked for by name",
        Misfit.OtherModelPinned => $"model {plan.PinnedModel} was asked for by name and is not on it",
        Misfit.OtherTierPinned => $"{RouteLog.Word(plan.Tier)} was asked for by name",
        Misfit.PromptTooLong => string.Create(
            CultureInfo.InvariantCulture,
            $"about {plan.Prompt.Tokens + plan.Prompt.AnswerTokens} tokens do not fit its context of {target.Endpoint.ContextTokens}"),
        Misfit.NoTools => "its model calls no tools",
        Misfit.NoPictures => "its model sees no pictures",
        Misfit.OutsideTheHouse => "it is outside the house, and this holds what is remembered of a person",
        _ => target.Endpoint.Snapshot.Detail,
    };

    private static string Usual(RouteRequest route) => route is { Persona: { } persona, PersonaTier: { } tier }
        ? $" ({persona} is usually {RouteLog.Word(tier)})"
        : "";
}
