using System.Globalization;
using System.Text.Json;
using LocalsOnly.Import.ChatGpt;
using LocalsOnly.Import.Claude;
using LocalsOnly.Import.Json;

namespace LocalsOnly.Import.Reading;

/// <summary>What an element of a JSON file turned out to be: a conversation, a faulty one with the reason, or something else.</summary>
internal readonly record struct ReadElement(long Offset, ReadConversation? Conversation, string? Fault, bool IsOther);

/// <summary>Reads the conversations of one JSON file, of either vendor or both: every element is recognised by its own structure.</summary>
internal sealed class ElementReader(Assets assets, ImportOptions options)
{
    private readonly ChatGptReader _chatGpt = new(assets, options.MaxTextLength);
    private readonly ClaudeReader _claude = new(options.MaxTextLength);
    private readonly JsonDocumentOptions _json = new() { MaxDepth = options.MaxDepth, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    // A file whose first thousand elements are no conversations is something else, however long it is.
    private const int MostOddElements = 1000;

    /// <summary>
    /// The conversations of a file. A file that bears no conversations file's name is given up, and all read of it is other, when
    /// its first thousand elements are no conversations.
    /// </summary>
    /// <param name="splitter">Over the file.</param>
    /// <param name="expectConversations">The file bears a conversations file's name.</param>
    public IEnumerable<ReadElement> Read(ElementSplitter splitter, bool expectConversations)
    {
        string? vendor = null;
        // Whether an odd element is a broken conversation is known once a good one was seen; until then it waits.
        var waiting = new List<ReadElement>();
        foreach (var element in splitter.Split())
        {
            var read = Read(element, ref vendor, expectConversations);
            if (vendor is not null && waiting.Count > 0)
            {
                foreach (var earlier in waiting) yield return earlier;
                waiting.Clear();
            }
            if (read.Conversation is not null || vendor is not null || expectConversations)
            {
                yield return read;
                continue;
            }
            waiting.Add(read);
            if (waiting.Count == MostOddElements) break;
        }
        foreach (var _ in waiting) yield return new ReadElement(0, null, null, IsOther: true);
    }

    private ReadElement Read(Element element, ref string? vendor, bool expectConversations)
    {
        switch (element.Fault)
        {
            case ElementFault.Truncated:
                return Fault(element, string.Create(CultureInfo.InvariantCulture, $"is cut off by the end of the file, {element.Length:N0} bytes are unread: download the export again"));
            case ElementFault.Unbalanced:
                return Fault(element, "is not valid JSON: its brackets do not match");
            case ElementFault.TooLarge:
                return Fault(element, string.Create(CultureInfo.InvariantCulture, $"is larger than {options.MaxConversationBytes:N0} bytes (Import:MaxConversationBytes)"));
        }
        try
        {
            using var json = Parse(element.Bytes);
            var root = json.RootElement;
            if (ChatGptReader.Recognises(root))
            {
                vendor = ChatGptReader.Source;
                return new ReadElement(element.Offset, _chatGpt.Read(root), null, false);
            }
            if (ClaudeReader.Recognises(root))
            {
                vendor = ClaudeReader.Source;
                return new ReadElement(element.Offset, _claude.Read(root), null, false);
            }
            var expected = expectConversations || vendor is not null;
            if (expected && ChatGptReader.RecognisesShell(root)) return new ReadElement(element.Offset, _chatGpt.Read(root), null, false);
            if (expected && ClaudeReader.RecognisesShell(root)) return new ReadElement(element.Offset, _claude.Read(root), null, false);
            return Fault(element, root.ValueKind == JsonValueKind.Object ? "has neither mapping nor chat_messages" : "is not an object");
        }
        catch (JsonException fault)
        {
            return Fault(element, string.Create(CultureInfo.InvariantCulture, $"is not valid JSON (line {(fault.LineNumber ?? 0) + 1} of it, byte {fault.BytePositionInLine ?? 0})"));
        }
        // A shape that no export has been seen to have costs one conversation, not the run.
        catch (Exception fault) when (fault is InvalidOperationException or ArgumentException or FormatException or OverflowException)
        {
            return Fault(element, $"has a shape this program does not understand ({fault.GetType().Name})");
        }
    }

    private JsonDocument Parse(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return JsonDocument.Parse(bytes, _json);
        }
        catch (JsonException)
        {
            return JsonDocument.Parse(JsonRepair.Repair(bytes.Span), _json);
        }
    }

    private static ReadElement Fault(Element element, string reason) => new(element.Offset, null, reason, false);
}
