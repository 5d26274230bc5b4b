namespace LocalsOnly.Discord.Transport;

/// <summary>A command, a press, a choice or a form, and what is needed to answer it.</summary>
/// <param name="Token">Answers it for 15 minutes. A secret.</param>
public sealed record DiscordInteraction(Snowflake Id, string Token, Snowflake Application, InteractionKind Kind, DiscordUser User, Snowflake Channel)
{
    public Snowflake? Guild { get; init; }

    /// <summary>Roles of the user in the server.</summary>
    public IReadOnlyList<Snowflake> Roles { get; init; } = [];

    /// <summary>Name of the command; empty for what is not one.</summary>
    public string Command { get; init; } = "";

    /// <summary>Name of the subcommand; null when the command has none.</summary>
    public string? Subcommand { get; init; }

    /// <summary>Options of the command, or fields of the form, as text: numbers and truth values as JSON writes them, ids as digits.</summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>();

    /// <summary>Files given to the command, by option.</summary>
    public IReadOnlyDictionary<string, DiscordAttachment> Attachments { get; init; } = new Dictionary<string, DiscordAttachment>();

    /// <summary>The option being typed, for a completion.</summary>
    public string? Focused { get; init; }

    /// <summary>What the button, menu or form was named by.</summary>
    public string CustomId { get; init; } = "";

    /// <summary>What was chosen from a menu.</summary>
    public IReadOnlyList<string> Chosen { get; init; } = [];

    /// <summary>The message that the button or menu is on; null when there is none.</summary>
    public Snowflake? Message { get; init; }

    /// <summary>Without the token, because records end up in logs.</summary>
    public override string ToString() => $"{Kind} {Id} by {User.Id} in {Channel}";
}

public enum InteractionKind
{
    Command,
    Component,
    Form,
    Completion,
}
