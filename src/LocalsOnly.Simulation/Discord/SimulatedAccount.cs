namespace LocalsOnly.Simulation.Discord;

/// <summary>Somebody with an account: a person or a bot.</summary>
public abstract class SimulatedAccount
{
    private protected SimulatedAccount(ulong id, string name, string? displayName) => (Id, Name, DisplayName) = (id, name, displayName);

    /// <summary>The snowflake of the user.</summary>
    public ulong Id { get; }

    /// <summary>The user name, which is unique.</summary>
    public string Name { get; }

    /// <summary>What is shown in place of the user name; null for none.</summary>
    public string? DisplayName { get; }

    internal abstract bool IsBot { get; }

    /// <summary>How it mentions them: <c>&lt;@id&gt;</c>.</summary>
    public string Mention => $"<@{Id}>";

    internal SimulatedAuthor AsAuthor() => new(Id, DisplayName ?? Name, IsBot) { UserName = Name, GlobalName = DisplayName };

    public override string ToString() => Name;
}

/// <summary>A person.</summary>
public sealed class SimulatedUser : SimulatedAccount
{
    internal SimulatedUser(ulong id, string name, string? displayName)
        : base(id, name, displayName)
    {
    }

    /// <summary>False: bots that write to them get 50007.</summary>
    public bool AcceptsDirectMessages { get; set; } = true;

    internal override bool IsBot => false;
}

/// <summary>Under which name a message was written.</summary>
/// <param name="Id">Of the user or the webhook.</param>
/// <param name="Name">As shown.</param>
/// <param name="IsBot">A bot or a webhook.</param>
public sealed record SimulatedAuthor(ulong Id, string Name, bool IsBot)
{
    /// <summary>The webhook that wrote it; null when an account did.</summary>
    public ulong? Webhook { get; init; }

    /// <summary>The address of the avatar that a webhook wrote under; null for its own.</summary>
    public string? AvatarUrl { get; init; }

    internal string UserName { get; init; } = Name;

    internal string? GlobalName { get; init; }
}
