namespace LocalsOnly.Benchmarks.Import.Exports;

/// <summary>What a node of a ChatGPT conversation is.</summary>
internal enum ChatGptNodeKind
{
    Root,
    HiddenSystem,
    CustomInstructions,
    User,
    UserWithImage,
    Assistant,
    CitedAssistant,
    PythonCall,
    PythonOutput,
    SearchCall,
    SearchResult,
    Quote,
    Thoughts,
    ReasoningRecap,
}

/// <summary>A node before it is written.</summary>
/// <param name="Seed">Of what it says.</param>
/// <param name="At">Microseconds since 1970.</param>
internal sealed record ChatGptPlannedNode(Guid Id, ChatGptNodeKind Kind, ChatGptPlannedNode? Parent, ulong Seed, long At)
{
    public List<Guid> Children { get; } = [];

    public string Name => Kind == ChatGptNodeKind.Root ? "client-created-root" : Id.ToString();

    /// <summary>What exports of 2026 still hold.</summary>
    public bool IsInSlim => Kind is ChatGptNodeKind.User or ChatGptNodeKind.UserWithImage or ChatGptNodeKind.Assistant or ChatGptNodeKind.CitedAssistant
        or ChatGptNodeKind.Thoughts or ChatGptNodeKind.ReasoningRecap;
}

/// <summary>The tree of one conversation, with replies made again and questions edited, the same for every layout that it is written in.</summary>
internal sealed class ChatGptPlan
{
    private const double MadeAgain = 0.05;
    private const double Edited = 0.04;
    private const long Second = 1_000_000;

    private readonly ExportRandom _random;
    private readonly ulong _seed;
    private readonly long _begun;
    private long _now;

    /// <param name="seed">Of the export.</param>
    /// <param name="number">Of the conversation in it.</param>
    /// <param name="begun">Microseconds since 1970.</param>
    public ChatGptPlan(ExportRandom random, ulong seed, int number, long begun)
    {
        (_random, _seed, _begun, _now) = (random, seed ^ ((ulong)number << 32), begun, begun);
        random.Seed(_seed);
        Id = random.Id();
        Leaf = Add(ChatGptNodeKind.HiddenSystem, Add(ChatGptNodeKind.Root, null));
        if (random.Chance(0.3)) Leaf = Add(ChatGptNodeKind.CustomInstructions, Leaf);
        var reasons = random.Chance(0.15);
        for (var turns = random.HeavyTailed(median: 5, sigma: 1.0, most: 600); turns > 0; turns--) Leaf = Exchange(Leaf, reasons);
    }

    public Guid Id { get; }

    /// <summary>In the order that they came to be.</summary>
    public List<ChatGptPlannedNode> Nodes { get; } = [];

    /// <summary>Last of the branch that was looked at last.</summary>
    public ChatGptPlannedNode Leaf { get; }

    public long Begun => _begun;

    public long Ended => _now;

    private ChatGptPlannedNode Exchange(ChatGptPlannedNode after, bool reasons)
    {
        // Mostly within minutes, now and then a week later.
        _now += Second * (long)_random.HeavyTailed(median: 90, sigma: 2.2, most: 30 * 86_400);
        var said = Add(_random.Chance(0.04) ? ChatGptNodeKind.UserWithImage : ChatGptNodeKind.User, after);
        if (_random.Chance(Edited))
        {
            Reply(said, reasons);
            said = Add(ChatGptNodeKind.User, after);
        }
        if (_random.Chance(MadeAgain)) Reply(said, reasons);
        return Reply(said, reasons);
    }

    private ChatGptPlannedNode Reply(ChatGptPlannedNode to, bool reasons)
    {
        if (reasons) to = Add(ChatGptNodeKind.ReasoningRecap, Add(ChatGptNodeKind.Thoughts, to));
        if (_random.Chance(0.03))
            for (var i = 1 + _random.Below(3); i > 0; i--) to = Add(ChatGptNodeKind.PythonOutput, Add(ChatGptNodeKind.PythonCall, to));
        if (!_random.Chance(0.05)) return Add(ChatGptNodeKind.Assistant, to);
        to = Add(ChatGptNodeKind.SearchResult, Add(ChatGptNodeKind.SearchCall, to));
        for (var i = _random.Below(4); i > 0; i--) to = Add(ChatGptNodeKind.Quote, to);
        return Add(ChatGptNodeKind.CitedAssistant, to);
    }

    private ChatGptPlannedNode Add(ChatGptNodeKind kind, ChatGptPlannedNode? parent)
    {
        _now += Second / 10 + _random.Below(20 * (int)Second);
        var node = new ChatGptPlannedNode(_random.Id(), kind, parent, _random.Next(), _now);
        parent?.Children.Add(node.Id);
        Nodes.Add(node);
        return node;
    }
}
