using System.Text.Json;

namespace LocalsOnly.Simulation.Discord.Gateway;

/// <summary>How a bot wants to be shown. Of a custom status people see the state, of everything else the name.</summary>
/// <remarks>discord.com/developers/docs/events/gateway-events#update-presence</remarks>
internal static class PresenceReading
{
    private const int Custom = 4;

    public static SimulatedPresence Read(JsonElement presence)
    {
        var activity = presence.TryGetProperty("activities", out var activities) && activities.ValueKind == JsonValueKind.Array ? activities.EnumerateArray().FirstOrDefault() : default;
        return new SimulatedPresence(presence.GetProperty("status").GetString()!, Text(activity));
    }

    private static string Text(JsonElement activity)
    {
        if (activity.ValueKind != JsonValueKind.Object)
            return "";
        var isCustom = activity.GetProperty("type").GetInt32() == Custom;
        return activity.TryGetProperty(isCustom ? "state" : "name", out var text) ? text.GetString() ?? "" : "";
    }
}
