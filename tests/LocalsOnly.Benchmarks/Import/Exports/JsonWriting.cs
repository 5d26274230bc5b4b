using System.Text.Json;

namespace LocalsOnly.Benchmarks.Import.Exports;

/// <summary>What the exports need of a writer beside what it has.</summary>
internal static class JsonWriting
{
    /// <summary>A property whose value is JSON already.</summary>
    public static void WriteRaw(this Utf8JsonWriter json, string name, string value)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(value, skipInputValidation: true);
    }

    /// <summary>A time as ChatGPT writes it.</summary>
    /// <param name="at">Microseconds since 1970; written as seconds.</param>
    public static void WriteEpoch(this Utf8JsonWriter json, string name, long at) => json.WriteNumber(name, at / 1e6);
}
