using System.Globalization;
using LocalsOnly.Simulation.Discord.Documents;
using LocalsOnly.Simulation.Discord.State;

namespace LocalsOnly.Simulation.Discord.Rest;

/// <summary>What a bot may reach, and the refusals when it may not.</summary>
internal static class ChannelAccess
{
    public static SimulatedChannel Channel(this World world, RestRequest request) => world.Channel(request.Bot, request.Id("channel"));

    public static SimulatedChannel Channel(this World world, SimulatedBot bot, ulong id)
    {
        var channel = world.Channels.GetValueOrDefault(id) ?? throw RefusedException.UnknownChannel;
        return channel.SeenBy(bot) ? channel : throw RefusedException.MissingAccess;
    }

    public static SimulatedMessage Message(this SimulatedChannel channel, RestRequest request) => channel.Log.Find(request.Id("message")) ?? throw RefusedException.UnknownMessage;

    /// <summary>The channel of a request, in which its bot may write.</summary>
    public static SimulatedChannel WritableChannel(this World world, RestRequest request)
    {
        var channel = world.Channel(request);
        if (channel.Person is { AcceptsDirectMessages: false })
            throw RefusedException.CannotMessageUser;
        if (channel.Kind == SimulatedChannelKind.Forum)
            throw RefusedException.WrongKindOfChannel;
        return channel.WritableBy(request.Bot) ? channel : throw RefusedException.MissingPermissions;
    }

    public static SimulatedGuild Guild(this World world, RestRequest request)
    {
        var guild = world.Guilds.GetValueOrDefault(request.Id("guild")) ?? throw RefusedException.UnknownGuild;
        return guild.Members.ContainsKey(request.Bot.Id) ? guild : throw RefusedException.MissingAccess;
    }

    /// <summary>A message as an answer.</summary>
    public static byte[] Answer(this World world, SimulatedMessage message, SimulatedBot? reader, bool withNonce = false)
    {
        var view = world.View(message, reader) with { Nonce = withNonce ? message.Nonce : null };
        return WireJson.Bytes(json => MessageDocument.Write(json, message, view));
    }

    /// <summary>How a bot reads a message over REST, where the portal's switch decides about the content.</summary>
    public static MessageView View(this World world, SimulatedMessage message, SimulatedBot? reader) => new(world.Accounts)
    {
        Reader = reader,
        WithReference = true,
        Blank = reader is { MessageContentAllowed: false } && MessageView.HidesFrom(message, reader),
    };

    /// <summary>An id in a query; null when it is absent.</summary>
    public static ulong? QueryId(this RestRequest request, string name) => request.Query(name) switch
    {
        null => null,
        var text when ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) => id,
        var text => throw RefusedException.Invalid(name, "NUMBER_TYPE_COERCE", $"Value \"{text}\" is not snowflake."),
    };
}
