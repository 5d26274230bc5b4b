using System.Globalization;
using System.Text.Json;
using LocalsOnly.Simulation.Discord.Documents;
using LocalsOnly.Simulation.Discord.State;

namespace LocalsOnly.Simulation.Discord.Rest;

/// <summary>Messages of channels.</summary>
/// <remarks>discord.com/developers/docs/resources/message</remarks>
internal sealed class MessageRoutes(World world)
{
    private const string List = "/channels/{channel}/messages";
    private const string One = "/channels/{channel}/messages/{message}";

    private readonly Nonces _nonces = new(world.Time);

    public IEnumerable<RestRoute> Routes =>
    [
        new("GET", List, Many) { Query = ["limit", "before", "after", "around"], Answer = "[Message]" },
        new("POST", List, Create) { Bucket = RestBucket.Send, Body = "CreateMessage", Answer = "Message" },
        new("GET", One, Get) { Answer = "Message" },
        new("PATCH", One, Edit) { Bucket = RestBucket.Edit, Body = "EditMessage", Answer = "Message" },
        new("DELETE", One, Delete) { Bucket = RestBucket.Delete },
        new("POST", "/channels/{channel}/messages/bulk-delete", DeleteMany) { Body = "BulkDelete" },
        new("POST", "/channels/{channel}/typing", Type) { Bucket = RestBucket.Typing },
    ];

    private RestReply Many(RestRequest request)
    {
        var log = world.Channel(request).Log;
        var limit = Limit(request);
        var found = (request.QueryId("before"), request.QueryId("after"), request.QueryId("around")) switch
        {
            (_, _, { } around) => log.After(around - 1, limit - (limit / 2)).Concat(log.Before(around, limit / 2)),
            (_, { } after, _) => log.After(after, limit),
            ({ } before, _, _) => log.Before(before, limit),
            _ => log.Before(ulong.MaxValue, limit),
        };
        return RestReply.Ok(WireJson.Bytes(json =>
        {
            json.WriteStartArray();
            foreach (var message in found)
                MessageDocument.Write(json, message, world.View(message, request.Bot));
            json.WriteEndArray();
        }));
    }

    private static int Limit(RestRequest request)
    {
        if (request.Query("limit") is not { } text)
            return 50;
        if (!int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var limit))
            throw RefusedException.Invalid("limit", "NUMBER_TYPE_COERCE", $"Value \"{text}\" is not int.");
        return limit switch
        {
            < 1 => throw RefusedException.Invalid("limit", "NUMBER_TYPE_MIN", "int value should be greater than or equal to 1."),
            > 100 => throw RefusedException.Invalid("limit", "NUMBER_TYPE_MAX", "int value should be less than or equal to 100."),
            _ => limit,
        };
    }

    private RestReply Create(RestRequest request)
    {
        var (bot, channel) = (request.Bot, world.WritableChannel(request));
        var draft = MessageBody.Draft(request.Body, channel, bot.AsAuthor(), request.Files);
        var unique = request.Member("enforce_nonce").ValueKind == JsonValueKind.True && draft.Nonce is not null;
        if (unique && _nonces.Find(bot.Id, draft.Nonce!) is { } first && first.Channel.Log.Find(first.Id) is { } written)
            return RestReply.Ok(world.Answer(written, bot, withNonce: true));
        var message = world.Messages.Write(draft with { RepliesTo = Reference(request, channel), Sender = bot, PingsEveryone = bot.PingsEveryone });
        if (unique)
            _nonces.Add(bot.Id, draft.Nonce!, message);
        return RestReply.Ok(world.Answer(message, bot, withNonce: true));
    }

    private static SimulatedMessage? Reference(RestRequest request, SimulatedChannel channel)
    {
        var reference = request.Member("message_reference");
        if (reference.ValueKind == JsonValueKind.Undefined)
            return null;
        if (!reference.TryGetProperty("message_id", out var id))
            throw RefusedException.Invalid("message_reference.message_id", "BASE_TYPE_REQUIRED", "This field is required");
        var found = channel.Log.Find(ulong.Parse(id.GetString()!, CultureInfo.InvariantCulture));
        var mayBeGone = reference.TryGetProperty("fail_if_not_exists", out var must) && must.ValueKind == JsonValueKind.False;
        return found is null && !mayBeGone ? throw RefusedException.Invalid("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message") : found;
    }

    private RestReply Get(RestRequest request) => RestReply.Ok(world.Answer(world.Channel(request).Message(request), request.Bot));

    private RestReply Edit(RestRequest request)
    {
        var message = world.Channel(request).Message(request);
        if (message.Author.Id != request.Bot.Id)
            throw RefusedException.NotTheAuthor;
        var changed = world.Messages.Change(message, Whole(MessageBody.Change(request.Body, request.Files), message), request.Bot.PingsEveryone);
        return RestReply.Ok(world.Answer(changed, request.Bot));
    }

    /// <summary>Lets a change through unless it leaves nothing of a message.</summary>
    public static MessageChange Whole(MessageChange change, SimulatedMessage message)
    {
        var files = change.NewFiles.Count + (change.KeptFiles is { } kept ? message.Files.Count(file => kept.Contains(file.Id)) : message.Files.Count);
        var isEmpty = (change.Content ?? message.Content).Length == 0 && (change.Embeds ?? message.Embeds).Count == 0 && (change.Components ?? message.Components).Count == 0 && files == 0;
        return isEmpty && !message.IsLoading ? throw RefusedException.EmptyMessage : change;
    }

    private RestReply Delete(RestRequest request)
    {
        var message = world.Channel(request).Message(request);
        if (message.Author.Id != request.Bot.Id)
        {
            if (message.Channel.Guild is null)
                throw RefusedException.DirectChannel;
            if (!request.Bot.ManagesMessages && message.Application != request.Bot.ApplicationId)
                throw RefusedException.MissingPermissions;
        }

        world.Messages.Delete(message);
        return RestReply.Done;
    }

    private RestReply DeleteMany(RestRequest request)
    {
        var channel = world.Channel(request);
        if (channel.Guild is null)
            throw RefusedException.DirectChannel;
        if (!request.Bot.ManagesMessages)
            throw RefusedException.MissingPermissions;
        world.Messages.Delete(channel, [.. request.Member("messages").EnumerateArray().Select(id => ulong.Parse(id.GetString()!, CultureInfo.InvariantCulture))]);
        return RestReply.Done;
    }

    private RestReply Type(RestRequest request)
    {
        var channel = world.WritableChannel(request);
        var at = world.Time.GetUtcNow();
        channel.Typed(request.Bot, at);
        world.Announcer.Typed(channel, request.Bot, at);
        world.Changed.Beat();
        return RestReply.Done;
    }
}
