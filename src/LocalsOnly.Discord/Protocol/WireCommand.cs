using System.Text.Json;
using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.Protocol;

/// <summary>A command: discord.com/developers/docs/interactions/application-commands#application-command-object.</summary>
/// <param name="Type">1, which is also the default, for those that are typed; 4 starts an activity and belongs to Discord.</param>
internal sealed record WireCommand(string Name, string? Description, int? Type, WireCommandOption[]? Options)
{
    /// <summary>Given by Discord; absent from what is sent.</summary>
    public Snowflake? Id { get; init; }
}

internal sealed record WireCommandOption(int Type, string Name, string? Description)
{
    public bool? Required { get; init; }

    public WireCommandChoice[]? Choices { get; init; }

    public bool? Autocomplete { get; init; }

    public double? MinValue { get; init; }

    public double? MaxValue { get; init; }

    public int? MinLength { get; init; }

    public int? MaxLength { get; init; }

    public WireCommandOption[]? Options { get; init; }
}

/// <param name="Value">Text for text options, a number for whole ones.</param>
internal sealed record WireCommandChoice(string Name, JsonElement Value);
