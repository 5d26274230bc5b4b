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

    private readonly Dictionary<string, Gathered> _notes = new(StringComparer.Ordinal);

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
            if (!_notes.TryGetValue(note.Text, out var known) || gathered.CompareTo(known) < 0) _notes[note.Text] = gathered;
        }
        return any;
    }

    /// <summary>Each note as a part of the memory <c>chatgpt:memory</c>. The key of a note is a hash of its words.</summary>
    public IReadOnlyList<GatheredPart> Parts() =>
        [.. _notes.Values.OrderBy(gathered => gathered.Note.At ?? DateTimeOffset.MaxValue).ThenBy(gathered => gathered.Note.Text, StringComparer.Ordinal).Select(Part)];

    private static GatheredPart Part(Gathered gathered)
    {
        var (text, at, isListed) = gathered.Note;
        var message = new ConversationMessage($"{Key}:{ExportId.OfText(text)}", ParentKey: null, MessageAuthor.Assistant, MessageKind.Visible, Active: true, at, text, []);
        var part = new Conversation(Key, ChatGptReader.Source, "What ChatGPT noted about me", at, at, Model: null, gathered.Account, [message]) { Kind = ConversationKind.Memory };
        return new GatheredPart(part, message.Key, isListed ? null : gathered.Conversation);
    }

    private readonly record struct Gathered(MemoryNote Note, DateTimeOffset Created, string Conversation, string? Account) : IComparable<Gathered>
    {
        public int CompareTo(Gathered other)
        {
            var order = Note.IsListed.CompareTo(other.Note.IsListed);
            if (order == 0) order = Created.CompareTo(other.Created);
            return order != 0 ? order : string.CompareOrdinal(Conversation, other.Conversation);
        }
    }
}
