using FsCheck;
using FsCheck.Fluent;
using LocalsOnly.Memory;

namespace LocalsOnly.Tests.Memory;

/// <summary>
/// One conversation as a series of exports has it: grown, cut off, stripped to what a slim export keeps, with branches that were left. Made from a size
/// and a seed, so that a failing case shrinks to fewer messages.
/// </summary>
internal sealed record ExportStory(string Id, int Size, int Seed, IReadOnlyList<Conversation> Exports)
{
    private const int MostExports = 5;

    public static Arbitrary<ExportStory> Any { get; } = Arb.From(
        from size in Gen.Choose(1, 12)
        from seed in Gen.Choose(0, int.MaxValue)
        select Make("a", size, seed),
        story => Enumerable.Range(1, story.Size - 1).Select(size => Make(story.Id, size, story.Seed)));

    /// <summary>Several conversations with their exports.</summary>
    public static Arbitrary<ExportStory[]> Several { get; } = Arb.From(
        from count in Gen.Choose(1, 4)
        from seed in Gen.Choose(0, int.MaxValue)
        select Enumerable.Range(0, count).Select(i => Make($"c{i}", 1 + ((seed >> i) % 7), seed ^ i)).ToArray());

    public static ExportStory Make(string id, int size, int seed)
    {
        var random = new Random(seed);
        var tree = Tree(id, size, random);
        var exports = Enumerable.Range(0, random.Next(1, MostExports + 1)).Select(_ => Export(id, tree, random)).ToList();
        return new ExportStory(id, size, seed, exports);
    }

    public override string ToString() => $"size {Size}, seed {Seed}, {Exports.Count} exports of {string.Join(", ", Exports.Select(export => export.Messages.Count))} messages";

    private static List<ConversationMessage> Tree(string id, int size, Random random)
    {
        var messages = new List<ConversationMessage>();
        for (var i = 0; i < size; i++)
        {
            var parent = i == 0 || random.Next(12) == 0 ? null : messages[random.Next(Math.Max(0, i - 3), i)];
            var isBeside = parent is not null && random.Next(6) == 0;
            var key = isBeside ? $"{parent!.Key}:note-{i}" : $"chatgpt:{id}:{(char)('a' + random.Next(26))}{i}";
            var kind = isBeside ? MessageKind.Document : random.Next(4) == 0 ? MessageKind.ToolCall : MessageKind.Visible;
            messages.Add(new ConversationMessage(
                key, parent?.Key, (MessageAuthor)random.Next(2), kind, false, random.Next(5) == 0 ? null : Talk.Start.AddMinutes(random.Next(5)),
                new string((char)('a' + random.Next(26)), random.Next(1, 9)), random.Next(3) == 0 ? ["one.pdf", "two.png"] : []));
        }
        return messages;
    }

    private static Conversation Export(string id, List<ConversationMessage> tree, Random random)
    {
        IEnumerable<ConversationMessage> seen = tree.Take(random.Next(1, tree.Count + 1));
        var isSlim = random.Next(3) == 0;
        if (isSlim) seen = seen.Where(message => message.Kind != MessageKind.ToolCall);
        var kept = seen.ToDictionary(message => message.Key);
        var messages = kept.Values.Select(message => message with
        {
            ParentKey = isSlim ? Above(message, tree, kept) : message.ParentKey,
            Text = random.Next(4) == 0 ? message.Text[..(message.Text.Length / 2)] : message.Text,
            Attachments = isSlim ? [.. message.Attachments.Take(1)] : message.Attachments,
            Partial = random.Next(8) == 0,
            Flattened = random.Next(6) == 0 ? true : null,
            Model = random.Next(3) == 0 ? "model-b" : null,
        }).ToList();
        var isGuessed = !isSlim && random.Next(4) == 0;
        if (isGuessed) messages = InOrder(messages);
        var leaf = messages.Count == 0 ? null : messages[random.Next(messages.Count)].Key;
        var path = new HashSet<string>();
        for (var key = leaf; key is not null && path.Add(key);) key = messages.FirstOrDefault(message => message.Key == key)?.ParentKey;
        var title = random.Next(3) switch { 0 => FallbackTitle.Of(messages), _ => $"Title {random.Next(3)}" };
        return new Conversation(
            $"chatgpt:{id}", "chatgpt", title, random.Next(3) == 0 ? null : Talk.Start.AddDays(-random.Next(2)),
            random.Next(4) == 0 ? null : Talk.Start.AddHours(random.Next(3)), random.Next(2) == 0 ? null : "model", random.Next(2) == 0 ? null : "account",
            [.. messages.Select(message => message with { Active = path.Contains(message.Key) })])
        {
            Leaf = random.Next(2) == 0 ? leaf : null,
            TitleBorrowed = random.Next(4) == 0 ? true : null,
            ParentsGuessed = isGuessed ? true : null,
        };
    }

    // As an export that names no parents is read: each message hangs on the one before it.
    private static List<ConversationMessage> InOrder(List<ConversationMessage> messages)
    {
        string? last = null;
        var linked = new List<ConversationMessage>();
        foreach (var message in messages)
        {
            var isBeside = message.Kind == MessageKind.Document;
            linked.Add(isBeside ? message : message with { ParentKey = last });
            if (!isBeside) last = message.Key;
        }
        return linked;
    }

    private static string? Above(ConversationMessage message, List<ConversationMessage> tree, Dictionary<string, ConversationMessage> kept)
    {
        var parent = message.ParentKey;
        while (parent is not null && !kept.ContainsKey(parent)) parent = tree.First(above => above.Key == parent).ParentKey;
        return parent;
    }
}
