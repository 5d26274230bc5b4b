using System.Text.Json;

namespace LocalsOnly.Simulation.Discord.Documents;

/// <remarks>discord.com/developers/docs/resources/webhook#webhook-object</remarks>
internal static class WebhookDocument
{
    private const int Incoming = 1;

    /// <param name="reader">Only the application that made it is shown the token; null asked with the token.</param>
    public static void Write(Utf8JsonWriter json, SimulatedWebhook webhook, SimulatedBot? reader, Uri url)
    {
        json.WriteStartObject();
        json.Id("id"u8, webhook.Id);
        json.WriteNumber("type"u8, Incoming);
        json.Id("guild_id"u8, webhook.Channel.Guild!.Id);
        json.Id("channel_id"u8, webhook.Channel.Id);
        json.WriteString("name"u8, webhook.Name);
        json.WriteNull("avatar"u8);
        json.Id("application_id"u8, webhook.Creator.ApplicationId);
        if (reader is not null)
        {
            json.WritePropertyName("user"u8);
            UserDocument.Write(json, webhook.Creator);
        }

        if (reader is null || reader == webhook.Creator)
        {
            json.WriteString("token"u8, webhook.Token);
            json.WriteString("url"u8, new Uri(url, $"/api/webhooks/{webhook.Id}/{webhook.Token}").AbsoluteUri);
        }

        json.WriteEndObject();
    }
}
