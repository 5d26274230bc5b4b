using System.Text.Json;

namespace LocalsOnly.Simulation.Discord.Documents;

/// <remarks>discord.com/developers/docs/resources/application#application-object</remarks>
internal static class ApplicationDocument
{
    // The limited kinds, which bots in fewer than 100 servers have.
    private const int PresenceLimited = 1 << 13;
    private const int MembersLimited = 1 << 15;
    private const int MessageContentLimited = 1 << 19;

    public static int Flags(SimulatedBot bot) =>
        (bot.PresencesAllowed ? PresenceLimited : 0) | (bot.MembersAllowed ? MembersLimited : 0) | (bot.MessageContentAllowed ? MessageContentLimited : 0);

    public static void Write(Utf8JsonWriter json, SimulatedBot bot)
    {
        json.WriteStartObject();
        json.Id("id"u8, bot.ApplicationId);
        json.WriteString("name"u8, bot.Name);
        json.WriteNull("icon"u8);
        json.WriteString("description"u8, ""u8);
        json.WriteBoolean("bot_public"u8, false);
        json.WriteBoolean("bot_require_code_grant"u8, false);
        json.WritePropertyName("bot"u8);
        UserDocument.Write(json, bot);
        json.WriteString("verify_key"u8, new string('0', 64));
        json.WriteNull("team"u8);
        json.WriteNumber("flags"u8, Flags(bot));
        json.WriteEndObject();
    }
}
