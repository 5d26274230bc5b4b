using System.Text.Json;

namespace LocalsOnly.Simulation.Discord.Documents;

/// <remarks>discord.com/developers/docs/resources/message#attachment-object</remarks>
internal static class FileDocument
{
    public static void Write(Utf8JsonWriter json, SimulatedFile file)
    {
        json.WriteStartObject();
        json.Id("id"u8, file.Id);
        json.WriteString("filename"u8, file.Name);
        json.WriteNumber("size"u8, file.Content.Length);
        json.WriteString("url"u8, file.Url!.AbsoluteUri);
        json.WriteString("proxy_url"u8, file.Url.AbsoluteUri);
        if (file.ContentType is not null)
            json.WriteString("content_type"u8, file.ContentType);
        if (file.Description is not null)
            json.WriteString("description"u8, file.Description);
        json.WriteEndObject();
    }
}

/// <remarks>discord.com/developers/docs/resources/message#embed-object: what a bot sends is of type <c>rich</c>.</remarks>
internal static class EmbedDocument
{
    public static void Write(Utf8JsonWriter json, JsonElement embed)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "rich"u8);
        foreach (var member in embed.EnumerateObject())
            if (!member.NameEquals("type"u8)) member.WriteTo(json);
        json.WriteEndObject();
    }
}

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
