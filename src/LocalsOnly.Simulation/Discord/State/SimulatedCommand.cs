using System.Text.Json;
using System.Text.Json.Nodes;

namespace LocalsOnly.Simulation.Discord.State;

/// <summary>A registered command.</summary>
/// <param name="Guild">The server it is for; null for everywhere.</param>
/// <param name="Type">1 a slash command, 2 of users, 3 of messages.</param>
/// <param name="Definition">What was sent, without what says nothing: Discord gives back neither <c>required: false</c> nor empty lists.</param>
internal sealed record SimulatedCommand(ulong Id, ulong Version, SimulatedGuild? Guild, string Name, int Type, JsonObject Definition)
{
    private static readonly string[] s_falsy = ["required", "autocomplete", "nsfw"];
    private static readonly string[] s_lists = ["options", "choices", "channel_types"];

    public JsonArray Options => Definition["options"] as JsonArray ?? [];

    /// <summary>What is left of a definition when it says nothing superfluous.</summary>
    public static JsonObject Trim(JsonElement body)
    {
        var definition = JsonObject.Create(body)!;
        definition.Remove("id");
        Trim(definition);
        return definition;
    }

    private static void Trim(JsonObject node)
    {
        foreach (var name in s_falsy)
            if (node[name] is JsonValue value && value.TryGetValue(out bool flag) && !flag) node.Remove(name);
        foreach (var name in s_lists)
            if (node[name] is JsonArray { Count: 0 }) node.Remove(name);
        foreach (var name in node.Where(member => member.Value is null).Select(member => member.Key).ToList())
            node.Remove(name);
        foreach (var option in node["options"] as JsonArray ?? [])
            Trim((JsonObject)option!);
    }
}
