using System.Text.Json;
using LocalsOnly.Import.Json;
using LocalsOnly.Import.Reading;

namespace LocalsOnly.Import.CodeSessions;

/// <summary>
/// Sorts the records of a Claude Code file by session. One file may mix sessions, and resuming or compacting one repeats records of another: a record is kept where it
/// is seen first.
/// </summary>
internal sealed class CodeSessionCollector(ImportOptions options)
{
    private readonly Dictionary<string, CodeSession> _byId = new(StringComparer.Ordinal);
    private readonly List<CodeSession> _inOrder = [];
    private readonly Dictionary<string, CodeSession> _byRecord = new(StringComparer.Ordinal);
    private readonly List<(string Leaf, string Summary)> _summaries = [];

    /// <summary>Takes a record; the bytes are copied.</summary>
    public void Add(Element element, JsonElement record)
    {
        if (record.Text("type") == "summary")
        {
            // A summary names no session, only the record that it sums up to, and most stand before that.
            if (record.Text("leafUuid") is { } leaf && record.Text("summary") is { } summary) _summaries.Add((leaf, summary));
            return;
        }
        var id = record.Text("sessionId")!;
        if (!_byId.TryGetValue(id, out var session))
        {
            session = new CodeSession(id, element.Offset, options);
            _byId[id] = session;
            _inOrder.Add(session);
        }
        if (record.Text("uuid") is { Length: > 0 } uuid && !_byRecord.TryAdd(uuid, session))
        {
            session.Repeated();
            return;
        }
        session.Add(element.Bytes.Span, record);
    }

    /// <summary>The sessions, in the order in which they begin in the file, each with where it begins and its bytes.</summary>
    public IEnumerable<(long Offset, ReadConversation Conversation, ReadOnlyMemory<byte> Raw)> Sessions()
    {
        foreach (var (leaf, summary) in _summaries)
            if (_byRecord.TryGetValue(leaf, out var session)) session.Summary = summary;
        return _inOrder.Select(session => (session.Offset, session.Read(), session.Raw));
    }
}
