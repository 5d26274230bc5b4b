using System.Text.Json;

namespace LocalsOnly.Discord.Gateway;

/// <summary>What a payload is: discord.com/developers/docs/topics/opcodes-and-status-codes#gateway-gateway-opcodes.</summary>
internal enum GatewayOp
{
    Dispatch = 0,
    Heartbeat = 1,
    Identify = 2,
    Presence = 3,
    Resume = 6,
    Reconnect = 7,
    InvalidSession = 9,
    Hello = 10,
    HeartbeatAck = 11,
}

/// <summary>The events that are read; all others are passed over.</summary>
internal enum Dispatch
{
    Unread,
    Ready,
    Resumed,
    GuildSeen,
    ChannelSeen,
    ChannelGone,
    GuildGone,
    ThreadList,
    MessageCreated,
    MessageEdited,
    MessagesDeleted,
    Interaction,
}

/// <summary>The envelope of a payload: discord.com/developers/docs/events/gateway-events#payload-structure. Read without allocating.</summary>
/// <param name="Sequence">Of a dispatch.</param>
/// <param name="DataStart">Where <c>d</c> is in the payload, in bytes.</param>
/// <param name="DataLength">0 when there is none.</param>
internal readonly record struct GatewayFrame(GatewayOp Op, long? Sequence, Dispatch Event, int DataStart, int DataLength)
{
    public ReadOnlySpan<byte> Data(ReadOnlySpan<byte> payload) => payload.Slice(DataStart, DataLength);

    /// <exception cref="JsonException">It is not a payload.</exception>
    public static GatewayFrame Read(ReadOnlySpan<byte> payload)
    {
        var reader = new Utf8JsonReader(payload);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw new JsonException("A payload is an object.");
        int? op = null;
        long? sequence = null;
        var dispatch = Dispatch.Unread;
        var (start, length) = (0, 0);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("op"u8)) op = reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var number) ? number : null;
            else if (reader.ValueTextEquals("s"u8)) sequence = reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number) ? number : null;
            else if (reader.ValueTextEquals("t"u8)) dispatch = reader.Read() && reader.TokenType == JsonTokenType.String ? NameOf(ref reader) : Dispatch.Unread;
            else
            {
                var isData = reader.ValueTextEquals("d"u8);
                reader.Read();
                var from = (int)reader.TokenStartIndex;
                reader.Skip();
                if (isData) (start, length) = (from, (int)reader.BytesConsumed - from);
            }
        }

        return new GatewayFrame((GatewayOp)(op ?? throw new JsonException("A payload has an opcode.")), sequence, dispatch, start, length);
    }

    private static Dispatch NameOf(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("MESSAGE_CREATE"u8)) return Dispatch.MessageCreated;
        if (reader.ValueTextEquals("MESSAGE_UPDATE"u8)) return Dispatch.MessageEdited;
        if (reader.ValueTextEquals("MESSAGE_DELETE"u8) || reader.ValueTextEquals("MESSAGE_DELETE_BULK"u8)) return Dispatch.MessagesDeleted;
        if (reader.ValueTextEquals("INTERACTION_CREATE"u8)) return Dispatch.Interaction;
        if (reader.ValueTextEquals("GUILD_CREATE"u8) || reader.ValueTextEquals("GUILD_UPDATE"u8)) return Dispatch.GuildSeen;
        if (reader.ValueTextEquals("GUILD_DELETE"u8)) return Dispatch.GuildGone;
        if (reader.ValueTextEquals("CHANNEL_CREATE"u8) || reader.ValueTextEquals("CHANNEL_UPDATE"u8)) return Dispatch.ChannelSeen;
        if (reader.ValueTextEquals("THREAD_CREATE"u8) || reader.ValueTextEquals("THREAD_UPDATE"u8)) return Dispatch.ChannelSeen;
        if (reader.ValueTextEquals("CHANNEL_DELETE"u8) || reader.ValueTextEquals("THREAD_DELETE"u8)) return Dispatch.ChannelGone;
        if (reader.ValueTextEquals("THREAD_LIST_SYNC"u8)) return Dispatch.ThreadList;
        if (reader.ValueTextEquals("READY"u8)) return Dispatch.Ready;
        return reader.ValueTextEquals("RESUMED"u8) ? Dispatch.Resumed : Dispatch.Unread;
    }
}
