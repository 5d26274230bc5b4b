using System.Buffers;
using System.Text.Json;
using LocalsOnly.Import.Claude;
using LocalsOnly.Import.Json;
using LocalsOnly.Import.Reading;
using LocalsOnly.Memory;

namespace LocalsOnly.Import.CodeSessions;

/// <summary>
/// One session of Claude Code, record by record. Results of tools arrive as records of the type <c>user</c>; nothing in them was said by the person.
/// </summary>
internal sealed class CodeSession
{
    public const string Source = "claude-code";

    private readonly string _key;
    private readonly int _maxBytes;
    private readonly Notes _notes = new();
    private readonly ClaudeMessages _writer;
    private readonly ArrayBufferWriter<byte> _raw = new();
    private readonly Dictionary<string, Record> _byId = new(StringComparer.Ordinal);
    private readonly List<Record> _records = [];
    private Record? _lastOfMain;

    public CodeSession(string id, long offset, ImportOptions options)
    {
        Offset = offset;
        _key = $"{Source}:{ExportId.Safe(id)}";
        _maxBytes = options.MaxConversationBytes;
        _writer = new ClaudeMessages(_key, artifacts: null, options.MaxTextLength, _notes);
    }

    /// <summary>Byte of the file at which its first record begins.</summary>
    public long Offset { get; }

    /// <summary>What the vendor called it; null when it did not.</summary>
    public string? Summary { get; set; }

    /// <summary>Its records as they stand in the file, a line each.</summary>
    public ReadOnlyMemory<byte> Raw => _raw.WrittenMemory;

    /// <summary>A record of it was seen before.</summary>
    public void Repeated() => _notes.Add("records repeated by a resumed or compacted session");

    public void Add(ReadOnlySpan<byte> bytes, JsonElement exported)
    {
        if (_raw.WrittenCount + bytes.Length + 1 > _maxBytes)
        {
            _notes.Add("records of a session beyond Import:MaxConversationBytes");
            return;
        }
        _raw.Write(bytes);
        _raw.Write("\n"u8);
        var id = exported.Text("uuid") is { Length: > 0 } uuid ? uuid : $"record-{_records.Count}";
        var record = new Record(id, exported.Text("parentUuid") ?? exported.Text("logicalParentUuid"), ((JsonElement?)exported).IsTrue("isSidechain"), _lastOfMain)
        { First = _writer.Messages.Count };
        _records.Add(record);
        if (!record.IsAside) _lastOfMain = record;
        _byId.TryAdd(id, record);
        record.Spoke = Above(record) is { } above && above != record ? above.End > above.First ? above : above.Spoke : null;
        AddMessages(record, exported);
        record.End = _writer.Messages.Count;
    }

    /// <summary>The session as a conversation. What was said aside, to a sub-agent, and what was rewound is kept and not active.</summary>
    public ReadConversation Read()
    {
        foreach (var record in ActivePath()) record.IsActive = true;
        List<ConversationMessage> Of(bool active) => [.. _records.Where(record => record.IsActive == active)
            .SelectMany(record => _writer.Messages.GetRange(record.First, record.End - record.First)).Select(message => message with { Active = active })];
        var current = Of(active: true);
        List<ConversationMessage> messages = [.. current, .. Of(active: false)];
        var conversation = new Conversation(
            _key, Source, Titles.Of(messages, Summary, out _), messages.Min(message => message.At), messages.Max(message => message.At),
            messages.LastOrDefault(message => message.Model is not null)?.Model, Account: null, messages)
        { Kind = ConversationKind.CodeSession, Leaf = current.Count > 0 ? current[^1].Key : null };
        return ReadConversation.WithoutTree(conversation, _notes);
    }

    private void AddMessages(Record record, JsonElement exported)
    {
        var type = exported.Text("type");
        var message = exported.Get("message");
        var author = (message.Text("role") ?? type) switch { "user" => MessageAuthor.User, "assistant" => MessageAuthor.Assistant, _ => MessageAuthor.System };
        if (type is not ("user" or "assistant" or "system"))
        {
            _notes.Add($"records of the type {Notes.Safe(type)}, which say nothing");
            return;
        }
        var hidden = author == MessageAuthor.System || ((JsonElement?)exported).IsTrue("isMeta") || ((JsonElement?)exported).IsTrue("isCompactSummary");
        var content = ClaudeContent.Read(message ?? exported, message is null ? exported.Get("content") : message.Get("content"), flat: null, _notes, isTagged: false);
        if (content.Text.Length == 0 && content.Records.Count == 0) return;
        var head = new ConversationMessage(
            _writer.KeyOf(record.Id), record.Spoke is { } spoke ? _writer.Messages[spoke.First].Key : null, author, hidden ? MessageKind.Context : MessageKind.Visible, Active: true, exported.Time("timestamp"), "", [])
        {
            RawAt = exported.UnreadTime("timestamp"),
            Model = message.Text("model") is { Length: > 0 } model && model[0] != '<' ? model : null,
        };
        _writer.Add(head, content);
        if (content.Text.Length > 0 || content.Attachments.Count > 0) return;
        // Nothing was said: the first thing beside it takes its place.
        var first = _writer.Messages[record.First + 1];
        _writer.Messages[record.First] = first with { Key = head.Key, ParentKey = head.ParentKey, Model = head.Model };
        _writer.Messages.RemoveAt(record.First + 1);
    }

    private IEnumerable<Record> ActivePath()
    {
        var visited = new HashSet<Record>();
        for (var record = _records.LastOrDefault(record => !record.IsAside && record.End > record.First); record is not null && visited.Add(record); record = Above(record))
            yield return record;
    }

    // Compaction cuts the chain: a parent that is named and not there stands for whatever came before.
    private Record? Above(Record record) =>
        record.ParentId is null ? null : _byId.TryGetValue(record.ParentId, out var parent) ? parent : record.IsAside ? null : record.Before;

    private sealed class Record(string id, string? parentId, bool isAside, Record? before)
    {
        public string Id => id;

        public string? ParentId => parentId;

        public bool IsAside => isAside;

        public Record? Before => before;

        public bool IsActive { get; set; }

        /// <summary>The nearest record above it that became a message.</summary>
        public Record? Spoke { get; set; }

        public int First { get; init; }

        public int End { get; set; }
    }
}
