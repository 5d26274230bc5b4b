using System.Text.Json;
using LocalsOnly.Simulation.Discord.Gateway;

namespace LocalsOnly.Simulation.Discord.Documents;

/// <remarks>discord.com/developers/docs/events/gateway-events#ready</remarks>
internal static class ReadyDocument
{
    public static void Write(Utf8JsonWriter json, SimulatedBot bot, IReadOnlyList<SimulatedGuild> guilds, string session, Uri url, JsonElement identify)
    {
        json.WriteStartObject();
        json.WriteNumber("v"u8, 10);
        json.WritePropertyName("user"u8);
        UserDocument.WriteSelf(json, bot);
        json.Array("guilds"u8, guilds, GuildDocument.WriteUnavailable);
        json.WriteString("session_id"u8, session);
        json.WriteString("resume_gateway_url"u8, $"ws://{url.Authority}{SimulatedGateway.ResumePath}");
        if (identify.TryGetProperty("shard", out var shard))
        {
            json.WritePropertyName("shard"u8);
            shard.WriteTo(json);
        }

        json.WriteStartObject("application"u8);
        json.Id("id"u8, bot.ApplicationId);
        json.WriteNumber("flags"u8, ApplicationDocument.Flags(bot));
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
