using System.Text.Json;
using LocalsOnly.Simulation.Discord.Documents;
using LocalsOnly.Simulation.Discord.State;

namespace LocalsOnly.Simulation.Discord.Rest;

/// <summary>Channels and threads.</summary>
/// <remarks>discord.com/developers/docs/resources/channel</remarks>
internal sealed class ChannelRoutes(World world)
{
    public IEnumerable<RestRoute> Routes =>
    [
        new("GET", "/channels/{channel}", request => Ok(world.Channel(request), request)) { Answer = "Channel" },
        new("PATCH", "/channels/{channel}", Edit) { Body = "EditChannel", Answer = "Channel" },
        new("POST", "/channels/{channel}/messages/{message}/threads", StartOnMessage) { Body = "ThreadFromMessage", Answer = "Channel" },
        new("POST", "/channels/{channel}/threads", Start) { Body = "StartThread", Answer = "Channel" },
        new("PUT", "/channels/{channel}/thread-members/@me", Join),
    ];

    private RestReply StartOnMessage(RestRequest request)
    {
        var channel = world.WritableChannel(request);
        if (channel.Kind != SimulatedChannelKind.Text)
            throw RefusedException.WrongKindOfChannel;
        var message = channel.Message(request);
        if (message.Thread is not null || world.Channels.ContainsKey(message.Id))
            throw RefusedException.ThreadExists;
        return Created(world.Messages.StartThread(message, Name(request), request.Bot), request);
    }

    private RestReply Start(RestRequest request)
    {
        var channel = world.WritableChannel(request);
        if (channel.Kind != SimulatedChannelKind.Text)
            throw RefusedException.WrongKindOfChannel;
        return Created(world.Messages.OpenThread(world.NextId(), channel, Name(request), request.Bot), request);
    }

    private RestReply Edit(RestRequest request)
    {
        var channel = world.WritableChannel(request);
        if (channel.Guild is null)
            throw RefusedException.DirectChannel;
        if (channel.Kind != SimulatedChannelKind.Thread || channel.Owner != request.Bot.Id)
            throw RefusedException.MissingPermissions;
        if (request.Member("name") is { ValueKind: JsonValueKind.String } name)
            channel.Name = name.GetString()!;
        if (request.Member("archived") is { ValueKind: JsonValueKind.True or JsonValueKind.False } archived)
            channel.Archived = archived.GetBoolean();
        world.Announcer.ChannelUpdated(channel);
        world.Changed.Beat();
        return Ok(channel, request);
    }

    private RestReply Join(RestRequest request)
    {
        if (world.Channel(request).Kind != SimulatedChannelKind.Thread)
            throw RefusedException.WrongKindOfChannel;
        return RestReply.Done;
    }

    private static string Name(RestRequest request) => request.Member("name").GetString()!;

    private static RestReply Ok(SimulatedChannel channel, RestRequest request) => RestReply.Ok(Bytes(channel, request));

    private static RestReply Created(SimulatedChannel channel, RestRequest request) => RestReply.Created(Bytes(channel, request));

    private static byte[] Bytes(SimulatedChannel channel, RestRequest request) => WireJson.Bytes(json => ChannelDocument.Write(json, channel, request.Bot));
}
