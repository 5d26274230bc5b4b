using System.Text.Json;
using LocalsOnly.Simulation.Discord.State;

namespace LocalsOnly.Simulation.Discord.Documents;

/// <remarks>discord.com/developers/docs/interactions/application-commands#application-command-object</remarks>
internal static class CommandDocument
{
    private static readonly string[] s_own =
    [
        "id", "application_id", "version", "type", "name", "description", "default_member_permissions", "default_permission", "nsfw", "dm_permission", "contexts", "integration_types",
    ];

    public static void Write(Utf8JsonWriter json, SimulatedCommand command, SimulatedBot bot)
    {
        json.WriteStartObject();
        json.Id("id"u8, command.Id);
        json.Id("application_id"u8, bot.ApplicationId);
        json.Id("version"u8, command.Version);
        json.WriteNumber("type"u8, command.Type);
        json.WriteString("name"u8, command.Name);
        json.WriteString("description"u8, command.Definition["description"]?.GetValue<string>() ?? "");
        json.WriteString("default_member_permissions"u8, command.Definition["default_member_permissions"]?.GetValue<string>());
        json.WriteBoolean("nsfw"u8, command.Definition["nsfw"]?.GetValue<bool>() ?? false);
        if (command.Guild is not null)
        {
            json.Id("guild_id"u8, command.Guild.Id);
        }
        else
        {
            json.WriteBoolean("dm_permission"u8, command.Definition["dm_permission"]?.GetValue<bool>() ?? true);
            json.WritePropertyName("contexts"u8);
            command.Definition["contexts"].WriteOrNull(json);
            json.WritePropertyName("integration_types"u8);
            if (command.Definition["integration_types"] is { } types)
                types.WriteTo(json);
            else
                json.WriteRawValue("[0]"u8);
        }

        foreach (var (name, value) in command.Definition.Where(member => !s_own.Contains(member.Key)))
        {
            json.WritePropertyName(name);
            value.WriteOrNull(json);
        }

        json.WriteEndObject();
    }

    private static void WriteOrNull(this System.Text.Json.Nodes.JsonNode? node, Utf8JsonWriter json)
    {
        if (node is null)
            json.WriteNullValue();
        else
            node.WriteTo(json);
    }
}
