using System.Text.Json;

namespace LocalsOnly.Simulation.Discord.Documents;

/// <remarks>discord.com/developers/docs/resources/message#reaction-object</remarks>
internal static class ReactionDocument
{
    public static void WriteCount(Utf8JsonWriter json, SimulatedReaction reaction, ulong reader)
    {
        json.WriteStartObject();
        json.WriteNumber("count"u8, reaction.Users.Count);
        json.WriteStartObject("count_details"u8);
        json.WriteNumber("burst"u8, 0);
        json.WriteNumber("normal"u8, reaction.Users.Count);
        json.WriteEndObject();
        json.WriteBoolean("me"u8, reaction.Users.Contains(reader));
        json.WriteBoolean("me_burst"u8, false);
        json.WriteStartArray("burst_colors"u8);
        json.WriteEndArray();
        json.WritePropertyName("emoji"u8);
        WriteEmoji(json, reaction.Emoji);
        json.WriteEndObject();
    }

    public static void WriteEmoji(Utf8JsonWriter json, string emoji)
    {
        var parts = emoji.Split(':');
        json.WriteStartObject();
        json.WriteString("id"u8, parts.Length > 1 ? parts[^1] : null);
        json.WriteString("name"u8, parts.Length > 1 ? parts[^2] : emoji);
        json.WriteEndObject();
    }
}
