namespace LocalsOnly.Agents.Standups;

/// <summary>Section <c>Agents:Standup</c>: who holds the standup and who is asked.</summary>
public sealed class StandupOptions
{
    /// <summary>Id of the persona that writes the report.</summary>
    public string Host { get; set; } = "kelly";

    /// <summary>Ids of those who are asked, in this order; empty for the host's peers.</summary>
    public IReadOnlyList<string> Order { get; set; } = [];
}
