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

/// <summary>What a conversation is called.</summary>
internal static class Titles
{
    private const int LongestTitle = 300;

    /// <summary>What the export calls it, else what it calls something of it, else the first words.</summary>
    /// <param name="own">Its name in the export; null when there is none.</param>
    /// <param name="borrowed">Becomes true where the title is one of <paramref name="others"/>; null otherwise.</param>
    /// <param name="others">What can stand in for it: a summary, a project's name.</param>
    public static string Of(IEnumerable<ConversationMessage> messages, string? own, out bool? borrowed, params ReadOnlySpan<string?> others)
    {
        borrowed = null;
        if (Line(own) is { } title) return title;
        foreach (var other in others)
        {
            if (Line(other) is not { } found) continue;
            borrowed = true;
            return found;
        }
        return FallbackTitle.Of(messages);
    }

    /// <summary>A title as one line; null when it is empty.</summary>
    public static string? Line(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Cut(LongestTitle);
}
