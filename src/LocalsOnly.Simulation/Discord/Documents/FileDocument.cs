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
