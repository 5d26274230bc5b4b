using LocalsOnly.Import.ChatGpt;
using LocalsOnly.Import.Json;
using LocalsOnly.Memory;

namespace LocalsOnly.Import.Reading;

/// <summary>A conversation as a vendor's reader understood it.</summary>
/// <param name="Notes">What was degraded, as clauses with their counts; no text of the conversation.</param>
internal sealed record ReadConversation(Conversation Conversation, ConversationShape Shape, IReadOnlyDictionary<string, int> Notes)
{
    /// <summary>What the vendor's model noted about the person in it, where that is not exported by itself.</summary>
    public IReadOnlyList<MemoryNote> Remembered { get; init; } = [];

    /// <summary>Whether there is nothing in it that somebody could read: no turn and no document.</summary>
    public bool IsEmpty { get; } = !Conversation.Messages.Any(message =>
        message.Kind is MessageKind.Visible or MessageKind.Document && (!string.IsNullOrWhiteSpace(message.Text) || message.Attachments.Count > 0));

    /// <summary>The same, with one more thing noted.</summary>
    public ReadConversation With(string clause) => this with { Notes = new Dictionary<string, int>(Notes) { [clause] = Notes.GetValueOrDefault(clause) + 1 } };

    /// <summary>A conversation that the export holds as a plain list.</summary>
    public static ReadConversation WithoutTree(Conversation conversation, Notes notes)
    {
        var visible = conversation.Messages.Count(message => message.Kind == MessageKind.Visible);
        return new ReadConversation(conversation, new ConversationShape(conversation.Messages.Count, 1, conversation.Messages.Count, visible, 0, 0), notes.Counts);
    }
}

/// <summary>Sizes of a conversation's tree as exported, before anything is left out.</summary>
/// <param name="Nodes">Nodes, those without a message included.</param>
/// <param name="Leaves">Nodes that no other calls its parent.</param>
/// <param name="PathLength">Nodes on the active path.</param>
/// <param name="Visible">Visible messages on the active path.</param>
/// <param name="AssetsResolved">References to files that the export holds.</param>
/// <param name="AssetsMissing">References to files that it does not hold.</param>
internal sealed record ConversationShape(int Nodes, int Leaves, int PathLength, int Visible, int AssetsResolved, int AssetsMissing);

/// <summary>Counts what a reader had to degrade.</summary>
internal sealed class Notes
{
    public Dictionary<string, int> Counts { get; } = new(StringComparer.Ordinal);

    public void Add(string clause) => Counts[clause] = Counts.GetValueOrDefault(clause) + 1;

    /// <summary>What a message or a document keeps of its text; noted where that is not all.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="maxTextLength">As <see cref="ImportOptions.MaxTextLength"/>.</param>
    /// <param name="partial">Becomes true where it is cut.</param>
    public string Cut(string text, int maxTextLength, ref bool partial)
    {
        if (text.Length <= maxTextLength) return text;
        Add("messages cut at Import:MaxTextLength");
        partial = true;
        return text.Cut(maxTextLength);
    }

    /// <summary>A vendor's type name, safe to print.</summary>
    public static string Safe(string? name) =>
        string.IsNullOrEmpty(name) ? "none" : new string([.. name.Take(40).Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' ? c : '?')]);
}

/// <summary>Titles when the export has none.</summary>
internal static class Titles
{
    private const int LongestTitle = 300;
    private const int LongestBeginning = 1000;
    private const int WordsOfFallback = 8;

    public static string Of(IEnumerable<ConversationMessage> messages, params ReadOnlySpan<string?> candidates)
    {
        foreach (var candidate in candidates)
            if (OneLine(candidate) is { Length: > 0 } title) return title.Cut(LongestTitle);
        var first = messages.FirstOrDefault(message => message is { Author: MessageAuthor.User, Kind: MessageKind.Visible } && !string.IsNullOrWhiteSpace(message.Text));
        if (first is null) return "Untitled conversation";
        var words = first.Text.Cut(LongestBeginning).Split((char[]?)null, WordsOfFallback + 1, StringSplitOptions.RemoveEmptyEntries);
        var start = string.Join(' ', words.Take(WordsOfFallback));
        return words.Length > WordsOfFallback ? start + "…" : start;
    }

    private static string? OneLine(string? text) =>
        text is null ? null : string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
