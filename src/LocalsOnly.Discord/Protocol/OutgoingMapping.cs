using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.Protocol;

/// <summary>What is sent, in Discord's words.</summary>
internal static class OutgoingMapping
{
    private const int SuppressEmbeds = 1 << 2;
    private const int EphemeralFlag = 1 << 6;

    /// <summary>Discord's limit for the users whom one message may ping.</summary>
    private const int MostPings = 100;

    /// <summary>A new message of the bot.</summary>
    public static WireDraft ToDraft(this OutgoingMessage message) => Draft(message) with
    {
        Nonce = message.Nonce,
        EnforceNonce = message.Nonce is null ? null : true,
        MessageReference = message.RepliesTo is { } to ? new WireReference(to) { FailIfNotExists = false } : null,
        AllowedMentions = Pings(message, message.RepliesTo is not null),
        Flags = NewFlags(message, mayBeEphemeral: false),
        Attachments = Uploads(message),
    };

    /// <summary>A new message of a webhook: no nonce and no reference, which webhooks do not have.</summary>
    public static WireDraft ToDraft(this OutgoingMessage message, WebhookIdentity identity) => Draft(message) with
    {
        Username = identity.Name,
        AvatarUrl = identity.Avatar?.AbsoluteUri,
        Flags = NewFlags(message, mayBeEphemeral: false),
        Attachments = Uploads(message),
    };

    /// <summary>An answer to an interaction.</summary>
    public static WireDraft ToAnswer(this OutgoingMessage message) => Draft(message) with { Flags = NewFlags(message, mayBeEphemeral: true), Attachments = Uploads(message) };

    /// <summary>
    /// What a message is to become. Files are added and those that are there stay, because attachments are not spoken of. The same goes for previews, as long as the
    /// boxes of the message are left alone: the flag that hides previews would hide boxes as well. Mentions are read anew at each change, so that a reply goes on
    /// naming whom it replies to only if it says so again.
    /// </summary>
    public static WireDraft ToEdit(this OutgoingMessage message) => Draft(message) with
    {
        AllowedMentions = Pings(message, message.RepliesTo is not null),
        Flags = message is { Embeds: null, NoPreviews: true } ? null : NewFlags(message, mayBeEphemeral: false) ?? 0,
    };

    /// <summary>The answer that was deferred, whose flags could not be said before.</summary>
    public static WireDraft ToDeferredAnswer(this OutgoingMessage message) => Draft(message) with { Flags = NewFlags(message, mayBeEphemeral: false) };

    public static WireForm ToWire(this Form form) => new(form.CustomId, form.Title, [.. form.Fields.Select(ToWire)]);

    public static int? DeferralFlags(bool ephemeral) => ephemeral ? EphemeralFlag : null;

    private static WireDraft Draft(OutgoingMessage message) => new(message.Content, Pings(message, repliedUser: false))
    {
        Components = message.Components is { } rows ? [.. rows.Select(row => new WireComponent(WireComponent.Row) { Components = [.. row.Components.Select(ToWire)] })] : null,
        Embeds = message.Embeds is { } boxes ? [.. boxes.Select(ToWire)] : null,
    };

    /// <summary>No kind of mention is allowed as such: neither everyone, nor roles, nor users other than those named.</summary>
    private static WireAllowedMentions Pings(OutgoingMessage message, bool repliedUser) => new([], [.. message.MayPing.Distinct().Take(MostPings)], repliedUser);

    private static int? NewFlags(OutgoingMessage message, bool mayBeEphemeral)
    {
        var flags = (message.NoPreviews && message.Embeds is not { Count: > 0 } ? SuppressEmbeds : 0) | (mayBeEphemeral && message.Ephemeral ? EphemeralFlag : 0);
        return flags == 0 ? null : flags;
    }

    private static WireUpload[]? Uploads(OutgoingMessage message) => message.Files.Count == 0 ? null : [.. message.Files.Select((file, index) => new WireUpload(index, file.Name))];

    private static WireEmbed ToWire(Embed box) => new(
        box.Title,
        box.Description,
        box.Color,
        box.Fields.Count == 0 ? null : [.. box.Fields.Select(field => new WireEmbedField(field.Name, field.Value, field.Inline))],
        box.Footer is { } footer ? new WireEmbedFooter(footer) : null);

    private static WireComponent ToWire(Component component) => component switch
    {
        Button button => new WireComponent(WireComponent.Button) { CustomId = button.CustomId, Label = button.Label, Style = (int)button.Style, Disabled = button.Disabled ? true : null },
        Menu menu => new WireComponent(WireComponent.StringSelect)
        {
            CustomId = menu.CustomId,
            Placeholder = menu.Placeholder,
            Options = [.. menu.Options.Select(option => new WireSelectOption(option.Label, option.Value, option.Description))],
        },
        _ => throw new ArgumentException($"A {component.GetType().Name} cannot be sent.", nameof(component)),
    };

    private static WireComponent ToWire(FormField field) => new(WireComponent.LabelType)
    {
        Label = field.Label,
        Component = new WireComponent(WireComponent.TextInput)
        {
            CustomId = field.CustomId,
            Style = field.Paragraph ? 2 : 1,
            Required = field.Required,
            Value = field.Value,
            Placeholder = field.Placeholder,
            MaxLength = field.MostCharacters,
        },
    };
}
