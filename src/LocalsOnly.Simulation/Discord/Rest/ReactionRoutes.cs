using LocalsOnly.Simulation.Discord.Documents;
using LocalsOnly.Simulation.Discord.State;

namespace LocalsOnly.Simulation.Discord.Rest;

/// <summary>Reactions.</summary>
/// <remarks>discord.com/developers/docs/resources/message#create-reaction</remarks>
internal sealed class ReactionRoutes(World world)
{
    private const string Emoji = "/channels/{channel}/messages/{message}/reactions/{emoji}";

    public IEnumerable<RestRoute> Routes =>
    [
        new("PUT", Emoji + "/@me", request => React(request, remove: false)) { Bucket = RestBucket.React },
        new("DELETE", Emoji + "/@me", request => React(request, remove: true)) { Bucket = RestBucket.React },
        new("GET", Emoji, Users) { Query = ["type", "after", "limit"], Answer = "[User]" },
    ];

    private RestReply React(RestRequest request, bool remove)
    {
        var message = world.WritableChannel(request).Message(request);
        var emoji = EmojiOf(request);
        if (!world.React(message, request.Bot, emoji, remove) && remove && message.Reactions.All(reaction => reaction.Emoji != emoji))
            throw RefusedException.UnknownEmoji;
        return RestReply.Done;
    }

    private RestReply Users(RestRequest request)
    {
        var message = world.Channel(request).Message(request);
        var users = message.Reactions.Find(reaction => reaction.Emoji == EmojiOf(request))?.Users ?? [];
        return RestReply.Ok(WireJson.Bytes(json =>
        {
            json.WriteStartArray();
            foreach (var user in users)
                UserDocument.Write(json, world.Accounts[user]);
            json.WriteEndArray();
        }));
    }

    /// <summary>An emoji of Unicode, or <c>name:id</c> of a server's own: letters and digits alone are none.</summary>
    private static string EmojiOf(RestRequest request)
    {
        var emoji = request.Text("emoji");
        return emoji.Contains(':', StringComparison.Ordinal) || emoji.Any(c => c > 0x7F || c is '#' or '*') ? emoji : throw RefusedException.UnknownEmoji;
    }
}
