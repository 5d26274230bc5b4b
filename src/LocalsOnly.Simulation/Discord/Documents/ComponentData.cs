using System.Globalization;
using System.Text.Json;
using LocalsOnly.Simulation.Discord.State;

namespace LocalsOnly.Simulation.Discord.Documents;

/// <summary>What an interaction says of the button or menu that was used.</summary>
/// <remarks>discord.com/developers/docs/interactions/receiving-and-responding#interaction-object-message-component-data-structure</remarks>
internal static class ComponentData
{
    private const int UserMenu = 5;

    public static void Write(Utf8JsonWriter json, World world, SimulatedMessage message, SimulatedControl control, IReadOnlyList<string> values)
    {
        json.WriteStartObject();
        json.WriteString("custom_id"u8, control.CustomId);
        json.WriteNumber("component_type"u8, control.Type);
        json.WriteNumber("id"u8, control.Number);
        if (control.Type != 2)
            json.Array("values"u8, values, static (writer, value) => writer.WriteStringValue(value));
        if (control.Type == UserMenu)
        {
            var resolved = new ResolvedObjects(message.Channel.Guild);
            foreach (var value in values)
                resolved.Add(world.Accounts[ulong.Parse(value, CultureInfo.InvariantCulture)]);
            resolved.Write(json);
        }

        json.WriteEndObject();
    }
}
