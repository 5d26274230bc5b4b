using System.Globalization;
using System.Text.Json;
using LocalsOnly.Import.ChatGpt;
using LocalsOnly.Import.Claude;
using LocalsOnly.Import.CodeSessions;
using LocalsOnly.Import.Json;
using LocalsOnly.Memory;

namespace LocalsOnly.Import.Reading;

/// <summary>What an element of a JSON file turned out to be: a conversation, a faulty one with the reason, or something else.</summary>
/// <param name="Offset">Byte of the file at which it begins.</param>
/// <param name="Conversation">As read; null when it is none or faulty.</param>
/// <param name="Raw">Its bytes as exported, valid until the next element is asked for.</param>
/// <param name="Fault">The end of a sentence that begins with "it"; null when nothing is wrong.</param>
/// <param name="Other">What else it is, when it is no conversation.</param>
internal readonly record struct ReadElement(long Offset, ReadConversation? Conversation, ReadOnlyMemory<byte> Raw, string? Fault, ElementShape Other)
{
    /// <summary>A conversation whose very bytes are stored already, so that it was not read again.</summary>
    public bool IsKnown { get; init; }

    /// <summary>Neither a conversation nor one gone wrong.</summary>
    public bool IsOther => Conversation is null && Fault is null && !IsKnown;
}

/// <summary>Reads the conversations of one JSON file, of either vendor or both: every element is recognised by its own structure.</summary>
/// <param name="writer">Asked whether it has an element's bytes already.</param>
/// <param name="documents">Canvases that are files of their own; null for those of all inputs alike.</param>
internal sealed class ElementReader(Survey survey, ImportOptions options, IConversationWriter? writer = null, TextDocuments? documents = null)
{
    // Whether a small one is empty is worth knowing again, and costs nothing.
    private const int LeastKnownBytes = 4096;

    // A file whose first thousand elements are no conversations is something else, however long it is.
    private const int MostOddElements = 1000;

    private readonly ChatGptReader _chatGpt = new(survey.Assets, documents ?? survey.Documents, options.MaxTextLength);
    private readonly ClaudeReader _claude = new(options.MaxTextLength);
    private readonly ClaudeProjectReader _project = new(options.MaxTextLength);
    private readonly ClaudeMemoryReader _memory = new(options.MaxTextLength);
    private readonly DesignChatReader _design = new(options.MaxTextLength);
    private readonly JsonDocumentOptions _json = new() { MaxDepth = options.MaxDepth, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>The conversations of a file, in its order; the sessions of a coding agent, whose records lie scattered, at its end.</summary>
    /// <param name="splitter">Over the file.</param>
    /// <param name="expectConversations">The file is named or listed as one of conversations, so what is odd in it is one gone wrong even if all are.</param>
    /// <param name="written">When the file was written; null when nobody knows.</param>
    public IEnumerable<ReadElement> Read(ElementSplitter splitter, bool expectConversations, DateTimeOffset? written = null)
    {
        var sessions = new CodeSessionCollector(options);
        // Whether an odd element is a broken conversation is known once a good one was seen; until then it waits.
        var waiting = new List<ReadElement>();
        var good = expectConversations;
        foreach (var element in splitter.Split())
        {
            // It was counted with the broken one that it is a part of.
            if (element.IsDebris && !(element.Bytes.Span is [(byte)'{', ..] && LooksLikeConversation(element))) continue;
            foreach (var read in Read(element, sessions, written))
            {
                good |= read.Conversation is not null || read.IsKnown || read.Other == ElementShape.CodeRecord || (read.Fault is not null && LooksLikeConversation(element));
                if (good)
                {
                    foreach (var earlier in waiting) yield return earlier;
                    waiting.Clear();
                }
                if (good || read.IsOther) yield return read;
                else waiting.Add(read with { Raw = default });
            }
            if (waiting.Count == MostOddElements) break;
        }
        foreach (var (offset, session, raw) in sessions.Sessions()) yield return new ReadElement(offset, session, raw, null, ElementShape.CodeRecord);
        foreach (var odd in waiting) yield return new ReadElement(odd.Offset, null, default, null, ElementShape.Unknown);
    }

    private List<ReadElement> Read(Element element, CodeSessionCollector sessions, DateTimeOffset? written)
    {
        if (Fault(element) is { } fault) return [new(element.Offset, null, element.Bytes, fault, ElementShape.Unknown)];
        if (IsKnown(element, out var shape)) return [new(element.Offset, null, default, null, shape) { IsKnown = true }];
        try
        {
            using var json = Parse(element);
            return Read(element, json.RootElement, sessions, written);
        }
        catch (JsonException jsonFault)
        {
            return [Faulty(element, string.Create(CultureInfo.InvariantCulture, $"is not valid JSON (line {(jsonFault.LineNumber ?? 0) + 1} of it, byte {jsonFault.BytePositionInLine ?? 0})"))];
        }
        // A shape that no export has been seen to have costs one conversation, not the run.
        catch (Exception odd) when (odd is InvalidOperationException or ArgumentException or FormatException or OverflowException or KeyNotFoundException)
        {
            return [Faulty(element, $"has a shape this program does not understand ({odd.GetType().Name})")];
        }
    }

    private List<ReadElement> Read(Element element, JsonElement root, CodeSessionCollector sessions, DateTimeOffset? written)
    {
        var shape = ElementShapes.Of(root);
        ReadElement Good(ReadConversation read) => new(
            element.Offset, HasLongString(element) ? read.With("strings cut at Import:MaxStringBytes") : read, element.Bytes, null, shape);
        switch (shape)
        {
            case ElementShape.ChatGptConversation or ElementShape.ChatGptShell: return [Good(_chatGpt.Read(root))];
            case ElementShape.ClaudeConversation or ElementShape.ClaudeShell: return [Good(_claude.Read(root))];
            case ElementShape.ClaudeProject: return [Good(_project.Read(root, written))];
            // Each has its own part of the original: what is forgotten of one must not stand in another's.
            case ElementShape.ClaudeMemory: return [.. _memory.Read(root, written).Select(read => Good(read) with { Raw = ClaudeMemoryReader.Part(root, read.Conversation.Project) })];
            case ElementShape.DesignChat: return [Good(_design.Read(root))];
            case ElementShape.CodeRecord:
                sessions.Add(element, root);
                break;
            case ElementShape.Unknown:
                return [Faulty(element, root.ValueKind == JsonValueKind.Object ? "has neither mapping nor chat_messages" : "is not an object")];
        }
        return [new(element.Offset, null, element.Bytes, null, shape)];
    }

    private string? Fault(Element element) => element.Fault switch
    {
        ElementFault.Truncated => string.Create(CultureInfo.InvariantCulture, $"is cut off by the end of the file, {element.Length:N0} bytes are unread: download the export again"),
        ElementFault.Unbalanced => "is not valid JSON: its brackets do not match",
        ElementFault.TooLarge => string.Create(CultureInfo.InvariantCulture, $"is larger than {options.MaxConversationBytes:N0} bytes (Import:MaxConversationBytes)"),
        _ when element.Depth > options.MaxDepth => string.Create(CultureInfo.InvariantCulture, $"is nested {element.Depth:N0} deep, more than {options.MaxDepth:N0} (Import:MaxDepth)"),
        _ => null,
    };

    private JsonDocument Parse(Element element)
    {
        var bytes = HasLongString(element) ? JsonRepair.CutStrings(element.Bytes.Span, options.MaxStringBytes) : element.Bytes;
        try
        {
            return JsonDocument.Parse(bytes, _json);
        }
        catch (JsonException)
        {
            return JsonDocument.Parse(JsonRepair.Repair(bytes.Span), _json);
        }
    }

    private bool HasLongString(Element element) => JsonRepair.HasStringLongerThan(element.Bytes.Span, options.MaxStringBytes);

    /// <summary>
    /// Whether an element need not be read. Only what is one conversation for itself: others give several, or notes that are gathered from many.
    /// </summary>
    private bool IsKnown(Element element, out ElementShape shape)
    {
        var bytes = element.Bytes.Span;
        shape = ElementShape.Unknown;
        if (writer is null || bytes.Length < LeastKnownBytes) return false;
        if (bytes.IndexOf("\"mapping\""u8) >= 0) shape = ElementShape.ChatGptConversation;
        else if (bytes.IndexOf("\"chat_messages\""u8) >= 0) shape = ElementShape.ClaudeConversation;
        else return false;
        return bytes.IndexOf("\"bio\""u8) < 0 && bytes.IndexOf("\"model_editable_context\""u8) < 0 && writer.Knows(bytes, Takes(bytes, shape));
    }

    // What lies beside the conversations is ChatGPT's. Most of them refer to no file.
    private BesideParts Takes(ReadOnlySpan<byte> bytes, ElementShape shape)
    {
        if (shape != ElementShape.ChatGptConversation) return BesideParts.None;
        var refers = survey.Beside.Files.Length > 0 &&
            (bytes.IndexOf("\"asset_pointer\""u8) >= 0 || bytes.IndexOf("\"attachments\""u8) >= 0 || bytes.IndexOf("canmore"u8) >= 0 || bytes.IndexOf("textdoc"u8) >= 0);
        return refers ? BesideParts.Accounts | BesideParts.Files : BesideParts.Accounts;
    }

    // What cannot be parsed can still be seen to have been a conversation.
    private static bool LooksLikeConversation(Element element) =>
        element.Bytes.Span.IndexOf("\"mapping\""u8) >= 0 || element.Bytes.Span.IndexOf("\"chat_messages\""u8) >= 0;

    private static ReadElement Faulty(Element element, string reason) => new(element.Offset, null, element.Bytes, reason, ElementShape.Unknown);
}
