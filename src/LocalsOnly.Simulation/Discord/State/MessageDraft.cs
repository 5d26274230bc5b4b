using System.Text.Json;

namespace LocalsOnly.Simulation.Discord.State;

/// <summary>A message that is to be written.</summary>
internal sealed record MessageDraft(SimulatedChannel Channel, SimulatedAuthor Author, string Content)
{
    /// <summary>Null for a new one.</summary>
    public ulong? Id { get; init; }

    public SimulatedMessage? RepliesTo { get; init; }

    /// <summary>A reply pings whom it replies to, unless its <c>allowed_mentions</c> say otherwise.</summary>
    public bool ReplyPings { get; init; } = true;

    public JsonElement AllowedMentions { get; init; }

    public bool PingsEveryone { get; init; }

    public IReadOnlyList<JsonElement> Components { get; init; } = [];

    public IReadOnlyList<JsonElement> Embeds { get; init; } = [];

    public IReadOnlyList<SimulatedFile> Files { get; init; } = [];

    public int Flags { get; init; }

    public bool Tts { get; init; }

    public string? Nonce { get; init; }

    /// <summary>The bot that sends it, and is told the nonce.</summary>
    public SimulatedBot? Sender { get; init; }

    public int? Type { get; init; }

    public SimulatedInteraction? Interaction { get; init; }

    public ulong? Application { get; init; }

    public bool IsEmpty => Content.Length == 0 && Embeds.Count == 0 && Components.Count == 0 && Files.Count == 0;
}

/// <summary>What of a message is to be changed; what is null stays.</summary>
internal sealed record MessageChange
{
    public string? Content { get; init; }

    public IReadOnlyList<JsonElement>? Components { get; init; }

    public IReadOnlyList<JsonElement>? Embeds { get; init; }

    /// <summary>Ids of the files that stay.</summary>
    public IReadOnlyList<ulong>? KeptFiles { get; init; }

    public IReadOnlyList<SimulatedFile> NewFiles { get; init; } = [];

    public JsonElement AllowedMentions { get; init; }

    public int? Flags { get; init; }
}
