using LocalsOnly.Simulation.Discord.State;

namespace LocalsOnly.Simulation.Discord.Rest;

/// <summary>Every route that the fake has. Where two fit a path, the first one counts.</summary>
internal static class AllRoutes
{
    public static IEnumerable<RestRoute> Of(World world) =>
    [
        .. new MessageRoutes(world).Routes,
        .. new ReactionRoutes(world).Routes,
        .. new ChannelRoutes(world).Routes,
        .. new PlaceRoutes(world).Routes,
        .. new CommandRoutes(world).Routes,
        .. new CallbackRoutes(world).Routes,
        .. new WebhookRoutes(world, new AnswerRoutes(world)).Routes,
    ];
}
