namespace LocalsOnly.Discord.Transport;

/// <summary>A message to be written, or what one is to become. Whatever it says, it pings nobody but <see cref="MayPing"/> and, when it replies, whom it replies to.</summary>
/// <param name="Content">At most 2,000 UTF-16 units.</param>
public sealed record OutgoingMessage(string Content)
{
    /// <summary>Discord's limit for the content, in UTF-16 units.</summary>
    public const int MostUnits = 2000;

    /// <summary>The message of the same channel that it replies to; null for none. A message that is gone is no obstacle.</summary>
    public Snowflake? RepliesTo { get; init; }

    /// <summary>
    /// At most 25 characters. A second message with the same one within minutes is not written; the first is returned instead. Null: nothing guards against
    /// writing it twice.
    /// </summary>
    public string? Nonce { get; init; }

    /// <summary>Users whom it may ping.</summary>
    public IReadOnlyList<Snowflake> MayPing { get; init; } = [];

    /// <summary>Null leaves them as they are when a message is changed; empty removes them.</summary>
    public IReadOnlyList<ComponentRow>? Components { get; init; }

    public IReadOnlyList<Embed>? Embeds { get; init; }

    /// <summary>Files to be added.</summary>
    public IReadOnlyList<OutgoingFile> Files { get; init; } = [];

    /// <summary>Only whoever asked sees it; for answers to interactions.</summary>
    public bool Ephemeral { get; init; }

    /// <summary>Links in it show no preview.</summary>
    public bool NoPreviews { get; init; } = true;
}

/// <param name="Name">With its ending.</param>
public sealed record OutgoingFile(string Name, ReadOnlyMemory<byte> Content, string ContentType);

/// <summary>A box beside the text.</summary>
/// <param name="Title">At most 256 characters.</param>
/// <param name="Description">At most 4,096 characters.</param>
/// <param name="Color">24 bits: red, green, blue.</param>
public sealed record Embed(string? Title, string? Description, int? Color = null)
{
    public IReadOnlyList<EmbedField> Fields { get; init; } = [];

    public string? Footer { get; init; }
}

/// <param name="Name">At most 256 characters.</param>
/// <param name="Value">At most 1,024 characters.</param>
public sealed record EmbedField(string Name, string Value, bool Inline = false);

/// <summary>A line under a message: up to five buttons, or one menu.</summary>
public sealed record ComponentRow(IReadOnlyList<Component> Components)
{
    public ComponentRow(params ReadOnlySpan<Component> components)
        : this((IReadOnlyList<Component>)components.ToArray())
    {
    }
}

/// <param name="CustomId">What comes back when it is used: at most 100 characters.</param>
public abstract record Component(string CustomId);

/// <param name="Label">At most 80 characters.</param>
public sealed record Button(string CustomId, string Label, ButtonStyle Style = ButtonStyle.Secondary, bool Disabled = false) : Component(CustomId);

public enum ButtonStyle
{
    Primary = 1,
    Secondary = 2,
    Success = 3,
    Danger = 4,
}

/// <summary>A menu from which one thing is chosen.</summary>
/// <param name="Options">1 to 25.</param>
public sealed record Menu(string CustomId, string Placeholder, IReadOnlyList<MenuOption> Options) : Component(CustomId);

/// <param name="Label">At most 100 characters.</param>
/// <param name="Description">At most 100 characters.</param>
public sealed record MenuOption(string Value, string Label, string? Description = null);

/// <summary>A form that opens over Discord.</summary>
/// <param name="Title">At most 45 characters.</param>
/// <param name="Fields">1 to 5.</param>
public sealed record Form(string CustomId, string Title, IReadOnlyList<FormField> Fields);

/// <param name="Label">At most 45 characters.</param>
public sealed record FormField(string CustomId, string Label, bool Paragraph = false, bool Required = true, string? Value = null, string? Placeholder = null, int? MostCharacters = null);
