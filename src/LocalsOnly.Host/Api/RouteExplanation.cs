using System.Globalization;
using LocalsOnly.Agents;
using LocalsOnly.Inference;
using LocalsOnly.Inference.Routing;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Host.Api;

/// <summary>Puts what the router would do with a prompt into words, layer by layer. Sends nothing, and leaves no trace in the host's own scores.</summary>
internal sealed class RouteExplanation(RoutePlanner planner, RoutePriors priors, ComplexityModel model, IPersonaStore personas)
{
    /// <exception cref="KeyNotFoundException">There is no such persona; the message is the sentence for a person.</exception>
    public RouteExplainWire Explain(RouteExplainRequest request)
    {
        var persona = request.Persona is not { Length: > 0 } id ? null : personas.Find(id) ?? throw new KeyNotFoundException(PersonSentences.UnknownPersona(id, personas));
        var options = new ChatOptions { Tools = request.Tools ? [new SomeTool()] : null }.WithRoute(new RouteRequest { Persona = persona?.Id, PersonaTier = persona?.Tier, Task = request.Task });
        var plan = planner.Plan([new ChatMessage(ChatRole.User, request.Prompt)], options, remember: false);
        return new RouteExplainWire(
            persona?.Id, RouteLog.Word(plan.Tier), RouteWords.Layer(plan.DecidedBy), plan.Reading.Score, float.IsFinite(plan.Cut) ? plan.Cut : null, plan.HeavyShare,
            plan.Reading.Describe(), model.Version, [.. Layers(plan, persona)], [.. plan.Targets.Select((target, i) => Endpoint(target, i, plan))], plan.MayEscalate);
    }

    private IEnumerable<RouteLayerWire> Layers(RoutePlan plan, Persona? persona)
    {
        var unfit = plan.Targets.Length - plan.Eligible;
        yield return new RouteLayerWire("constraints", Invariant(
            $"about {plan.Prompt.Tokens} tokens{(plan.Prompt.Tools ? ", with tools" : "")}, not counting a persona's own text and memory; {(plan.Targets.Length == 0 ? "no endpoint is known" : unfit == 0 ? "every endpoint can take it" : $"{unfit} of {plan.Targets.Length} endpoints cannot take it")}"));
        var fitted = priors.HeavyShare(plan.Request.Persona, plan.Request.Task) is not null;
        var who = plan.Request.Task ?? persona?.Id ?? "work without a persona";
        yield return new RouteLayerWire("persona and task", Invariant(
            $"{(persona?.Tier is { } usual ? $"{persona.Id} is usually {RouteLog.Word(usual)}; " : "")}{plan.HeavyShare * 100:0.#} % of {who} is to be heavy ({(fitted ? "fitted to outcomes" : "configured")})"));
        yield return new RouteLayerWire("complexity", Invariant($"scored {plan.Reading.Score:0.00} against a cut of {plan.Cut:0.00}: {(plan.Reading.Score > plan.Cut ? "heavy" : "light")}"));
        yield return new RouteLayerWire("follow-up", plan.DecidedBy == TierLayer.FollowUp ? RouteWords.Tier(plan) : "looked at as the beginning of a conversation");
        yield return new RouteLayerWire("budget", plan.Budget.Clause is not { } clause ? "nothing is limited, or enough is left" : plan.Budget.Action == BudgetAction.Refuse ? $"{clause}: nothing is sent" : clause);
        yield return new RouteLayerWire("decided", RouteWords.Tier(plan));
        yield return new RouteLayerWire("live state", plan.Eligible == 0 ? "nobody can be asked" : $"{string.Join(", then ", plan.Targets.Take(plan.Eligible).Select(target => target.Endpoint.Settings.Name))}");
        yield return new RouteLayerWire("escalation", plan.MayEscalate
            ? "a light answer that is found wanting before anything was shown is asked again of heavy"
            : plan.Tier == Tier.Heavy ? "none: heavy is asked at once" : "none: no heavy endpoint could take over, or it is turned off");
    }

    private static RouteEndpointWire Endpoint(PlannedTarget target, int at, RoutePlan plan)
    {
        var seen = target.Endpoint.Snapshot;
        var fits = target.Misfit == Misfit.None;
        return new RouteEndpointWire(
            seen.Name, RouteLog.Word(target.Tier), seen.State.ToString().ToLowerInvariant(), fits ? at + 1 : null, fits ? seen.Detail : "left out: " + RouteWords.Of(target, plan),
            target.Wait?.TotalMilliseconds, target.Affine);
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>Stands for whatever tools a caller would bring.</summary>
    private sealed class SomeTool : AITool;
}

/// <summary><c>POST /api/route/explain</c> and <c>locals route explain</c> (docs/api.md).</summary>
internal sealed record RouteExplainRequest(string Prompt, string? Persona, string? Task, bool Tools);

internal sealed record RouteExplainWire(
    string? Persona,
    string Tier,
    string DecidedBy,
    float Score,
    float? Cut,
    double HeavyShare,
    IReadOnlyList<string> Signals,
    string Weights,
    IReadOnlyList<RouteLayerWire> Layers,
    IReadOnlyList<RouteEndpointWire> Endpoints,
    bool MayEscalate);

internal sealed record RouteLayerWire(string Layer, string Verdict);

/// <param name="Order">From 1; null: it cannot be asked.</param>
/// <param name="WaitMs">Expected time to the first token; null when nothing is known.</param>
/// <param name="Cached">The conversation's prefix is in its cache.</param>
internal sealed record RouteEndpointWire(string Name, string Tier, string State, int? Order, string Verdict, double? WaitMs, bool Cached);
