using Microsoft.Extensions.Options;

namespace LocalsOnly.Scheduling;

/// <summary>What the house itself has to say to its owner. Each is an occurrence of its own, delivered and proven like any other.</summary>
internal sealed class HouseNotices(OccurrenceStore occurrences, IOptions<SchedulingOptions> options)
{
    /// <summary>What they are kept under, after the persona that tells them.</summary>
    public const string Name = "alerts";

    public void Say(string text, DateTimeOffset now)
    {
        var notice = new Occurrence($"{options.Value.AlertPersona}/{Name}", now, OccurrenceState.Claimed) { ByHand = true, NotBefore = DateTimeOffset.MaxValue, Ready = now };
        occurrences.Together(() => occurrences.TryClaim(notice) && occurrences.TryBegin(notice, now)
            && occurrences.Succeed(notice with { State = OccurrenceState.Running }, text, "", null, null, [(options.Value.AlertChannel, DeliveryState.Pending, null)], now));
    }
}
