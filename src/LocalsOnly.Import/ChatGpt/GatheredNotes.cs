using LocalsOnly.Import.Reading;
using LocalsOnly.Memory;

namespace LocalsOnly.Import.ChatGpt;

/// <summary>
/// The notes of all conversations of an input, each once, with the one it comes from: where it was made, else the earliest that lists it. So it goes when that is forgotten, and whatever
/// order the files have, it comes from the same.
/// </summary>
internal sealed class GatheredNotes
{
    private const string Key = $"{ChatGptReader.Source}:memory";

    private readonly Dictionary<string, (MemoryNote Note, Origin Origin)> _notes = new(StringComparer.Ordinal);

    /// <summary>Takes in what a conversation carries.</summary>
    /// <param name="conversation">It.</param>
    /// <param name="remembered">Its notes.</param>
    /// <param name="isForgotten">The person had it forgotten: what it lists of others does not come from it, and what was noted in it comes from nowhere else.</param>
    public void Add(Conversation conversation, IReadOnlyList<MemoryNote> remembered, bool isForgotten)
    {
        foreach (var note in remembered)
        {
            if (isForgotten && note.IsListed) continue;
            var origin = new Origin(note.IsListed, conversation.CreatedAt ?? DateTimeOffset.MaxValue, conversation.Key);
            if (!_notes.TryGetValue(note.Text, out var known) || origin.CompareTo(known.Origin) < 0) _notes[note.Text] = (note, origin);
        }
    }

    /// <summary>A part of the memory <c>chatgpt:memory</c> for each conversation that notes come from, with its key. The key of a note is a hash of its words.</summary>
    public IEnumerable<(Conversation Part, string Origin)> Parts(string? account) =>
        from gathered in _notes.Values
        group gathered.Note by gathered.Origin.Key into part
        orderby part.Key
        select (Together([.. part.OrderBy(note => note.At ?? DateTimeOffset.MaxValue).ThenBy(note => note.Text, StringComparer.Ordinal)], account), part.Key);

    private static Conversation Together(IEnumerable<MemoryNote> notes, string? account)
    {
        List<ConversationMessage> messages = [.. notes.Select(note =>
            new ConversationMessage($"{Key}:{ExportId.OfText(note.Text)}", ParentKey: null, MessageAuthor.Assistant, MessageKind.Visible, Active: true, note.At, note.Text, []))];
        return new Conversation(
            Key, ChatGptReader.Source, "What ChatGPT noted about me", messages.Min(message => message.At), messages.Max(message => message.At), Model: null, account, messages)
        { Kind = ConversationKind.Memory };
    }

    private readonly record struct Origin(bool IsListed, DateTimeOffset Created, string Key) : IComparable<Origin>
    {
        public int CompareTo(Origin other)
        {
            var order = IsListed.CompareTo(other.IsListed);
            if (order == 0) order = Created.CompareTo(other.Created);
            return order != 0 ? order : string.CompareOrdinal(Key, other.Key);
        }
    }
}
