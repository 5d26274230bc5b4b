using System.Text.Json;
using System.Text.Json.Serialization;
using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.Protocol;

/// <summary>A message as Discord writes it: discord.com/developers/docs/resources/message#message-object.</summary>
internal sealed record WireMessage(Snowflake Id, Snowflake ChannelId)
{
    /// <summary>Absent from the update of a message of which only the previews changed.</summary>
    public WireUser? Author { get; init; }

    public string? Content { get; init; }

    /// <summary>Told with the gateway's events only.</summary>
    public Snowflake? GuildId { get; init; }

    /// <summary>Told with the gateway's events of a server only.</summary>
    public WireMember? Member { get; init; }

    public int? Type { get; init; }

    public Snowflake? WebhookId { get; init; }

    public Snowflake? ApplicationId { get; init; }

    public DateTimeOffset? EditedTimestamp { get; init; }

    public WireUser[]? Mentions { get; init; }

    public WireAttachment[]? Attachments { get; init; }

    public WireReference? MessageReference { get; init; }

    public WireMessage? ReferencedMessage { get; init; }

    [JsonConverter(typeof(NonceConverter))]
    public string? Nonce { get; init; }
}

/// <summary>A file: discord.com/developers/docs/resources/message#attachment-object.</summary>
internal sealed record WireAttachment(Snowflake Id, string? Filename, long? Size, string? ContentType, string? Url);

/// <summary>What a message points to: discord.com/developers/docs/resources/message#message-reference-structure.</summary>
internal sealed record WireReference(Snowflake? MessageId)
{
    /// <summary>For what is sent only; Discord's default is to refuse a reply to a message that is gone.</summary>
    public bool? FailIfNotExists { get; init; }
}

/// <summary>Deleted messages, one or several: discord.com/developers/docs/events/gateway-events#message-delete.</summary>
internal sealed record WireDeletion(Snowflake ChannelId, Snowflake? Id, Snowflake[]? Ids);

/// <summary>A nonce is a string or a whole number.</summary>
internal sealed class NonceConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String) return reader.GetString();
        using var value = JsonDocument.ParseValue(ref reader);
        return value.RootElement.GetRawText();
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
