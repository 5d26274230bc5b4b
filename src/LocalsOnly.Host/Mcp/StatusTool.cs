using System.Globalization;
using System.Text;
using System.Text.Json;
using LocalsOnly.Agents;
using LocalsOnly.Host.CommandLine;
using LocalsOnly.Host.Worker;
using LocalsOnly.Memory;

namespace LocalsOnly.Host.Mcp;

/// <summary><c>status</c>: how much is remembered, and from where.</summary>
internal sealed class StatusTool(IMemory memory, MemoryView view, Freshness freshness, ILogger<StatusTool> logger)
    : MemoryTool("status", "What is remembered", Description, Input, Output, logger)
{
    private const string Description =
        "Says how many conversations and messages of this person's history can be recalled here, from which sources, and whether a part of the memory is away at the moment.";

    private const string Input = """{ "type": "object", "properties": {}, "additionalProperties": false }""";

    private const string Output = """
        {
          "type": "object",
          "properties": {
            "conversations": { "type": "integer" },
            "messages": { "type": "integer" },
            "sources": { "type": "object", "additionalProperties": { "type": "integer" }, "description": "Conversations by source." },
            "redactions": { "type": "object", "additionalProperties": { "type": "integer" }, "description": "Secrets of each kind that are left out of what is recalled." },
            "persona": { "type": "string", "description": "Whose view of the memory this is; absent when it is what all personas share." },
            "version": { "type": "string" },
            "note": { "type": "string", "description": "What is wrong at the moment." }
          },
          "required": ["conversations", "messages", "sources", "redactions", "version"]
        }
        """;

    protected override async Task<ToolAnswer> AnswerAsync(ToolArguments arguments, CancellationToken cancellationToken)
    {
        var note = await freshness.NoteAsync(cancellationToken);
        var counts = await memory.CountAsync(view.Scope, cancellationToken);
        var status = new MemoryStatusWire(counts.Conversations, counts.Messages, counts.BySource, counts.Redactions, view.Persona, House.Version, note);
        return new ToolAnswer(Say(counts, note), JsonSerializer.SerializeToElement(status, McpJson.Default.MemoryStatusWire));
    }

    private string Say(MemoryCounts counts, string? note)
    {
        var text = new StringBuilder();
        if (counts.Conversations == 0) text.Append(RecallTool.NothingYet);
        else
        {
            var by = counts.BySource.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Value} from {PersonSentences.Vendor(pair.Key)}"));
            text.Append(CultureInfo.InvariantCulture, $"{counts.Conversations} conversations ({string.Join(", ", by)}) with {counts.Messages} messages can be recalled");
            text.Append(view.Persona is null ? "." : $", as {view.Persona} sees them.");
        }
        if (counts.Redactions.Count > 0) text.Append(CultureInfo.InvariantCulture, $" Left out of them as secrets: {RedactionWords.Of(counts.Redactions)}.");
        if (note is not null) text.Append(CultureInfo.InvariantCulture, $"\nNote: {note}");
        return text.ToString();
    }
}
