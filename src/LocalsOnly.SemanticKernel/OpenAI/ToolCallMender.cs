using System.Buffers;
using System.Text.Json;
using LocalsOnly.Inference.Wire;

namespace LocalsOnly.SemanticKernel.OpenAI;

/// <summary>
/// Writes the pieces of tool calls so that each call of an answer has an index of its own. The SDK takes a missing index for 0, Semantic Kernel joins what
/// has the same one, and some servers number none of their calls, or every one 0.
/// </summary>
internal sealed class ToolCallMender(IBufferWriter<byte> output)
{
    private readonly List<Call> _calls = [];

    /// <summary>Writes <c>tool_calls</c>, of which the reader is at the name. True when there were any, and be they empty.</summary>
    public bool Mend(ref Utf8JsonReader json, ref bool comma)
    {
        var (count, inner) = (0, false);
        json.Read();
        while (json.NextElement(JsonTokenType.StartObject))
        {
            var piece = ChatChunk.ReadToolCall(ref json, count++);
            var index = IndexOf(piece);
            // exo writes "function": null; without a name and without arguments, nothing was called.
            if (index < 0 && piece.Name is null && string.IsNullOrEmpty(piece.Arguments))
                continue;
            if (!inner)
            {
                output.Name(ref comma, "tool_calls"u8);
                output.Write("["u8);
            }

            output.Comma(ref inner);
            Write(piece, index);
        }

        if (inner)
            output.Write("]"u8);
        return count > 0;
    }

    /// <summary>Of the call that the piece belongs to; -1 when it begins one.</summary>
    private int IndexOf(ToolCallPiece piece)
    {
        var index = _calls.FindLastIndex(c => c.Sent == piece.Index);
        // Some servers number every call 0; a new id then means a new call.
        return index >= 0 && piece.Id is { Length: > 0 } id && _calls[index].Id is { Length: > 0 } known && known != id ? -1 : index;
    }

    private void Write(ToolCallPiece piece, int index)
    {
        var isNew = index < 0;
        if (isNew)
        {
            index = _calls.Count;
            _calls.Add(new Call(piece.Index));
        }

        _calls[index].Id ??= piece.Id;
        output.Write("{\"index\":"u8);
        output.Number(index);
        var comma = true;
        if (isNew)
        {
            output.Name(ref comma, "id"u8);
            output.Text(string.IsNullOrEmpty(piece.Id) ? "call_" + Guid.NewGuid().ToString("N") : piece.Id);
            output.Write(",\"type\":\"function\""u8);
        }

        output.Write(",\"function\":{"u8);
        comma = false;
        if (piece.Name is not null)
        {
            output.Name(ref comma, "name"u8);
            output.Text(piece.Name);
        }

        output.Name(ref comma, "arguments"u8);
        output.Text(piece.Arguments ?? "");
        output.Write("}}"u8);
    }

    private sealed class Call(int sent)
    {
        /// <summary>The index as the server gave it.</summary>
        public int Sent { get; } = sent;

        public string? Id { get; set; }
    }
}
