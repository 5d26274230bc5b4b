namespace LocalsOnly.Discord;

/// <summary>Section <c>Discord</c>.</summary>
public sealed class DiscordOptions
{
    public const string Section = "Discord";

    /// <summary>Bot token by persona id. Secret: from the environment, user secrets or a file, never from <c>appsettings.json</c>.</summary>
    public Dictionary<string, string> Tokens { get; set; } = [];
}
