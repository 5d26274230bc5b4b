using LocalsOnly.Simulation.Discord.State;

namespace LocalsOnly.Simulation.Discord;

/// <summary>A server. Its <c>@everyone</c> is the role with its own id.</summary>
public sealed class SimulatedGuild
{
    private readonly World _world;

    internal SimulatedGuild(World world, ulong id, string name, SimulatedUser owner)
    {
        (_world, Id, Name, Owner) = (world, id, name, owner);
        Roles.Add(new SimulatedRole(id, "@everyone", false, 0));
        Members[owner.Id] = new SimulatedMember(owner, [], world.Time.GetUtcNow());
    }

    public ulong Id { get; }

    public string Name { get; }

    internal SimulatedUser Owner { get; }

    internal List<SimulatedChannel> Channels { get; } = [];

    internal List<SimulatedRole> Roles { get; } = [];

    internal Dictionary<ulong, SimulatedMember> Members { get; } = [];

    /// <summary>A channel for text.</summary>
    /// <param name="name">Without <c>#</c>.</param>
    /// <param name="topic">Shown above it; null for none.</param>
    public SimulatedChannel AddChannel(string name, string? topic = null) => _world.AddChannel(this, name, SimulatedChannelKind.Text, topic);

    /// <summary>A channel of threads only.</summary>
    public SimulatedChannel AddForum(string name) => _world.AddChannel(this, name, SimulatedChannelKind.Forum, null);

    /// <param name="name">Without <c>@</c>.</param>
    /// <param name="mentionable">Everybody may ping it.</param>
    public SimulatedRole AddRole(string name, bool mentionable = true) => _world.AddRole(this, name, mentionable);

    /// <summary>Lets somebody in, or gives them further roles.</summary>
    public void Add(SimulatedAccount account, params ReadOnlySpan<SimulatedRole> roles) => _world.Join(this, account, roles.ToArray());

    /// <summary>Puts somebody out. A bot is told that the server is gone.</summary>
    public void Remove(SimulatedAccount account) => _world.Leave(this, account);
}

/// <param name="Id">Snowflake.</param>
/// <param name="Mentionable">Everybody may ping it.</param>
public sealed record SimulatedRole(ulong Id, string Name, bool Mentionable, int Position)
{
    public string Mention => $"<@&{Id}>";
}

internal sealed record SimulatedMember(SimulatedAccount Account, IReadOnlyList<ulong> Roles, DateTimeOffset JoinedAt);
