using System.Globalization;
using System.Text.Json;
using LocalsOnly.Simulation.Discord.State;

namespace LocalsOnly.Simulation.Discord.Rest;

/// <summary>Reads bodies that are messages, after the schema let them through: what only a look at the whole can tell.</summary>
/// <remarks>discord.com/developers/docs/resources/message#create-message, #embed-object-embed-limits, #allowed-mentions-object</remarks>
internal static class MessageBody
{
    private const int MostEmbedCharacters = 6000;
    private const int SettableFlags = MessageFlags.SuppressEmbeds | MessageFlags.SuppressNotifications | MessageFlags.ComponentsV2;

    /// <param name="flags">Further flags that may be set.</param>
    /// <param name="path">Where in the body it is, for errors: empty or <c>data</c>.</param>
    public static MessageDraft Draft(JsonElement body, SimulatedChannel channel, SimulatedAuthor author, IReadOnlyList<SimulatedFile> files, int flags = 0, string path = "")
    {
        Check(body, path);
        var draft = new MessageDraft(channel, author, Content(body))
        {
            AllowedMentions = Member(body, "allowed_mentions"),
            Components = List(body, "components") ?? [],
            Embeds = List(body, "embeds") ?? [],
            Files = files,
            Flags = Number(body, "flags") & (SettableFlags | flags),
            Tts = Member(body, "tts").ValueKind == JsonValueKind.True,
            Nonce = Member(body, "nonce") is { ValueKind: not JsonValueKind.Undefined } nonce ? nonce.ToString() : null,
        };
        return draft.IsEmpty ? throw RefusedException.EmptyMessage : draft;
    }

    /// <summary>What of a message is to change; null in the body empties it, an absent member leaves it.</summary>
    public static MessageChange Change(JsonElement body, IReadOnlyList<SimulatedFile> files, string path = "")
    {
        Check(body, path);
        return new MessageChange
        {
            Content = Has(body, "content") ? Content(body) : null,
            Components = Has(body, "components") ? List(body, "components") ?? [] : null,
            Embeds = Has(body, "embeds") ? List(body, "embeds") ?? [] : null,
            KeptFiles = Has(body, "attachments") ? Ids(body) : null,
            NewFiles = files,
            AllowedMentions = Member(body, "allowed_mentions"),
            Flags = Has(body, "flags") ? Number(body, "flags") & SettableFlags : null,
        };
    }

    public static JsonElement Member(JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : default;

    private static void Check(JsonElement body, string path)
    {
        var prefix = path.Length == 0 ? "" : path + ".";
        var embeds = List(body, "embeds") ?? [];
        if (embeds.Sum(EmbedLength) > MostEmbedCharacters)
            throw RefusedException.Invalid(prefix + "embeds", "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000");
        for (var i = 0; i < embeds.Count; i++)
            if (IsEmpty(embeds[i])) throw RefusedException.Invalid($"{prefix}embeds.{i}.description", "BASE_TYPE_REQUIRED", "This field is required");
        ComponentRules.Check(List(body, "components") ?? [], Number(body, "flags"), prefix + "components");
        CheckMentions(Member(body, "allowed_mentions"), prefix + "allowed_mentions");
        if ((Number(body, "flags") & MessageFlags.ComponentsV2) != 0 && (Text(body, "content") is { Length: > 0 } || embeds.Count > 0))
            throw RefusedException.Invalid(
                prefix + "content", "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", "The 'content' field cannot be used when using MessageFlags.IS_COMPONENTS_V2");
    }

    /// <summary>Discord takes white space off both ends.</summary>
    private static string Content(JsonElement body) => Text(body, "content")?.Trim() ?? "";

    private static bool IsEmpty(JsonElement embed) => !embed.EnumerateObject().Any(member => member.Value.ValueKind != JsonValueKind.Null && !member.NameEquals("type"u8));

    private static void CheckMentions(JsonElement allowed, string path)
    {
        if (allowed.ValueKind != JsonValueKind.Object || !allowed.TryGetProperty("parse", out var parse) || parse.ValueKind != JsonValueKind.Array)
            return;
        foreach (var kind in (ReadOnlySpan<string>)["users", "roles"])
        {
            if (parse.EnumerateArray().Any(one => one.ValueEquals(kind)) && allowed.TryGetProperty(kind, out var ids) && ids.GetArrayLength() > 0)
                throw RefusedException.Invalid(path, "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", $"parse:[\"{kind}\"] and {kind}: [ids...] are mutually exclusive.");
        }
    }

    /// <summary>Characters of an embed that count: title, description, fields, footer and author.</summary>
    private static int EmbedLength(JsonElement embed)
    {
        var length = Length(embed, "title") + Length(embed, "description") + Length(Member(embed, "footer"), "text") + Length(Member(embed, "author"), "name");
        foreach (var field in List(embed, "fields") ?? [])
            length += Length(field, "name") + Length(field, "value");
        return length;
    }

    private static int Length(JsonElement element, string name) => Text(element, name)?.Length ?? 0;

    private static bool Has(JsonElement body, string name) => body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out _);

    private static string? Text(JsonElement body, string name) => Member(body, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static int Number(JsonElement body, string name) => Member(body, name) is { ValueKind: JsonValueKind.Number } number ? number.GetInt32() : 0;

    private static IReadOnlyList<JsonElement>? List(JsonElement body, string name) => Member(body, name) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : null;

    private static List<ulong> Ids(JsonElement body) =>
        [.. (List(body, "attachments") ?? []).Select(one => ulong.Parse(one.GetProperty("id").ToString(), CultureInfo.InvariantCulture))];
}
