namespace LocalsOnly.Discord.Transport;

/// <summary>A slash command as people see it.</summary>
/// <param name="Name">1 to 32 lower-case letters, digits, <c>-</c> or <c>_</c>.</param>
/// <param name="Description">1 to 100 characters.</param>
public sealed record CommandDefinition(string Name, string Description)
{
    public IReadOnlyList<CommandOption> Options { get; init; } = [];

    /// <summary>With subcommands, the command itself cannot be used and has no options.</summary>
    public IReadOnlyList<CommandDefinition> Subcommands { get; init; } = [];
}

public sealed record CommandOption(string Name, string Description, CommandOptionKind Kind = CommandOptionKind.Text, bool Required = false)
{
    /// <summary>At most 25; empty for anything.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Completed while it is typed. Not together with <see cref="Choices"/>.</summary>
    public bool Completes { get; init; }

    public int? Least { get; init; }

    public int? Most { get; init; }
}

/// <summary>Discord's numbers for the types of options.</summary>
public enum CommandOptionKind
{
    Text = 3,
    Whole = 4,
    Truth = 5,
    User = 6,
    Channel = 7,
    File = 11,
}

/// <summary>What a sync of commands changed.</summary>
public sealed record CommandSync(int Created, int Changed, int Deleted, int Unchanged);
