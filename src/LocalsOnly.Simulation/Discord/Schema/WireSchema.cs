using System.Text.Json;

namespace LocalsOnly.Simulation.Discord.Schema;

/// <summary>The documented types of what goes over the wire, both ways.</summary>
internal static class WireSchema
{
    private static readonly Dictionary<string, SchemaNode> s_sent = SchemaReading.Read(SentSchema.Objects, SentSchema.Messages, SentSchema.Interactions, SentSchema.Events);
    private static readonly Dictionary<string, SchemaNode> s_taken = SchemaReading.Read(
        TakenSchema.Components, TakenSchema.Messages, TakenSchema.Commands, TakenSchema.Others, TakenSchema.Gateway);

    private static readonly Dictionary<int, string> s_frames = new()
    {
        [1] = "Heartbeat",
        [2] = "Identify",
        [3] = "PresenceUpdate",
        [4] = "VoiceStateUpdate",
        [6] = "Resume",
        [8] = "RequestGuildMembers",
        [31] = "RequestSoundboardSounds",
        [43] = "RequestChannelInfo",
    };

    /// <summary>A payload of a client to the gateway.</summary>
    /// <returns>What is wrong with it; nothing for an op that does not exist.</returns>
    public static IReadOnlyList<SchemaProblem> Frame(int op, JsonElement payload) => s_frames.TryGetValue(op, out var type) ? Taken(type, payload) : [];

    /// <summary>Something that a client sends, against its type.</summary>
    public static IReadOnlyList<SchemaProblem> Taken(string type, JsonElement value) =>
        type[0] == '[' ? Check(new ListNode(s_taken[type[1..^1]], 0, int.MaxValue), value) : Check(s_taken[type], value);

    /// <summary>Something that Discord sends, against its type.</summary>
    public static IReadOnlyList<SchemaProblem> Sent(string type, JsonElement value) =>
        s_sent.TryGetValue(type, out var node) ? Check(node, value) : [new SchemaProblem([], null, $"{type} is no documented type")];

    private static IReadOnlyList<SchemaProblem> Check(SchemaNode node, JsonElement value)
    {
        var walk = new SchemaWalk();
        node.Check(value, walk);
        return walk.Problems;
    }
}
