using System.Text.Json;

namespace LocalsOnly.Simulation.Discord;

/// <summary>A button or a menu of a message, or a field of a form.</summary>
/// <param name="Type">Discord's number: 2 a button, 3 a menu, 4 a text field.</param>
/// <param name="CustomId">What comes back when it is used; empty for a link.</param>
/// <param name="Label">As shown: of a menu its placeholder.</param>
public sealed record SimulatedControl(int Type, string CustomId, string Label, bool Disabled)
{
    /// <summary>Values of a menu.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>Fewest and most values, or characters.</summary>
    public (int Least, int Most) Range { get; init; }

    /// <summary>What a field already says when the form opens.</summary>
    public string Value { get; init; } = "";

    /// <summary>Discord's number for it within its message.</summary>
    internal int Number { get; init; }

    /// <summary>A field that must be filled in.</summary>
    public bool Required { get; init; }

    internal static IReadOnlyList<SimulatedControl> Of(IReadOnlyList<JsonElement> components)
    {
        var found = new List<SimulatedControl>();
        foreach (var component in components)
            Add(component, null, found);
        return found;
    }

    private static void Add(JsonElement component, string? label, List<SimulatedControl> found)
    {
        var type = component.GetProperty("type").GetInt32();
        if (component.TryGetProperty("components", out var inner))
        {
            foreach (var child in inner.EnumerateArray())
                Add(child, label, found);
        }

        foreach (var holder in (ReadOnlySpan<string>)["accessory", "component"])
        {
            if (component.TryGetProperty(holder, out var held))
                Add(held, Text(component, "label"), found);
        }

        if (type is >= 2 and <= 8)
            found.Add(Read(component, type, label));
    }

    private static SimulatedControl Read(JsonElement component, int type, string? label)
    {
        var menu = type is 3 or >= 5;
        var shown = label ?? Text(component, "label") ?? Text(component, "placeholder") ?? "";
        return new SimulatedControl(type, Text(component, "custom_id") ?? "", shown, component.TryGetProperty("disabled", out var disabled) && disabled.GetBoolean())
        {
            Values = component.TryGetProperty("options", out var options) ? [.. options.EnumerateArray().Select(option => option.GetProperty("value").GetString()!)] : [],
            Range = menu
                ? (Integer(component, "min_values", 1), Integer(component, "max_values", 1))
                : (Integer(component, "min_length", 0), Integer(component, "max_length", 4000)),
            Value = type == 4 ? Text(component, "value") ?? "" : "",
            Number = Integer(component, "id", 0),
            Required = !component.TryGetProperty("required", out var required) || required.GetBoolean(),
        };
    }

    private static string? Text(JsonElement component, string name) => component.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static int Integer(JsonElement component, string name, int otherwise) =>
        component.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt32() : otherwise;
}
