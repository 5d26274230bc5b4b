using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Inference.Wire;

/// <summary>Puts tool calls together from their pieces, whether they come whole (exo) or in deltas (OpenAI).</summary>
internal sealed class ToolCallAssembly
{
    private readonly List<Call> _calls = [];

    public bool IsEmpty => _calls.Count == 0;

    public void Add(ToolCallPiece piece)
    {
        // Some servers number every call 0; a new id then means a new call.
        var call = _calls.FindLast(c => c.Index == piece.Index);
        if (call is null || (piece.Id is { Length: > 0 } id && call.Id is { Length: > 0 } && call.Id != id))
            _calls.Add(call = new Call(piece.Index));
        call.Id ??= piece.Id;
        call.Name ??= piece.Name;
        call.Arguments.Append(piece.Arguments);
    }

    /// <summary>The finished calls in the order in which they began, each with the arguments as the model wrote them in its raw representation.</summary>
    /// <exception cref="FormatException">A call has no name, or arguments that are not a JSON object.</exception>
    public List<AIContent> Take()
    {
        var contents = new List<AIContent>(_calls.Count);
        foreach (var call in _calls)
        {
            // exo writes "function": null; without a name and without arguments, nothing was called.
            if (call.Name is null && call.Arguments.Length == 0)
                continue;
            if (string.IsNullOrEmpty(call.Name))
                throw new FormatException("A tool call without a name.");
            var id = string.IsNullOrEmpty(call.Id) ? "call_" + Guid.NewGuid().ToString("N") : call.Id;
            var written = call.Arguments.ToString();
            contents.Add(new FunctionCallContent(id, call.Name, Parse(written)) { RawRepresentation = Blank(written) ? "{}" : written });
        }

        _calls.Clear();
        return contents;
    }

    /// <summary>A function without parameters is called with nothing at all by some models.</summary>
    private static bool Blank(string arguments) => string.IsNullOrWhiteSpace(arguments) || arguments == "null";

    private static Dictionary<string, object?> Parse(string arguments)
    {
        var parsed = new Dictionary<string, object?>(StringComparer.Ordinal);
        if (Blank(arguments))
            return parsed;
        try
        {
            using var document = JsonDocument.Parse(LoneSurrogates.Replace(arguments));
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new FormatException("Tool call arguments that are not an object.");
            foreach (var member in document.RootElement.EnumerateObject())
                parsed[member.Name] = member.Value.Clone();
            return parsed;
        }
        catch (JsonException e)
        {
            throw new FormatException("Tool call arguments that are not JSON.", e);
        }
    }

    private sealed class Call(int index)
    {
        public int Index { get; } = index;

        public string? Id { get; set; }

        public string? Name { get; set; }

        public StringBuilder Arguments { get; } = new();
    }
}
