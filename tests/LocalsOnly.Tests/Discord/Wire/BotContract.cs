using LocalsOnly.Discord;
using LocalsOnly.Discord.Transport;
using LocalsOnly.Simulation.Discord;

namespace LocalsOnly.Tests.Discord.Wire;

/// <summary>What every transport does in the same way; the classes under it say of what it consists, and those under them what carries it.</summary>
public abstract class BotContract
{
    /// <summary>The transport that is held to it.</summary>
    internal abstract IDiscordTransport Make(DiscordBotOptions options, LogLines log);

    private protected Task<SimulatedScene> OpenAsync(SimulatedDiscordOptions? options = null) => SimulatedScene.OpenAsync(Make, options);

    private protected Task<SimulatedScene> ConnectAsync(SimulatedDiscordOptions? options = null) => SimulatedScene.ConnectAsync(Make, options);
}
