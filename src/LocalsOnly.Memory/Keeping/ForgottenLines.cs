using LocalsOnly.Memory.Archive;

namespace LocalsOnly.Memory.Keeping;

/// <summary>Lines that a later line says must be forgotten: those that a rewrite has to leave out, also when it is not the first that tries.</summary>
internal sealed class ForgottenLines
{
    private readonly Dictionary<(string Owner, string Hash), LineLocation> _last = [];

    public ForgottenLines(IEnumerable<ArchiveBlock> archive)
    {
        foreach (var block in archive)
            foreach (var line in block.Lines())
                if (block.Parse(line, out _) is { Kind: EntryKind.Forget } entry)
                    foreach (var hash in (entry.Keys ?? []).Concat(entry.Parts?.Keys ?? [])) _last[(entry.Owner, hash)] = line;
    }

    public bool Contains(ArchiveEntry entry, LineLocation line) =>
        ((entry.Conversation?.Key ?? entry.ConversationKey) is { } key && IsForgottenAfter(line, entry.Owner, KeyHash.Of(key))) ||
        (entry.Origin is { } origin && IsForgottenAfter(line, entry.Owner, origin)) || (entry.Part is { } part && IsForgottenAfter(line, entry.Owner, part));

    private bool IsForgottenAfter(LineLocation line, string owner, string hash) => _last.TryGetValue((owner, hash), out var forget) && IsBefore(line, forget);

    private static bool IsBefore(LineLocation one, LineLocation other) =>
        (one.Segment, one.Block, one.Start).CompareTo((other.Segment, other.Block, other.Start)) < 0;
}
