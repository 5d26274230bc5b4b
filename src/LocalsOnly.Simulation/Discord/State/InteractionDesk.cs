using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace LocalsOnly.Simulation.Discord.State;

/// <summary>The interactions that people began: who must answer them, and until when. Called under the world's gate.</summary>
/// <remarks>discord.com/developers/docs/interactions/receiving-and-responding#followup-messages: 3 s for the first answer, 15 minutes for the rest.</remarks>
internal sealed class InteractionDesk(World world)
{
    private const int Kept = 2000;
    private static readonly TimeSpan s_firstAnswer = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_lifetime = TimeSpan.FromMinutes(15);

    private readonly Dictionary<string, SimulatedInteraction> _byToken = new(StringComparer.Ordinal);
    private readonly Queue<SimulatedInteraction> _order = new();

    public static string NewToken(ulong id) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"interaction:{id}:{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(48))}"));

    public SimulatedInteraction Begin(SimulatedInteraction interaction)
    {
        _byToken[interaction.Token] = interaction;
        _order.Enqueue(interaction);
        if (_order.Count > Kept)
            Forget(_order.Dequeue());
        interaction.Deadline = world.Time.CreateTimer(_ => Expire(interaction, SimulatedInteractionState.Waiting), null, s_firstAnswer, Timeout.InfiniteTimeSpan);
        world.Announcer.Interaction(interaction);
        world.Changed.Beat();
        return interaction;
    }

    public SimulatedInteraction? Find(string token) => _byToken.GetValueOrDefault(token);

    /// <summary>Its token answers nothing any more.</summary>
    public bool IsOver(SimulatedInteraction interaction) => world.Time.GetUtcNow() - SnowflakeClock.TimeOf(interaction.Id) > s_lifetime;

    public void Settle(SimulatedInteraction interaction, SimulatedInteractionState state)
    {
        interaction.Deadline?.Dispose();
        interaction.Deadline = state == SimulatedInteractionState.Deferred
            ? world.Time.CreateTimer(_ => Expire(interaction, SimulatedInteractionState.Deferred), null, s_lifetime, Timeout.InfiniteTimeSpan)
            : null;
        interaction.Become(state);
        world.Changed.Beat();
    }

    /// <summary>Changes a message that answers an interaction, wherever it is kept.</summary>
    public SimulatedMessage Change(SimulatedMessage message, MessageChange change)
    {
        var changed = world.Messages.Change(message, change);
        if (changed.IsEphemeral)
            changed.Interaction!.Private[changed.Id] = changed;
        return changed;
    }

    private void Expire(SimulatedInteraction interaction, SimulatedInteractionState still)
    {
        lock (world.Gate)
            if (interaction.State == still) Settle(interaction, SimulatedInteractionState.Expired);
    }

    private void Forget(SimulatedInteraction interaction)
    {
        _byToken.Remove(interaction.Token);
        interaction.Deadline?.Dispose();
        FileShelf.Drop(world, interaction.Files);
        FileShelf.Drop(world, interaction.Private.Values.SelectMany(message => message.Files));
    }
}
