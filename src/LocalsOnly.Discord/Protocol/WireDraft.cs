using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.Protocol;

/// <summary>A message that is sent or changed: discord.com/developers/docs/resources/message#create-message.</summary>
/// <param name="AllowedMentions">Without it Discord pings everyone whom the text names.</param>
internal sealed record WireDraft(string Content, WireAllowedMentions AllowedMentions)
{
    public string? Nonce { get; init; }

    /// <summary>Makes Discord look whether a message with the nonce is there already.</summary>
    public bool? EnforceNonce { get; init; }

    public WireReference? MessageReference { get; init; }

    public WireComponent[]? Components { get; init; }

    public WireEmbed[]? Embeds { get; init; }

    public int? Flags { get; init; }

    public WireUpload[]? Attachments { get; init; }

    /// <summary>For webhooks.</summary>
    public string? Username { get; init; }

    public string? AvatarUrl { get; init; }
}

/// <summary>Whom a message may ping: discord.com/developers/docs/resources/message#allowed-mentions-object.</summary>
internal sealed record WireAllowedMentions(string[] Parse, Snowflake[] Users, bool RepliedUser);

/// <summary>Names the file that is sent as <c>files[Id]</c>.</summary>
internal sealed record WireUpload(int Id, string Filename);

internal sealed record WireEmbed(string? Title, string? Description, int? Color, WireEmbedField[]? Fields, WireEmbedFooter? Footer);

internal sealed record WireEmbedField(string Name, string Value, bool Inline);

internal sealed record WireEmbedFooter(string Text);
