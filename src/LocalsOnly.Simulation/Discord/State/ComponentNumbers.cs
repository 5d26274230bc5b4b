using System.Text.Json;
using System.Text.Json.Nodes;

namespace LocalsOnly.Simulation.Discord.State;

/// <summary>Gives each component of a message the number that its sender left out.</summary>
internal static class ComponentNumbers
{
    public static IReadOnlyList<JsonElement> Give(IReadOnlyList<JsonElement> components)
    {
        var nodes = components.Select(component => JsonObject.Create(component)!).ToList();
        var taken = new HashSet<int>();
        foreach (var node in nodes)
            Collect(node, taken);
        var next = 1;
        foreach (var node in nodes)
            Number(node, taken, ref next);
        return [.. nodes.Select(node => JsonSerializer.SerializeToElement(node, WireContext.Default.JsonObject))];
    }

    private static void Collect(JsonObject component, HashSet<int> taken)
    {
        if (component["id"] is JsonValue id && id.TryGetValue(out int number))
            taken.Add(number);
        foreach (var child in Children(component))
            Collect(child, taken);
    }

    private static void Number(JsonObject component, HashSet<int> taken, ref int next)
    {
        if (component["id"] is not JsonValue)
        {
            while (!taken.Add(next))
                next++;
            component["id"] = next;
        }

        foreach (var child in Children(component))
            Number(child, taken, ref next);
    }

    private static IEnumerable<JsonObject> Children(JsonObject component)
    {
        foreach (var child in component["components"] as JsonArray ?? [])
            if (child is JsonObject inner) yield return inner;
        foreach (var name in (string[])["accessory", "component"])
            if (component[name] is JsonObject held && held.ContainsKey("type")) yield return held;
    }
}
