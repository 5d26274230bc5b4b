using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LocalsOnly.Discord.Transport;

/// <summary>An id of Discord's: 42 bits of milliseconds since 2015, then 22 that keep ids apart. Ids of one channel are in the order of time.</summary>
/// <remarks>discord.com/developers/docs/reference#snowflakes. In JSON it is a string, because JavaScript's numbers have 53 bits.</remarks>
[JsonConverter(typeof(SnowflakeConverter))]
public readonly record struct Snowflake(ulong Value) : IComparable<Snowflake>
{
    private const long Epoch = 1_420_070_400_000;
    private const int TimeShift = 22;

    /// <summary>When what it names was made.</summary>
    public DateTimeOffset At => DateTimeOffset.FromUnixTimeMilliseconds((long)(Value >> TimeShift) + Epoch);

    /// <summary>The least id that can be of an instant; ids of earlier instants are less.</summary>
    public static Snowflake FirstAt(DateTimeOffset instant) => new((ulong)Math.Max(0, instant.ToUnixTimeMilliseconds() - Epoch) << TimeShift);

    /// <summary>Reads decimal digits, without a sign or spaces.</summary>
    public static bool TryParse([NotNullWhen(true)] string? digits, out Snowflake id)
    {
        var isId = ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value);
        id = new Snowflake(value);
        return isId;
    }

    public int CompareTo(Snowflake other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);

    public static bool operator <(Snowflake one, Snowflake other) => one.Value < other.Value;

    public static bool operator >(Snowflake one, Snowflake other) => one.Value > other.Value;

    public static bool operator <=(Snowflake one, Snowflake other) => one.Value <= other.Value;

    public static bool operator >=(Snowflake one, Snowflake other) => one.Value >= other.Value;
}

/// <summary>Snowflakes as Discord writes them: strings, and numbers where a library has made them so.</summary>
internal sealed class SnowflakeConverter : JsonConverter<Snowflake>
{
    public override Snowflake Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.String when Snowflake.TryParse(reader.GetString(), out var id) => id,
        JsonTokenType.Number when reader.TryGetUInt64(out var value) => new Snowflake(value),
        _ => throw new JsonException("An id of Discord's is a string of digits."),
    };

    public override void Write(Utf8JsonWriter writer, Snowflake value, JsonSerializerOptions options)
    {
        Span<byte> digits = stackalloc byte[20];
        value.Value.TryFormat(digits, out var length, provider: CultureInfo.InvariantCulture);
        writer.WriteStringValue(digits[..length]);
    }

    public override Snowflake ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Snowflake.TryParse(reader.GetString(), out var id) ? id : throw new JsonException("An id of Discord's is a string of digits.");

    public override void WriteAsPropertyName(Utf8JsonWriter writer, Snowflake value, JsonSerializerOptions options) => writer.WritePropertyName(value.ToString());
}
