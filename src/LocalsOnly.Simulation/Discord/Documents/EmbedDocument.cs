using System.Text.Json;

namespace LocalsOnly.Simulation.Discord.Documents;

/// <remarks>discord.com/developers/docs/resources/message#embed-object: what a bot sends is of type <c>rich</c>, what a link shows of type <c>link</c>.</remarks>
internal static class EmbedDocument
{
    public static void Write(Utf8JsonWriter json, JsonElement embed)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, embed.TryGetProperty("type", out var type) && type.ValueEquals("link"u8) ? "link"u8 : "rich"u8);
        foreach (var member in embed.EnumerateObject())
            if (!member.NameEquals("type"u8)) member.WriteTo(json);
        json.WriteEndObject();
    }

    /// <summary>What a link shows.</summary>
    public static JsonElement Link(string title) => JsonElement.Parse(WireJson.Bytes(json =>
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "link"u8);
        json.WriteString("title"u8, title);
        json.WriteEndObject();
    }));
}
