namespace LocalsOnly.Inference.Routing;

/// <summary>What the layers between the constraints and the live state decided.</summary>
/// <param name="HeavyShare">Share of this persona's or task's work that is to be heavy.</param>
/// <param name="Cut">The score above which that share lies.</param>
internal readonly record struct TierVerdict(Tier Tier, TierLayer Layer, ComplexityReading Reading, double HeavyShare, float Cut);

/// <summary>
/// Decides on a tier: a person's pin, then the task's own tier, then the complexity of the question against a cut that the persona's
/// usual tier moves. A short follow-up that is not hard by itself stays where its predecessor was.
/// </summary>
internal sealed class TierDecision(ComplexityModel model, ScoreWindow window, RoutePriors priors, RoutingOptions options)
{
    /// <summary>Script-weighted length in characters up to which a message can be a mere follow-up ("and July?").</summary>
    private const float FollowUpUnits = 60;

    /// <param name="question">The newest text of the person.</param>
    /// <param name="before">Tier of the conversation's turn before; null when there was none.</param>
    /// <param name="remember">Whether this score is one of the host's own: not that of an explanation.</param>
    public TierVerdict Decide(RouteRequest route, ReadOnlySpan<char> question, Tier? before, bool remember = true)
    {
        var reading = model.Read(question);
        var share = priors.HeavyShare(route.Persona, route.Task) ?? route.PersonaTier switch
        {
            Tier.Heavy => options.HeavyPersonaShare,
            Tier.Light => options.LightPersonaShare,
            _ => options.HeavyShare,
        };
        var cut = window.Cut(share);
        if (remember)
            window.Add(reading.Score);
        if (route.PinnedTier is { } pinned)
            return new TierVerdict(pinned, TierLayer.Pin, reading, share, cut);
        if (route.TaskTier is { } task)
            return new TierVerdict(task, TierLayer.Task, reading, share, cut);
        var heavy = reading.Score > cut;
        return !heavy && before is { } last && reading.Units <= FollowUpUnits && reading.HeavyStems == 0
            ? new TierVerdict(last, TierLayer.FollowUp, reading, share, cut)
            : new TierVerdict(heavy ? Tier.Heavy : Tier.Light, TierLayer.Score, reading, share, cut);
    }
}
