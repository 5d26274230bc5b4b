using System.Text.Json;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Inference.Wire;

/// <summary>Tool arguments and results as the strings that the wire wants.</summary>
internal static class ToolJson
{
    // Their types are the tools' own, so the seam's own serialiser is asked, and not a context that would have to know them all.
    // Its indentation would be paid for in prompt tokens.
    private static readonly JsonSerializerOptions Options = new(AIJsonUtilities.DefaultOptions) { WriteIndented = false };

    /// <summary>A model's own arguments go back as it wrote them: written anew they might differ, and the server's prefix cache would not find them.</summary>
    public static string Arguments(FunctionCallContent call) =>
        call.RawRepresentation is string { Length: > 0 } raw ? raw
        : call.Arguments is null ? "{}"
        : JsonSerializer.Serialize(call.Arguments, Options.GetTypeInfo(typeof(IDictionary<string, object?>)));

    public static string Result(FunctionResultContent result) => result.Result switch
    {
        null => result.Exception is null ? "" : "Error: the tool failed.",
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } element => element.GetString()!,
        JsonElement element => element.GetRawText(),
        var value => JsonSerializer.Serialize(value, Options.GetTypeInfo(typeof(object))),
    };
}
