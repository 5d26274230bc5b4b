using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LocalsOnly.Simulation.Discord.Documents;

/// <summary>How Discord writes things: ids as strings, times with microseconds and an offset.</summary>
internal static class WireJson
{
    private static readonly JsonWriterOptions s_relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? t_buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? t_writer;

    public static byte[] Bytes(Action<Utf8JsonWriter> write)
    {
        var buffer = t_buffer ??= new ArrayBufferWriter<byte>(4096);
        var json = t_writer ??= new Utf8JsonWriter(buffer, s_relaxed);
        buffer.ResetWrittenCount();
        json.Reset(buffer);
        write(json);
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    public static void Id(this Utf8JsonWriter json, ReadOnlySpan<byte> name, ulong id)
    {
        json.WritePropertyName(name);
        json.Id(id);
    }

    public static void Id(this Utf8JsonWriter json, ulong id)
    {
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(id, digits, out var length);
        json.WriteStringValue(digits[..length]);
    }

    public static void Time(this Utf8JsonWriter json, ReadOnlySpan<byte> name, DateTimeOffset at) =>
        json.WriteString(name, at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'+00:00'", CultureInfo.InvariantCulture));

    public static void Array<T>(this Utf8JsonWriter json, ReadOnlySpan<byte> name, IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
            write(json, item);
        json.WriteEndArray();
    }

    public static void Elements(this Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<JsonElement> items)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
            item.WriteTo(json);
        json.WriteEndArray();
    }
}
