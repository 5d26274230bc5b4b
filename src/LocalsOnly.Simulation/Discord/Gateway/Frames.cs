using LocalsOnly.Simulation.Discord.Documents;

namespace LocalsOnly.Simulation.Discord.Gateway;

/// <summary>Frames that have no number.</summary>
internal static class Frames
{
    private static readonly byte[] s_ack = """{"t":null,"s":null,"op":11,"d":null}"""u8.ToArray();
    private static readonly byte[] s_reconnect = """{"t":null,"s":null,"op":7,"d":null}"""u8.ToArray();
    private static readonly byte[] s_beat = """{"t":null,"s":null,"op":1,"d":null}"""u8.ToArray();

    public static ReadOnlyMemory<byte> Ack => s_ack;

    public static ReadOnlyMemory<byte> Reconnect => s_reconnect;

    /// <summary>Asks for a heartbeat at once.</summary>
    public static ReadOnlyMemory<byte> Beat => s_beat;

    public static ReadOnlyMemory<byte> Hello(TimeSpan interval) => WireJson.Bytes(json =>
    {
        json.WriteStartObject();
        json.WriteNull("t"u8);
        json.WriteNull("s"u8);
        json.WriteNumber("op"u8, 10);
        json.WriteStartObject("d"u8);
        json.WriteNumber("heartbeat_interval"u8, (long)interval.TotalMilliseconds);
        json.WriteStartArray("_trace"u8);
        json.WriteStringValue("""["gateway-simulated",{"micros":0.0}]""");
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    });

    public static ReadOnlyMemory<byte> InvalidSession(bool resumable) => WireJson.Bytes(json =>
    {
        json.WriteStartObject();
        json.WriteNull("t"u8);
        json.WriteNull("s"u8);
        json.WriteNumber("op"u8, 9);
        json.WriteBoolean("d"u8, resumable);
        json.WriteEndObject();
    });

    /// <summary>The gateway takes a token with or without its scheme.</summary>
    public static string WithoutScheme(string token) => token.StartsWith("Bot ", StringComparison.Ordinal) ? token[4..] : token;
}
