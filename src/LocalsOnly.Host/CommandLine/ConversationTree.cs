using LocalsOnly.Memory;

namespace LocalsOnly.Host.CommandLine;

/// <summary>The turns of a conversation as the tree they are: the branch that the person kept, and those they turned away from.</summary>
internal sealed class ConversationTree
{
    private readonly Dictionary<string, ConversationMessage> _byKey = new(StringComparer.Ordinal);
    private readonly List<ConversationMessage> _turns = [];
    private readonly Dictionary<string, string> _parents = new(StringComparer.Ordinal);
    private readonly ILookup<string, ConversationMessage> _replies;
    private readonly List<ConversationMessage> _kept;

    /// <param name="asked">Key of a message that counts as a turn whatever its kind.</param>
    public ConversationTree(Conversation conversation, string asked)
    {
        foreach (var message in conversation.Messages) _byKey.TryAdd(message.Key, message);
        _turns.AddRange(conversation.Messages.Where(message => message.Kind == MessageKind.Visible || message.Key == asked));
        var turns = _turns.Select(turn => turn.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var turn in _turns) _parents[turn.Key] = Parent(turn, turns);
        _replies = _turns.ToLookup(turn => _parents[turn.Key], StringComparer.Ordinal);
        _kept = [.. _turns.Where(turn => turn.Active)];
    }

    /// <summary>All turns from the beginning through a message to an end, in reading order; where it forks behind the message, the newest branch.</summary>
    /// <param name="key">A turn; what is none gives the branch that the person kept.</param>
    public IReadOnlyList<ConversationMessage> PathThrough(string key)
    {
        if (_turns.Find(turn => turn.Key == key) is not { Active: false } turn) return _kept;
        var branch = new List<ConversationMessage> { turn };
        var seen = new HashSet<string>(StringComparer.Ordinal) { key };
        var fork = _parents[key];
        while (_byKey.TryGetValue(fork, out var above) && !above.Active && seen.Add(fork))
        {
            branch.Insert(0, above);
            fork = _parents[fork];
        }

        while (_replies[branch[^1].Key].LastOrDefault(reply => seen.Add(reply.Key)) is { } next) branch.Add(next);
        return [.. _kept.Take(_kept.FindIndex(kept => kept.Key == fork) + 1), .. branch];
    }

    /// <summary>The messages that stand at the same place as one of a path and are not on it; behind its last message, also what was said after that and given up.</summary>
    public IReadOnlyList<ConversationMessage> BranchesAt(IReadOnlyList<ConversationMessage> path, int position)
    {
        var onPath = path.Select(message => message.Key).ToHashSet(StringComparer.Ordinal);
        var here = _replies[_parents[path[position].Key]];
        if (position == path.Count - 1) here = here.Concat(_replies[path[position].Key]);
        return [.. here.Where(message => !onPath.Contains(message.Key))];
    }

    // Between two turns there may be tool calls and reasoning. The root is the empty key; an export may claim a circle, which ends there too.
    private string Parent(ConversationMessage turn, HashSet<string> turns)
    {
        var above = turn.ParentKey;
        for (var steps = 0; above is not null && !turns.Contains(above) && steps < _byKey.Count; steps++)
            above = _byKey.TryGetValue(above, out var message) ? message.ParentKey : null;
        return above is not null && turns.Contains(above) ? above : "";
    }
}
