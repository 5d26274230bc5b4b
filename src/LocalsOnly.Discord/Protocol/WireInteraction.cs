using System.Text.Json;
using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.Protocol;

/// <summary>An interaction: discord.com/developers/docs/interactions/receiving-and-responding#interaction-object.</summary>
/// <param name="Type">2 command, 3 component, 4 autocompletion, 5 form.</param>
internal sealed record WireInteraction(Snowflake Id, Snowflake ApplicationId, int Type, string? Token, WireInteractionData? Data)
{
    public Snowflake? GuildId { get; init; }

    public Snowflake? ChannelId { get; init; }

    public WireChannel? Channel { get; init; }

    /// <summary>In a server; <see cref="User"/> elsewhere.</summary>
    public WireMember? Member { get; init; }

    public WireUser? User { get; init; }

    public WireMessage? Message { get; init; }
}

/// <summary>What was used, and with what.</summary>
internal sealed record WireInteractionData
{
    /// <summary>Of a command.</summary>
    public string? Name { get; init; }

    public WireChosenOption[]? Options { get; init; }

    public WireResolved? Resolved { get; init; }

    /// <summary>Of a component or a form.</summary>
    public string? CustomId { get; init; }

    public string[]? Values { get; init; }

    public WireFilledComponent[]? Components { get; init; }
}

/// <summary>An option with its value, or a subcommand with its options.</summary>
internal sealed record WireChosenOption(string Name, int Type)
{
    public JsonElement Value { get; init; }

    public bool? Focused { get; init; }

    public WireChosenOption[]? Options { get; init; }
}

/// <summary>A component of a form that was sent: a label with one inside, the older row with several, or the field itself.</summary>
internal sealed record WireFilledComponent
{
    public string? CustomId { get; init; }

    public JsonElement Value { get; init; }

    public string[]? Values { get; init; }

    public WireFilledComponent? Component { get; init; }

    public WireFilledComponent[]? Components { get; init; }
}

/// <summary>What the ids in an interaction stand for.</summary>
internal sealed record WireResolved(Dictionary<Snowflake, WireAttachment>? Attachments);
