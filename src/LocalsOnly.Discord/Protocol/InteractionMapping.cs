using System.Text.Json;
using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.Protocol;

/// <summary>What somebody used, in the transport's words.</summary>
internal static class InteractionMapping
{
    private const int Subcommand = 1;
    private const int Group = 2;
    private const int File = 11;

    /// <summary>Null for what is not known, or lacks what an answer needs.</summary>
    public static DiscordInteraction? ToInteraction(this WireInteraction wire)
    {
        if (KindOf(wire.Type) is not { } kind || wire.Token is not { Length: > 0 } token) return null;
        if ((wire.ChannelId ?? wire.Channel?.Id) is not { } channel || (wire.Member?.User ?? wire.User) is not { } user) return null;
        var interaction = new DiscordInteraction(wire.Id, token, wire.ApplicationId, kind, user.ToUser(wire.Member), channel)
        {
            Guild = wire.GuildId,
            Roles = wire.Member?.Roles ?? [],
            CustomId = wire.Data?.CustomId ?? "",
            Chosen = wire.Data?.Values ?? [],
            Message = wire.Message?.Id,
        };
        return kind switch
        {
            InteractionKind.Command or InteractionKind.Completion when wire.Data is { } data => WithOptions(interaction, data),
            InteractionKind.Form when wire.Data is { } data => interaction with { Values = Fields(data) },
            _ => interaction,
        };
    }

    private static InteractionKind? KindOf(int type) => type switch
    {
        2 => InteractionKind.Command,
        3 => InteractionKind.Component,
        4 => InteractionKind.Completion,
        5 => InteractionKind.Form,
        _ => null,
    };

    private static DiscordInteraction WithOptions(DiscordInteraction interaction, WireInteractionData data)
    {
        string? subcommand = null;
        var options = data.Options ?? [];
        while (options is [{ Type: Subcommand or Group } inner])
            (subcommand, options) = (inner.Name, inner.Options ?? []);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var files = new Dictionary<string, DiscordAttachment>(StringComparer.Ordinal);
        foreach (var option in options)
        {
            if (TextOf(option.Value) is not { } value) continue;
            values[option.Name] = value;
            if (option.Type == File && Snowflake.TryParse(value, out var id) && data.Resolved?.Attachments?.GetValueOrDefault(id)?.ToAttachment() is { } file) files[option.Name] = file;
        }

        return interaction with
        {
            Command = data.Name ?? "",
            Subcommand = subcommand,
            Values = values,
            Attachments = files,
            Focused = options.FirstOrDefault(option => option.Focused is true)?.Name,
        };
    }

    private static Dictionary<string, string> Fields(WireInteractionData data)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var component in data.Components ?? []) Collect(component, fields);
        return fields;
    }

    private static void Collect(WireFilledComponent component, Dictionary<string, string> fields)
    {
        if (component.CustomId is { Length: > 0 } name && (TextOf(component.Value) ?? (component.Values is { } chosen ? string.Join(", ", chosen) : null)) is { } value) fields[name] = value;
        if (component.Component is { } inner) Collect(inner, fields);
        foreach (var each in component.Components ?? []) Collect(each, fields);
    }

    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    };
}
