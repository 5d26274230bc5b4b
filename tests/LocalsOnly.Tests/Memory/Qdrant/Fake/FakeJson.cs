using System.Text.Json;

namespace LocalsOnly.Tests.Memory.Qdrant.Fake;

/// <summary>Reading of bodies that lets nothing pass that the API does not have.</summary>
internal static class FakeJson
{
    public static JsonElement True { get; } = JsonDocument.Parse("true").RootElement;

    public static JsonElement False { get; } = JsonDocument.Parse("false").RootElement;

    public static void HasOnly(this JsonElement of, params string[] names)
    {
        if (of.ValueKind != JsonValueKind.Object) throw new FakeRefusal(400, $"Format error in JSON body: invalid type: {of.ValueKind}, expected struct");
        foreach (var part in of.EnumerateObject())
            if (!names.Contains(part.Name))
                throw new FakeRefusal(400, $"Format error in JSON body: unknown field `{part.Name}`, expected one of {string.Join(", ", names.Select(name => $"`{name}`"))}");
    }

    /// <summary>A part that is there and not null.</summary>
    public static JsonElement? Part(this JsonElement of, string name) => of.TryGetProperty(name, out var part) && part.ValueKind != JsonValueKind.Null ? part : null;

    /// <summary>A part that must be a string.</summary>
    public static string Text(this JsonElement of, string name) =>
        of.Part(name) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : throw new FakeRefusal(400, $"Format error in JSON body: missing field `{name}`");
}
