using System.Text.Json;
using System.Text.RegularExpressions;

namespace LocalsOnly.Agents.Guards;

/// <summary>A reply is words for a person: a tool call or a result that a model wrote as its answer is none.</summary>
internal sealed partial class LeakedMachineryGuard : IReplyGuard
{
    /// <summary>What the model is asked.</summary>
    public const string Repair = "You wrote machine data (JSON or a tool call) where a person reads. Answer them in words; to call a tool, call it, and do not write it out.";

    private const string Rule = "machinery";

    public string? Name => null;

    public Finding? Check(ReplyDraft draft)
    {
        var text = draft.Text.Trim();
        if (IsMachinery(text, draft.Turn.Message.Contains("json", StringComparison.OrdinalIgnoreCase))) return Found("the reply is a tool call or its data", PersonSentences.NothingReadable);
        var kept = Block().Replace(draft.Text, block => IsCall(block.Groups["json"].Value) ? "" : block.Value);
        kept = Line().Replace(kept, line => IsCall(line.Value.Trim()) ? "" : line.Value);
        if (kept.Length == draft.Text.Length) return null;
        return Found("the reply holds a tool call", kept.Trim());
    }

    private static Finding Found(string reason, string safe) => new(
        Rule, reason, Repair, safe);

    // Who asks for JSON gets it; else a bare object is what a model writes when it loses its way among tools.
    private static bool IsMachinery(string text, bool asked) => text.Length > 1 && text[0] is '{' or '[' && ((!asked && IsJson(text)) || CallName().IsMatch(text));

    private static bool IsCall(string text) => text.Length > 1 && text[0] is '{' or '[' && CallName().IsMatch(text) && IsJson(text);

    private static bool IsJson(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.ValueKind is JsonValueKind.Object || (json.RootElement.ValueKind == JsonValueKind.Array && json.RootElement.GetArrayLength() > 0 && json.RootElement[0].ValueKind == JsonValueKind.Object);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"```[a-z]*\s*\n(?<json>[\{\[][\s\S]*?)\s*```")]
    private static partial Regex Block();

    [GeneratedRegex(@"^[ \t]*\{.*\}[ \t]*\n?", RegexOptions.Multiline)]
    private static partial Regex Line();

    [GeneratedRegex("\"(?:tool_calls?|function|arguments|parameters|tool)\"\\s*:", RegexOptions.IgnoreCase)]
    private static partial Regex CallName();
}
