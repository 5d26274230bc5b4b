using LocalsOnly.Memory;

namespace LocalsOnly.Host.Mcp;

/// <summary>What a server shows of the memory: the one scope that every tool asks within, and how its times are told.</summary>
/// <param name="Persona">Whose view it is; null for what all personas share.</param>
/// <param name="Sources">The only sources that are shown; null for all.</param>
/// <param name="Zone">The person's.</param>
internal sealed record MemoryView(string? Persona, IReadOnlyList<string>? Sources, TimeZoneInfo Zone)
{
    // A name that no persona has: nothing is its own, so it sees what is shared and nothing else. No persona at all would be the owner, who sees everything.
    private const string Nobody = "";

    public MemoryScope Scope { get; } = new(MemoryScope.DefaultOwner, Persona ?? Nobody, Sources: Sources);

    /// <summary>A time as the person's clock showed it, with its offset.</summary>
    public DateTimeOffset? InZone(DateTimeOffset? at) => at is { } time ? TimeZoneInfo.ConvertTime(time, Zone) : null;
}
