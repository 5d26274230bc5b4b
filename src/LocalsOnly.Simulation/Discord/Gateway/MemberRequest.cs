using System.Globalization;
using System.Text.Json;
using LocalsOnly.Simulation.Discord.Documents;
using LocalsOnly.Simulation.Discord.State;

namespace LocalsOnly.Simulation.Discord.Gateway;

/// <summary>Answers a request for members of a server, in one part: the servers here are small.</summary>
/// <remarks>discord.com/developers/docs/events/gateway-events#request-guild-members</remarks>
internal static class MemberRequest
{
    public static void Answer(World world, GatewaySession session, JsonElement data)
    {
        if (!ulong.TryParse(data.GetProperty("guild_id").GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var id) || !world.Guilds.TryGetValue(id, out var guild))
            return;
        var members = Wanted(guild, data).ToList();
        var chunk = WireJson.Bytes(json =>
        {
            json.WriteStartObject();
            json.Id("guild_id"u8, id);
            json.Array("members"u8, members, (writer, member) => UserDocument.WriteMember(writer, guild, member, withUser: true));
            json.WriteNumber("chunk_index"u8, 0);
            json.WriteNumber("chunk_count"u8, 1);
            if (data.TryGetProperty("nonce", out var nonce))
                json.WriteString("nonce"u8, nonce.GetString());
            json.WriteEndObject();
        });
        world.Check.Event("GUILD_MEMBERS_CHUNK", chunk);
        session.Tell("GUILD_MEMBERS_CHUNK", chunk);
    }

    private static IEnumerable<SimulatedMember> Wanted(SimulatedGuild guild, JsonElement data)
    {
        if (data.TryGetProperty("user_ids", out var ids))
        {
            var wanted = ids.ValueKind == JsonValueKind.Array ? [.. ids.EnumerateArray().Select(one => one.GetString())] : (string?[])[ids.GetString()];
            return guild.Members.Values.Where(member => wanted.Contains(member.Account.Id.ToString(CultureInfo.InvariantCulture)));
        }

        var query = data.TryGetProperty("query", out var text) ? text.GetString() ?? "" : "";
        var limit = data.TryGetProperty("limit", out var number) && number.GetInt32() is > 0 and var most ? most : int.MaxValue;
        return guild.Members.Values.Where(member => member.Account.Name.StartsWith(query, StringComparison.OrdinalIgnoreCase)).Take(limit);
    }
}
