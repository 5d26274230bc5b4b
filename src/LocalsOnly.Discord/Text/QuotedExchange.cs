using System.Text;
using LocalsOnly.Agents;
using LocalsOnly.Memory;

namespace LocalsOnly.Discord.Text;

/// <summary>A cited message as its reader wants to see it: what the person said and what was replied, quoted.</summary>
internal static class QuotedExchange
{
    private const int Most = 1900;

    /// <summary>What the message beside the cited one has at most, as long as the cited one needs the rest.</summary>
    private const int Beside = 500;

    private const int LongestTitle = 100;
    private const int LeastText = 40;

    /// <param name="messageKey">The cited message.</param>
    /// <param name="zone">The person's, for dates.</param>
    /// <returns>At most 1,900 units; null when the conversation holds no such message any more.</returns>
    public static string? Compose(Conversation conversation, string messageKey, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(conversation);
        ArgumentNullException.ThrowIfNull(zone);
        if (conversation.Messages.FirstOrDefault(message => message.Key == messageKey) is not { } cited) return null;

        var other = conversation.Kind == ConversationKind.Knowledge ? null : Other(conversation, cited);
        var head = Head(conversation, zone);
        var citedHead = Byline(conversation, cited, zone);
        var otherHead = other is null ? "" : Byline(conversation, other, zone);
        var room = Most - head.Length - citedHead.Length - otherHead.Length - 8;
        var otherText = other is null ? "" : Text(other);
        var citedText = Quote(Text(cited), room - Math.Min(Quoted(otherText).Length, Beside));
        var quotedOther = Quote(otherText, room - citedText.Length);
        var citedPart = $"\n{citedHead}\n{citedText}";
        if (other is null || quotedOther.Length == 0) return head + citedPart;
        var otherPart = $"\n{otherHead}\n{quotedOther}";
        return head + (cited.Author == MessageAuthor.User ? citedPart + otherPart : otherPart + citedPart);
    }

    /// <summary>For a reply the message that it answers; for a message its reply, on the branch that the person kept when there are several.</summary>
    private static ConversationMessage? Other(Conversation conversation, ConversationMessage cited)
    {
        var byKey = new Dictionary<string, ConversationMessage>(StringComparer.Ordinal);
        foreach (var message in conversation.Messages) byKey.TryAdd(message.Key, message);
        if (cited.Author != MessageAuthor.User) return Said(Above(byKey, cited), MessageAuthor.User);

        return conversation.Messages
            .Where(message => message is { Author: MessageAuthor.Assistant, Kind: MessageKind.Visible, Text.Length: > 0 })
            .Where(message => Said(Above(byKey, message), MessageAuthor.User)?.Key == cited.Key)
            .OrderByDescending(message => message.Active)
            .FirstOrDefault();
    }

    private static ConversationMessage? Said(IEnumerable<ConversationMessage> above, MessageAuthor author) =>
        above.FirstOrDefault(message => message.Author == author && message.Kind == MessageKind.Visible);

    // An export may claim a circle; the way up ends there.
    private static IEnumerable<ConversationMessage> Above(Dictionary<string, ConversationMessage> byKey, ConversationMessage message)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (message.ParentKey is { } key && seen.Add(key) && byKey.TryGetValue(key, out var parent)) yield return message = parent;
    }

    private static string Head(Conversation conversation, TimeZoneInfo zone)
    {
        var title = PlainMarkdown.Escape(Clip.OnWord(PersonSentences.Plain(conversation.Title).Trim(), LongestTitle));
        return $"**{title}** · {PlainMarkdown.Escape(PersonSentences.Vendor(conversation.Source))}{(conversation.CreatedAt is { } at ? $", {Dates.Day(at, zone)}" : "")}";
    }

    private static string Byline(Conversation conversation, ConversationMessage message, TimeZoneInfo zone)
    {
        var name = (message.Name, message.Author) switch
        {
            ({ } known, _) => Pings.PlainName(known),
            (_, MessageAuthor.User) => "You",
            (_, MessageAuthor.Assistant) => PlainMarkdown.Escape(PersonSentences.Vendor(conversation.Source)),
            (_, MessageAuthor.Tool) => "a tool",
            _ => "a note",
        };
        return $"**{name}**{(message.At is { } at ? $" · {Dates.Minute(at, zone)}" : "")}";
    }

    private static string Text(ConversationMessage message)
    {
        var text = new StringBuilder(Pings.Defuse(DiscordMarkdown.From(message.Text).Trim(), []));
        var files = message.Attachments.Take(5).Select(name => PlainMarkdown.Escape(PersonSentences.Plain(name)));
        if (message.Attachments.Count > 0) text.Append(text.Length > 0 ? "\n" : "").Append("(attached: ").AppendJoin(", ", files).Append(')');
        return text.Length > 0 ? text.ToString() : "(no text)";
    }

    /// <summary>The beginning of a text as a quote of at most so many units, cut where a message is cut; empty when there is no room.</summary>
    private static string Quote(string text, int most)
    {
        if (text.Length == 0) return "";
        for (var limit = most; limit >= LeastText;)
        {
            var parts = MessageSplitter.Cut(text, limit);
            if (parts.Count == 0) return "";
            var quoted = Quoted(parts[0].Of(text)) + (parts.Count > 1 ? "\n> …" : "");
            if (quoted.Length <= most) return quoted;
            limit -= Math.Max(quoted.Length - most, 8);
        }

        return "";
    }

    private static string Quoted(string text) => text.Length == 0 ? "" : "> " + text.Replace("\n", "\n> ", StringComparison.Ordinal);
}
