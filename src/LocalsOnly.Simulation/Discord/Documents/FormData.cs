using System.Text.Json;

namespace LocalsOnly.Simulation.Discord.Documents;

/// <summary>What an interaction says of a form that was sent.</summary>
/// <remarks>discord.com/developers/docs/interactions/receiving-and-responding#interaction-object-modal-submit-data-structure</remarks>
internal static class FormData
{
    /// <exception cref="InvalidOperationException">Discord would not let the person send it.</exception>
    public static void Check(SimulatedForm form, IReadOnlyDictionary<string, string> values)
    {
        if (values.Keys.FirstOrDefault(name => form.Fields.All(field => field.CustomId != name)) is { } unknown)
            throw new InvalidOperationException($"The form has no field \"{unknown}\".");
        foreach (var field in form.Fields)
        {
            var length = values.TryGetValue(field.CustomId, out var value) ? value.Length : field.Value.Length;
            if (length == 0 && field.Required)
                throw new InvalidOperationException($"The form wants \"{field.CustomId}\" to be filled in.");
            if (field.Type == 4 && length > 0 && (length < field.Range.Least || length > field.Range.Most))
                throw new InvalidOperationException($"\"{field.CustomId}\" takes from {field.Range.Least} to {field.Range.Most} characters.");
        }
    }

    public static void Write(Utf8JsonWriter json, SimulatedForm form, IReadOnlyDictionary<string, string> values)
    {
        json.WriteStartObject();
        json.WriteString("custom_id"u8, form.CustomId);
        json.Array("components"u8, form.Components.Where(component => component.GetProperty("type").GetInt32() != 10), (writer, component) => WriteHolder(writer, component, form, values));
        json.WriteEndObject();
    }

    private static void WriteHolder(Utf8JsonWriter json, JsonElement holder, SimulatedForm form, IReadOnlyDictionary<string, string> values)
    {
        json.WriteStartObject();
        json.WriteNumber("type"u8, holder.GetProperty("type").GetInt32());
        json.WriteNumber("id"u8, holder.GetProperty("id").GetInt32());
        if (holder.TryGetProperty("component", out var component))
        {
            json.WritePropertyName("component"u8);
            WriteField(json, component, form, values);
        }
        else
        {
            json.Array("components"u8, holder.GetProperty("components").EnumerateArray(), (writer, field) => WriteField(writer, field, form, values));
        }

        json.WriteEndObject();
    }

    private static void WriteField(Utf8JsonWriter json, JsonElement field, SimulatedForm form, IReadOnlyDictionary<string, string> values)
    {
        var id = field.GetProperty("custom_id").GetString()!;
        var type = field.GetProperty("type").GetInt32();
        var value = values.TryGetValue(id, out var given) ? given : form.Fields.First(one => one.CustomId == id).Value;
        json.WriteStartObject();
        json.WriteNumber("type"u8, type);
        json.WriteNumber("id"u8, field.GetProperty("id").GetInt32());
        json.WriteString("custom_id"u8, id);
        if (type == 4)
            json.WriteString("value"u8, value);
        else
            json.Array("values"u8, value.Length == 0 ? [] : value.Split(','), static (writer, one) => writer.WriteStringValue(one));
        json.WriteEndObject();
    }
}
