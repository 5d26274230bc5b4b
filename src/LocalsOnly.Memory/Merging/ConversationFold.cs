namespace LocalsOnly.Memory.Merging;

/// <summary>
/// What the house knows of a conversation: a function of the set of exports that were seen of it, each an observation. Every part is the greatest
/// of what the observations offer under a total order, or their union, so that the order in which they arrive, and how often, makes no difference;
/// and undoing an import is folding what is left.
/// </summary>
/// <remarks>
/// The newest export, by (updated, messages, digest), decides leaf and kind, and title, model, account and project as far as it names them. Of each
/// message the richest form is kept, because exports of 2026 hold less of an old message than earlier ones did; of a document, of a project's instructions and of what a vendor noted the newest, because they are shortened. What the newest lacks is kept:
/// absence never deletes.
/// </remarks>
internal sealed class ConversationFold
{
    private readonly Dictionary<string, MessageUnion> _messages = new(StringComparer.Ordinal);
    private readonly HashSet<Digest> _seen = [];
    private Newest<Conversation> _head;
    private Newest<Audience> _audience;
    private Newest<string> _title;
    private int _titleRank = -1;
    private Newest<string> _model;
    private Newest<string> _account;
    private Newest<string> _project;
    private DateTimeOffset? _created;

    /// <summary>Distinct observations so far.</summary>
    public int Count => _seen.Count;

    /// <summary>The one conversation that some observations make together.</summary>
    public static Conversation Of(params IEnumerable<Conversation> observations)
    {
        var fold = new ConversationFold();
        foreach (var observed in observations) fold.Add(observed, Digest.Of(observed), Audience.Everyone);
        return fold.Result().Conversation;
    }

    /// <summary>Takes an observation in; one that was taken in before changes nothing.</summary>
    public void Add(Conversation observed, Digest digest, Audience audience)
    {
        if (!_seen.Add(digest)) return;
        var rank = ObservationRank.Of(observed, digest);
        _head = _head.Or(observed, rank);
        _audience = _audience.Or(audience, rank);
        AddTitle(observed, rank);
        _model = _model.Or(observed.Model, rank);
        _account = _account.Or(observed.Account, rank);
        _project = _project.Or(observed.Project, rank);
        if (observed.CreatedAt is { } created && !(_created <= created)) _created = created;
        var form = new ObservedForm(
            rank, IsList: observed.Kind is ConversationKind.Project or ConversationKind.Memory, NamesParents: observed.ParentsGuessed != true);
        foreach (var message in observed.Messages)
        {
            if (_messages.TryGetValue(message.Key, out var union)) union.Add(message, form);
            else _messages[message.Key] = new MessageUnion(message, form);
        }
    }

    /// <summary>The conversation as far as it is known, with branch and order worked out anew, and who may see it.</summary>
    /// <exception cref="InvalidOperationException">Nothing was taken in.</exception>
    public (Conversation Conversation, Audience Audience) Result()
    {
        var head = _head.Value ?? throw new InvalidOperationException("There is no observation to fold.");
        var folded = head with
        {
            Title = _title.Value!,
            TitleBorrowed = null,
            ParentsGuessed = null,
            ExportedAt = null,
            CreatedAt = _created,
            Model = _model.Value,
            Account = _account.Value,
            Project = _project.Value,
            Leaf = head.Leaf is { } leaf && _messages.ContainsKey(leaf) ? leaf : null,
            Messages = new MessageTree(_messages, head).Linearise(),
        };
        return (folded, _audience.Value!);
    }

    // A name before what stands in for one, and of equals the newest.
    private void AddTitle(Conversation observed, ObservationRank rank)
    {
        var titleRank = FallbackTitle.Rank(observed);
        if (titleRank < _titleRank) return;
        if (titleRank > _titleRank) (_title, _titleRank) = (default, titleRank);
        _title = _title.Or(observed.Title, rank);
    }

    /// <summary>The value of the newest observation that has one.</summary>
    private readonly record struct Newest<T>(T? Value, ObservationRank Rank) where T : class
    {
        public Newest<T> Or(T? value, ObservationRank rank) =>
            value is null || (Value is not null && Rank.CompareTo(rank) >= 0) ? this : new Newest<T>(value, rank);
    }
}
