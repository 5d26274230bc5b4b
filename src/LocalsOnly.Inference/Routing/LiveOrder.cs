using LocalsOnly.Inference.Endpoints;

namespace LocalsOnly.Inference.Routing;

/// <summary>
/// Orders endpoints by what is known of them now. Those that may well answer come before the others, the decided tier before the
/// stand-ins; within a tier the configured order holds, unless another endpoint is expected to begin much sooner.
/// </summary>
internal static class LiveOrder
{
    /// <summary>Less than this is not worth leaving the configured order for.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    public static Standing StandingOf(LocalEndpoint endpoint, ModelLane? lane)
    {
        if (lane is { Breaker.State: BreakerState.Open } or { Breaker.RetryAt: not null })
            return Standing.Troubled;
        return endpoint.Seen.State switch
        {
            EndpointState.Ready or EndpointState.Unknown => Standing.Usable,
            EndpointState.Loading or EndpointState.Faulty => Standing.Troubled,
            _ => Standing.Away,
        };
    }

    /// <summary>Queue and prefill; null when neither has been measured.</summary>
    /// <param name="tokens">Prompt tokens that are in no cache.</param>
    public static TimeSpan? ExpectedWait(LocalEndpoint endpoint, ModelLane? lane, WorkPriority priority, int tokens)
    {
        var first = lane?.Meter.ExpectedTimeToFirstToken(Math.Max(0, tokens));
        return endpoint.Queue.EstimateWait(priority) is { } queue ? queue + (first ?? TimeSpan.Zero) : first;
    }

    /// <summary>Sorts in place: an insertion sort, because it is stable, allocates nothing and a house has few endpoints.</summary>
    public static void Sort(Span<PlannedTarget> targets, Tier decided)
    {
        for (var i = 1; i < targets.Length; i++)
        {
            var target = targets[i];
            var at = i;
            while (at > 0 && ComesBefore(target, targets[at - 1], decided))
            {
                targets[at] = targets[at - 1];
                at--;
            }

            targets[at] = target;
        }
    }

    private static bool ComesBefore(in PlannedTarget one, in PlannedTarget other, Tier decided)
    {
        if (Class(one, decided) is var mine && Class(other, decided) is var its && mine != its)
            return mine < its;
        // A wait that nobody knows is no reason to change the order.
        return one is { Standing: Standing.Usable, Wait: { } soon } && other.Wait is { } late && late - soon > Margin && late > 1.5 * soon;
    }

    private static int Class(in PlannedTarget target, Tier decided) => target.Misfit != Misfit.None
        ? int.MaxValue
        : ((int)target.Standing * 2) + (target.Tier == decided ? 0 : 1);
}
