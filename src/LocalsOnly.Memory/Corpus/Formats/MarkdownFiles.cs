using System.Globalization;
using System.Text;
using System.Text.Json;

namespace LocalsOnly.Memory.Corpus.Formats;

/// <summary>One Markdown file for each conversation: front matter in YAML, then a heading of level two for each turn, which no text of a turn can imitate.</summary>
internal sealed class MarkdownFiles(ExportDirectory directory, bool includeBranches, bool includeSideRecords) : ICorpusFormat
{
    private int _files;
    private long _bytes;

    public Tally Dropped { get; } = new();

    public IReadOnlyList<string> Notes => [];

    public string? Write(Conversation conversation)
    {
        var messages = conversation.Messages.Where(IsMeant).ToList();
        if (messages.Count == 0) return "without a message to write";
        var page = new StringBuilder();
        FrontMatter(page, conversation);
        foreach (var message in messages) Turn(page, message);
        using var stream = directory.Create(FileNames.Of(conversation));
        stream.Write(Encoding.UTF8.GetBytes(page.ToString()));
        stream.Flush(flushToDisk: false);
        _bytes += stream.Length;
        _files++;
        return null;
    }

    public IReadOnlyList<ExportedFile> Complete() => _files == 0 ? [] : [new ExportedFile("*.md", _files, _bytes)];

    public void Dispose()
    {
        // Each file is closed when it is written.
    }

    private bool IsMeant(ConversationMessage message)
    {
        if (string.IsNullOrWhiteSpace(message.Text) && message.Attachments.Count == 0) return false;
        if (!includeBranches && !message.Active) Dropped.Add("messages on other branches (--include-branches)");
        else if (!includeSideRecords && message.Kind != MessageKind.Visible) Dropped.Add("side records (--side-records)");
        else return true;
        return false;
    }

    private static void FrontMatter(StringBuilder page, Conversation conversation)
    {
        page.Append("---\n");
        Field("key", conversation.Key);
        Field("title", conversation.Title);
        Field("source", conversation.Source);
        Field("created", Iso(conversation.CreatedAt));
        Field("updated", Iso(conversation.UpdatedAt));
        Field("model", conversation.Model);
        Field("project", conversation.Project);
        page.Append("---\n\n# ").Append(MarkdownText.Line(conversation.Title)).Append('\n');

        // A JSON string is a double-quoted scalar of YAML 1.2 (§7.3.1), so nothing in it can end the line.
        void Field(string name, string? value)
        {
            if (value is not null) page.Append(name).Append(": \"").Append(JsonEncodedText.Encode(value, Archive.ArchiveFormat.Encoder)).Append("\"\n");
        }
    }

    private static void Turn(StringBuilder page, ConversationMessage message)
    {
        page.Append("\n## ").Append(Heading(message));
        if (message.At is { } at) page.Append(CultureInfo.InvariantCulture, $" · {at.UtcDateTime:yyyy-MM-dd HH:mm} UTC");
        if (!message.Active) page.Append(" · on another branch");
        page.Append("\n\n");
        MarkdownText.Append(page, message.Text);
        foreach (var name in message.Attachments) page.Append("\n> attached: ").Append(MarkdownText.Line(name)).Append('\n');
    }

    private static string Heading(ConversationMessage message) => (message.Kind, message.Author) switch
    {
        (MessageKind.Visible, MessageAuthor.User) => "You",
        (MessageKind.Visible, MessageAuthor.Assistant) => "Assistant",
        (MessageKind.Visible, var author) => author.ToString(),
        (MessageKind.Context, _) => "Instructions",
        (MessageKind.ToolCall, _) => "Tool call",
        (MessageKind.ToolResult, _) => "Tool result",
        var (kind, _) => kind.ToString(),
    };

    private static string? Iso(DateTimeOffset? instant) => instant?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
