namespace LocalsOnly.Simulation.Discord;

/// <summary>A webhook of a channel.</summary>
/// <param name="Id">Snowflake.</param>
/// <param name="Creator">The bot that made it.</param>
public sealed record SimulatedWebhook(ulong Id, SimulatedChannel Channel, string Name, SimulatedBot Creator)
{
    internal string Token { get; init; } = "";
}
