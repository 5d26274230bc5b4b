namespace LocalsOnly.Memory;

/// <summary>
/// Titles of conversations that an export does not name. They are told by what they are made of, in what was archived long ago as well, so that no title of an export
/// gives way to one of these.
/// </summary>
public static class FallbackTitle
{
    /// <summary>Of a conversation in which the person says nothing.</summary>
    public const string OfConversation = "Untitled conversation";

    /// <summary>Of a project without a name.</summary>
    public const string OfProject = "Untitled project";

    private const int LongestBeginning = 1000;
    private const int Words = 8;

    /// <summary>The first words that the person says; <see cref="OfConversation"/> where there are none.</summary>
    /// <param name="messages">In the order of the export.</param>
    public static string Of(IEnumerable<ConversationMessage> messages)
    {
        var first = messages.FirstOrDefault(IsSaid);
        if (first is null) return OfConversation;
        var words = Beginning(first.Text.TrimStart()).Split((char[]?)null, Words + 1, StringSplitOptions.RemoveEmptyEntries);
        var start = string.Join(' ', words.Take(Words));
        return words.Length > Words ? start + "…" : start;
    }

    /// <summary>How good a conversation's title is: 3 when the export names it, 2 when it is that of something else, 1 when it is the first words, 0 when it says nothing.</summary>
    internal static int Rank(Conversation conversation)
    {
        if (conversation.TitleBorrowed == true) return 2;
        if (conversation.Title is "" or OfConversation or OfProject) return 0;
        return IsBeginning(conversation) ? 1 : 3;
    }

    // Most titles are told from the first words by their first letter.
    private static bool IsBeginning(Conversation conversation) =>
        conversation.Messages.FirstOrDefault(IsSaid) is { } first && conversation.Title.Length > 0 && first.Text.AsSpan().TrimStart()[0] == conversation.Title[0] &&
        conversation.Title == Of([first]);

    private static bool IsSaid(ConversationMessage message) => message is { Author: MessageAuthor.User, Kind: MessageKind.Visible } && !string.IsNullOrWhiteSpace(message.Text);

    // Half of a surrogate pair is no text.
    private static string Beginning(string text) =>
        text.Length <= LongestBeginning ? text : text[..(char.IsHighSurrogate(text[LongestBeginning - 1]) ? LongestBeginning - 1 : LongestBeginning)];
}
