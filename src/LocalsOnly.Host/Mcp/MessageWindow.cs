using LocalsOnly.Memory;

namespace LocalsOnly.Host.Mcp;

/// <summary>Messages of a conversation that follow one another, as many as one answer may carry: the one that was asked for first, then its neighbours, the nearest first.</summary>
/// <param name="First">Position of the first of them among the messages that can be shown.</param>
/// <param name="Messages">In reading order, each with as much of its text as there is room for.</param>
internal sealed record MessageWindow(int First, IReadOnlyList<(ConversationMessage Message, string Text)> Messages)
{
    /// <summary>Most characters of all texts together.</summary>
    public const int TotalCharacters = 24_000;

    private const int FocusCharacters = 16_000;
    private const int NeighbourCharacters = 4_000;

    /// <summary>Takes at most some messages before a position and some after it.</summary>
    public static MessageWindow Around(IReadOnlyList<ConversationMessage> messages, int focus, int before, int after)
    {
        if (messages.Count == 0) return new MessageWindow(0, []);
        var taken = new LinkedList<(ConversationMessage, string)>();
        var focused = Cut(messages[focus].Text, FocusCharacters);
        taken.AddFirst((messages[focus], focused));
        var room = TotalCharacters - focused.Length;
        var (first, last) = (focus, focus);
        var (earliest, latest) = (Math.Max(0, focus - before), Math.Min(messages.Count - 1, focus + after));
        while (first > earliest || last < latest)
        {
            // Later ones come first at equal distance: what a message led to is asked for more often than what led to it.
            var isLater = last < latest && (first == earliest || last - focus <= focus - first);
            var message = messages[isLater ? last + 1 : first - 1];
            var text = Cut(message.Text, NeighbourCharacters);
            if (text.Length > room)
            {
                // The other side may still have room for a shorter one.
                if (isLater) latest = last;
                else earliest = first;
                continue;
            }
            room -= text.Length;
            if (isLater)
            {
                taken.AddLast((message, text));
                last++;
            }
            else
            {
                taken.AddFirst((message, text));
                first--;
            }
        }
        return new MessageWindow(first, [.. taken]);
    }

    private static string Cut(string text, int limit)
    {
        if (text.Length <= limit) return text;
        var end = char.IsHighSurrogate(text[limit - 1]) ? limit - 1 : limit;
        return text[..end];
    }
}
