namespace LocalsOnly.Scheduling;

/// <summary>The ways of delivery. Where one is not set up in this house, the page stands in for it.</summary>
internal sealed class DeliveryTargets(IEnumerable<IDeliveryTarget> targets)
{
    private readonly IDeliveryTarget[] _targets = [.. targets];

    public Reach Look(string channel, string persona) => For(channel)?.Look(channel, persona) ?? new Reach(ReachState.Off);

    /// <returns>The proof.</returns>
    /// <exception cref="DeliveryException">It was not delivered.</exception>
    public async Task<string> DeliverAsync(TaskPost post, CancellationToken cancellationToken)
    {
        if (For(post.Channel) is not { } target || target.Look(post.Channel, post.Persona).State == ReachState.Off) return $"page ({post.Channel} is not set up)";
        return await target.DeliverAsync(post, cancellationToken);
    }

    private IDeliveryTarget? For(string channel) => Array.Find(_targets, target => target.Takes(channel));
}
