using System.Text.Json;

namespace LocalsOnly.Inference.Cluster;

/// <summary>Reads a state that another version of exo wrote: what is missing, null or of another kind is nothing, never an error.</summary>
internal static class StateJson
{
    public static JsonElement Get(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    public static string? Text(this JsonElement element, string name) =>
        element.Get(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public static int Int(this JsonElement element, string name) =>
        element.Get(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number) ? number : 0;

    public static double? Double(this JsonElement element, string name) =>
        element.Get(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out var number) && double.IsFinite(number)
            ? number
            : null;

    /// <summary>A size: <c>{"inBytes":1}</c>.</summary>
    public static long? Bytes(this JsonElement element, string name) =>
        element.Get(name).Get("inBytes") is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var bytes) && bytes >= 0
            ? bytes
            : null;

    public static IEnumerable<JsonProperty> Members(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Object ? element.EnumerateObject() : Enumerable.Empty<JsonProperty>();

    public static IEnumerable<JsonElement> Items(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : Enumerable.Empty<JsonElement>();

    /// <summary>The strings of an array.</summary>
    public static IEnumerable<string> Texts(this JsonElement element) =>
        element.Items().Where(e => e.ValueKind == JsonValueKind.String).Select(e => e.GetString()!);

    /// <summary>A tagged union, <c>{"RunnerReady":{…}}</c>: its class and its fields; an empty tag when it is none.</summary>
    public static (string Tag, JsonElement Value) Tagged(this JsonElement element)
    {
        foreach (var member in element.Members())
            return (member.Name, member.Value);
        return ("", default);
    }
}
