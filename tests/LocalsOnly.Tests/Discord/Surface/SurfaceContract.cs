using Microsoft.Extensions.DependencyInjection;

namespace LocalsOnly.Tests.Discord;

/// <summary>What people meet in the chat, whatever carries it there; the classes under it say of what it consists, and those under them what carries it.</summary>
public abstract class SurfaceContract
{
    /// <summary>Registers the transport that is held to it, over what <c>AddDiscord</c> registers.</summary>
    internal abstract void Carry(IServiceCollection services);

    private protected Task<ChatHouse> OfBotsAsync(params string[] personas) => ChatHouse.OfBotsAsync(Carry, personas);

    private protected Task<ChatHouse> OfOneBotAsync(params string[] personas) => ChatHouse.OfOneBotAsync(Carry, personas);
}
