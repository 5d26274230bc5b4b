using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.KernelMemory;
using Microsoft.KernelMemory.MemoryStorage;

namespace LocalsOnly.SemanticKernel.KernelMemory.Storing;

/// <summary>A record's tags and payload as JSON: <c>{"tags":{name:[value]},"payload":{name:value}}</c>. Values of a payload come back as JSON values, as from Kernel Memory's own stores.</summary>
internal static class RecordJson
{
    public static string Write(MemoryRecord record)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject("tags");
            foreach (var (name, values) in record.Tags)
            {
                json.WriteStartArray(name);
                foreach (var value in values ?? []) json.WriteStringValue(value);
                json.WriteEndArray();
            }
            json.WriteEndObject();
            json.WriteStartObject("payload");
            foreach (var (name, value) in record.Payload)
            {
                json.WritePropertyName(name);
                Write(json, value);
            }
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static MemoryRecord Read(string key, string text)
    {
        using var json = JsonDocument.Parse(text);
        var record = new MemoryRecord { Id = key };
        var tags = new TagCollection();
        foreach (var tag in json.RootElement.GetProperty("tags").EnumerateObject()) tags[tag.Name] = [.. tag.Value.EnumerateArray().Select(value => value.GetString())];
        record.Tags = tags;
        record.Payload = json.RootElement.GetProperty("payload").EnumerateObject().ToDictionary(value => value.Name, value => (object)value.Value.Clone(), StringComparer.Ordinal);
        return record;
    }

    private static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case int or long or short or byte:
                json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case float or double:
                json.WriteNumberValue(Convert.ToDouble(value, CultureInfo.InvariantCulture));
                break;
            case decimal exact:
                json.WriteNumberValue(exact);
                break;
            case DateTimeOffset at:
                json.WriteStringValue(at);
                break;
            case JsonElement element:
                element.WriteTo(json);
                break;
            default:
                json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }
}
