using LocalsOnly.Import.Reading;
using LocalsOnly.Memory;

namespace LocalsOnly.Import.ChatGpt;

/// <summary>
/// The notes of all conversations of an import, each once. One that was made in a conversation goes when that is forgotten; one that conversations only list was made in none of them. In whatever
/// order they are read, the same comes of them.
/// </summary>
internal sealed class GatheredNotes
{
    private const string Key = $"{ChatGptReader.Source}:memory";

    private readonly Dictionary<string, Known> _notes = new(StringComparer.Ordinal);

    /// <summary>Takes in what a conversation carries; returns whether that is anything.</summary>
    /// <param name="conversation">It.</param>
    /// <param name="remembered">Its notes.</param>
    /// <param name="account">Whose it is, where the export says so.</param>
    /// <param name="isForgotten">The person had it forgotten: what it lists is not taken from it.</param>
    public bool Add(Conversation conversation, IReadOnlyList<MemoryNote> remembered, string? account, bool isForgotten)
    {
        var any = false;
        foreach (var note in remembered)
        {
            if (isForgotten && note.IsListed) continue;
            any = true;
            var gathered = new Gathered(note, conversation.CreatedAt ?? DateTimeOffset.MaxValue, conversation.Key, account);
            if (!_notes.TryGetValue(note.Text, out var known)) _notes[note.Text] = known = new Known(gathered);
            known.Add(gathered);
        }
        return any;
    }

    /// <summary>Each note as a part of the memory <c>chatgpt:memory</c>. The key of a note is a hash of its words.</summary>
    public IReadOnlyList<GatheredPart> Parts() =>
        [.. _notes.Values.OrderBy(known => known.At ?? DateTimeOffset.MaxValue).ThenBy(known => known.First.Note.Text, StringComparer.Ordinal).Select(Part)];

    private static GatheredPart Part(Known known)
    {
        var ((text, _, isListed), _, conversation, _) = known.First;
        var at = known.At;
        var message = new ConversationMessage($"{Key}:{ExportId.OfText(text)}", ParentKey: null, MessageAuthor.Assistant, MessageKind.Visible, Active: true, at, text, []);
        var part = new Conversation(Key, ChatGptReader.Source, "What ChatGPT noted about me", at, at, Model: null, known.Account, [message]) { Kind = ConversationKind.Memory };
        return new GatheredPart(part, message.Key, isListed ? null : conversation);
    }

    /// <summary>A note, wherever it was met: what the first of those does not say, the others do.</summary>
    private sealed class Known(Gathered gathered)
    {
        private DateTimeOffset? _earliest;
        private string? _account;

        /// <summary>Where it is from.</summary>
        public Gathered First { get; private set; } = gathered;

        public DateTimeOffset? At => First.Note.At ?? _earliest;

        public string? Account => First.Account ?? _account;

        public void Add(Gathered gathered)
        {
            if (gathered.CompareTo(First) < 0) First = gathered;
            if (gathered.Note.At is { } at && !(_earliest <= at)) _earliest = at;
            if (gathered.Account is { } account && (_account is null || string.CompareOrdinal(account, _account) < 0)) _account = account;
        }
    }

    private readonly record struct Gathered(MemoryNote Note, DateTimeOffset Created, string Conversation, string? Account) : IComparable<Gathered>
    {
        public int CompareTo(Gathered other)
        {
            var order = Note.IsListed.CompareTo(other.Note.IsListed);
            if (order == 0) order = Created.CompareTo(other.Created);
            if (order == 0) order = string.CompareOrdinal(Conversation, other.Conversation);
            // Several exports of one conversation: that which says more.
            if (order == 0) order = (Note.At ?? DateTimeOffset.MaxValue).CompareTo(other.Note.At ?? DateTimeOffset.MaxValue);
            if (order == 0) order = (Account is null).CompareTo(other.Account is null);
            return order != 0 ? order : string.CompareOrdinal(Account, other.Account);
        }
    }
}
