using LocalsOnly.Inference.Endpoints;
using Microsoft.Extensions.AI;

// RoutingChatClient is marked experimental in Abstractions 10.11: the seam may still move, and only this file would notice.
#pragma warning disable MEAI001

namespace LocalsOnly.Inference.Clients;

/// <summary>Sends each turn to the endpoints of the tier that it asks for.</summary>
internal sealed class TierRouter(EndpointDirectory directory) : RoutingChatClient
{
    private readonly FailoverChatClient _heavy = new(Tier.Heavy, directory);
    private readonly FailoverChatClient _light = new(Tier.Light, directory);

    protected override ValueTask<IChatClient> SelectClientAsync(RoutingContext context, CancellationToken cancellationToken) =>
        new((context.ChatOptions.GetRoute().TaskTier ?? context.ChatOptions.GetRoute().PersonaTier) == Tier.Heavy ? _heavy : _light);
}
