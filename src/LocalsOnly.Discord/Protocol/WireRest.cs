using System.Text.Json;
using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.Protocol;

/// <summary>Why a request failed: discord.com/developers/docs/reference#error-messages, and for status 429 how long to wait.</summary>
/// <param name="RetryAfter">Seconds.</param>
internal sealed record WireError(string? Message, int? Code, double? RetryAfter, bool? Global)
{
    /// <summary>What is wrong with the fields of a form, as a tree of their names.</summary>
    public JsonElement Errors { get; init; }
}

/// <summary>discord.com/developers/docs/resources/webhook#webhook-object.</summary>
/// <param name="ApplicationId">Whose it is, when an application made it.</param>
/// <param name="Token">Only told to whom it belongs.</param>
internal sealed record WireWebhook(Snowflake Id, Snowflake? ChannelId, string? Name, Snowflake? ApplicationId, string? Token, WireUser? User);

internal sealed record WireNewWebhook(string Name);

internal sealed record WireNewThread(string Name);

internal sealed record WireRecipient(Snowflake RecipientId);
