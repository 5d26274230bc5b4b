using System.Globalization;
using System.Text.Json;
using LocalsOnly.Simulation.Discord.Documents;
using LocalsOnly.Simulation.Discord.State;

namespace LocalsOnly.Simulation.Discord.Rest;

/// <summary>The gateway's address, users, applications, servers and direct channels.</summary>
/// <remarks>discord.com/developers/docs/resources/user, guild, application; discord.com/developers/docs/events/gateway#get-gateway-bot</remarks>
internal sealed class PlaceRoutes(World world)
{
    public IEnumerable<RestRoute> Routes =>
    [
        new("GET", "/gateway", _ => RestReply.Ok(WireJson.Bytes(WriteGateway))) { Open = true, Answer = "Gateway" },
        new("GET", "/gateway/bot", GatewayBot) { Answer = "GatewayBot" },
        new("GET", "/users/@me", request => RestReply.Ok(WireJson.Bytes(json => UserDocument.WriteSelf(json, request.Bot)))) { Answer = "SelfUser" },
        new("GET", "/users/@me/guilds", Guilds) { Query = ["limit", "before", "after", "with_counts"] },
        new("POST", "/users/@me/channels", Direct) { Body = "CreateDirect", Answer = "Channel" },
        new("GET", "/users/{user}", User) { Answer = "User" },
        new("GET", "/applications/@me", Application) { Answer = "Application" },
        new("GET", "/oauth2/applications/@me", Application) { Answer = "Application" },
        new("GET", "/guilds/{guild}", request => RestReply.Ok(WireJson.Bytes(json => GuildDocument.Write(json, world.Guild(request))))) { Query = ["with_counts"], Answer = "Guild" },
        new("GET", "/guilds/{guild}/channels", Channels) { Answer = "[Channel]" },
        new("GET", "/guilds/{guild}/threads/active", Threads) { Answer = "ActiveThreads" },
        new("GET", "/guilds/{guild}/roles", Roles) { Answer = "[Role]" },
        new("GET", "/guilds/{guild}/members/{user}", Member) { Answer = "Member" },
    ];

    private void WriteGateway(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("url"u8, $"ws://{world.Url.Authority}");
        json.WriteEndObject();
    }

    private RestReply GatewayBot(RestRequest request)
    {
        var (remaining, after) = request.Bot.Starts.Left(world.Options.SessionStarts, world.Time.GetUtcNow());
        return RestReply.Ok(WireJson.Bytes(json =>
        {
            json.WriteStartObject();
            json.WriteString("url"u8, $"ws://{world.Url.Authority}");
            json.WriteNumber("shards"u8, 1);
            json.WriteStartObject("session_start_limit"u8);
            json.WriteNumber("total"u8, world.Options.SessionStarts);
            json.WriteNumber("remaining"u8, remaining);
            json.WriteNumber("reset_after"u8, (long)after.TotalMilliseconds);
            json.WriteNumber("max_concurrency"u8, 1);
            json.WriteEndObject();
            json.WriteEndObject();
        }));
    }

    private RestReply Guilds(RestRequest request) => Many(world.Guilds.Values.Where(guild => guild.Members.ContainsKey(request.Bot.Id)), GuildDocument.WritePartial);

    private RestReply Direct(RestRequest request)
    {
        var id = ulong.Parse(request.Member("recipient_id").GetString()!, CultureInfo.InvariantCulture);
        var account = world.Accounts.GetValueOrDefault(id) ?? throw RefusedException.UnknownUser;
        // A bot cannot write to a bot.
        if (account is not SimulatedUser user)
            throw RefusedException.CannotMessageUser;
        var channel = world.DirectChannel(request.Bot, user);
        return RestReply.Ok(WireJson.Bytes(json => ChannelDocument.Write(json, channel, request.Bot)));
    }

    private RestReply User(RestRequest request)
    {
        var account = world.Accounts.GetValueOrDefault(request.Id("user")) ?? throw RefusedException.UnknownUser;
        return RestReply.Ok(WireJson.Bytes(json => UserDocument.Write(json, account)));
    }

    private static RestReply Application(RestRequest request) => RestReply.Ok(WireJson.Bytes(json => ApplicationDocument.Write(json, request.Bot)));

    private RestReply Channels(RestRequest request) =>
        Many(world.Guild(request).Channels.Where(channel => channel.Parent is null), (json, channel) => ChannelDocument.Write(json, channel, request.Bot));

    private RestReply Threads(RestRequest request)
    {
        var threads = GuildDocument.ActiveThreads(world.Guild(request), request.Bot);
        return RestReply.Ok(WireJson.Bytes(json =>
        {
            json.WriteStartObject();
            json.Array("threads"u8, threads, (writer, thread) => ChannelDocument.Write(writer, thread, request.Bot));
            json.WriteStartArray("members"u8);
            json.WriteEndArray();
            json.WriteEndObject();
        }));
    }

    private RestReply Roles(RestRequest request)
    {
        var guild = world.Guild(request);
        return Many(guild.Roles, (json, role) => GuildDocument.WriteRole(json, guild, role));
    }

    private RestReply Member(RestRequest request)
    {
        var guild = world.Guild(request);
        var member = guild.Members.GetValueOrDefault(request.Id("user")) ?? throw RefusedException.UnknownMember;
        return RestReply.Ok(WireJson.Bytes(json => UserDocument.WriteMember(json, guild, member, withUser: true)));
    }

    private static RestReply Many<T>(IEnumerable<T> items, Action<Utf8JsonWriter, T> write) => RestReply.Ok(WireJson.Bytes(json =>
    {
        json.WriteStartArray();
        foreach (var item in items)
            write(json, item);
        json.WriteEndArray();
    }));
}
