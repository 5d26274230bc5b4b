using LocalsOnly.Memory;

namespace LocalsOnly.Import.Reading;

/// <summary>
/// Canvases and artifacts: written by one message, changed by later ones. Replaying the changes gives one document each, with its final text. A change that cannot be
/// applied leaves the last good text and marks it as partial.
/// </summary>
/// <param name="conversationKey">Key of the conversation; a document's key is <c>{conversation}:{word}-{id}</c>.</param>
/// <param name="word">What the vendor calls a document: <c>canvas</c>, <c>artifact</c>.</param>
internal sealed class DocumentReplay(string conversationKey, string word, int maxTextLength, Notes notes)
{
    // A long text changed by many small patches is rewritten by each: an export made to be slow stops here, at the same patch every time.
    private const long MostWork = 32L << 20;

    private readonly Dictionary<string, Document> _byId = new(StringComparer.Ordinal);
    private readonly List<Document> _inOrder = [];
    private long _work;

    /// <summary>The document that was written last; null before the first.</summary>
    public string? LastId { get; private set; }

    /// <summary>Begins a document or gives it a wholly new text.</summary>
    /// <param name="id">The vendor's id.</param>
    /// <param name="title">Null keeps the title it has.</param>
    /// <param name="text">The whole text.</param>
    /// <param name="partial">The export holds only a part of this text.</param>
    /// <param name="by">The message that writes it.</param>
    public void Write(string id, string? title, string text, bool partial, ConversationMessage by)
    {
        if (Find(id, by) is not { } document) return;
        text = notes.Cut(text, maxTextLength, ref partial);
        if (!string.IsNullOrWhiteSpace(title)) document.Title = title;
        document.Text = text;
        document.Partial = partial;
        Touch(document, by);
    }

    /// <summary>Changes the text of a document.</summary>
    /// <param name="id">The vendor's id.</param>
    /// <param name="change">Gives the new text of a text; null when it does not fit that text.</param>
    /// <param name="remnant">What is known of the text when the export does not hold what the change builds upon.</param>
    /// <param name="by">The message that changes it.</param>
    public void Change(string id, Func<string, string?> change, string remnant, ConversationMessage by)
    {
        if (Find(id, by) is not { } document) return;
        _work += document.Text.Length + remnant.Length;
        var changed = document.IsWritten && _work <= MostWork ? change(document.Text) : null;
        if (changed is not null && changed.Length <= maxTextLength)
        {
            _work += changed.Length;
            document.Text = changed;
        }
        else
        {
            if (!document.IsWritten) document.Text = remnant;
            document.Partial = true;
            notes.Add($"changes of a {word} that could not be replayed");
        }
        Touch(document, by);
    }

    /// <summary>Replaces the final text by one that the export holds as a file of its own.</summary>
    public void Overrule(Func<string, (string? Title, string Text)?> whole)
    {
        foreach (var document in _inOrder)
        {
            if (whole(document.Id) is not { } found) continue;
            document.Title = found.Title ?? document.Title;
            var partial = false;
            document.Text = notes.Cut(found.Text, maxTextLength, ref partial);
            document.Partial = partial;
        }
    }

    /// <summary>The documents as records beside the messages, in the order in which they were begun.</summary>
    public IEnumerable<ConversationMessage> Messages() => _inOrder.Select(document => new ConversationMessage(
        $"{conversationKey}:{ExportId.Safe($"{word}-{document.Id}")}", document.By!.Key, MessageAuthor.Assistant, MessageKind.Document, document.By.Active, document.By.At,
        document.Text, document.Title is { } title ? [title] : [])
    { Model = document.By.Model, Partial = document.Partial });

    // What another branch did to a document of the active one is not part of its final text.
    private Document? Find(string id, ConversationMessage by)
    {
        if (_byId.TryGetValue(id, out var known)) return known.By is { Active: true } && !by.Active ? null : known;
        var document = new Document(id);
        _byId[id] = document;
        _inOrder.Add(document);
        return document;
    }

    private void Touch(Document document, ConversationMessage by)
    {
        document.IsWritten = true;
        document.By = by;
        LastId = document.Id;
    }

    private sealed class Document(string id)
    {
        public string Id => id;

        public string? Title { get; set; }

        public string Text { get; set; } = "";

        public bool Partial { get; set; }

        public bool IsWritten { get; set; }

        public ConversationMessage? By { get; set; }
    }
}
