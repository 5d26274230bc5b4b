using System.Text.Json;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Inference.Wire;

/// <summary>Tool arguments and results as the strings that the wire wants.</summary>
internal static class ToolJson
{
    // Their types are the tools' own, so the seam's own serialiser is asked, and not a context that would have to know them all.
    // Its indentation would be paid for in prompt tokens.
    private static readonly JsonSerializerOptions Options = new(AIJsonUtilities.DefaultOptions) { WriteIndented = false };

    public static string Arguments(IDictionary<string, object?>? arguments) =>
        arguments is null ? "{}" : JsonSerializer.Serialize(arguments, Options.GetTypeInfo(typeof(IDictionary<string, object?>)));

    public static string Result(FunctionResultContent result) => result.Result switch
    {
        null => result.Exception is null ? "" : "Error: the tool failed.",
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } element => element.GetString()!,
        JsonElement element => element.GetRawText(),
        var value => JsonSerializer.Serialize(value, Options.GetTypeInfo(typeof(object))),
    };
}
