using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Agents.Tools.Paper;

/// <summary>
/// Reads what a model gives for a parameter. Models write numbers as text and a list as one string; what cannot be read is one sentence that says what to give.
/// </summary>
internal static class PaperArguments
{
    public static AIFunctionFactoryOptions.ParameterBindingOptions Binding(ParameterInfo parameter)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        Func<string, object?, object?>? read =
            type == typeof(decimal) ? (name, given) => Number(name, given)
            : type == typeof(string) ? (name, given) => Text(name, given)
            : type == typeof(string[]) ? (name, given) => List(name, given)
            : null;
        return read is null
            ? default
            : new()
            {
                BindParameter = (its, arguments) => read(its.Name!, arguments.GetValueOrDefault(its.Name!))
                    ?? (its.HasDefaultValue ? its.DefaultValue : throw new ToolException($"{its.Name} is missing; give it.")),
            };
    }

    /// <summary>A decimal number; null when nothing is given.</summary>
    private static decimal? Number(string name, object? given)
    {
        if (Raw(given) is not { } text) return null;
        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            throw new ToolException($"{name} is '{PersonSentences.Plain(text)}', which is no number the paper book can take; give plain digits such as 2500 or 0.25.");
        return Math.Abs(number) <= PaperRules.MostFigure
            ? number
            : throw new ToolException($"{name} is {PersonSentences.Plain(text)}, and the largest figure the paper book takes is {PaperText.Plain(PaperRules.MostFigure)}.");
    }

    private static string? Text(string name, object? given) => given is JsonElement { ValueKind: JsonValueKind.Array or JsonValueKind.Object }
        ? throw new ToolException($"{name} is no text; give one word or sentence.")
        : Raw(given) is { } text ? PersonSentences.Plain(text) : null;

    /// <summary>A list of texts; one text is read as several that are parted by semicolons.</summary>
    private static string[]? List(string name, object? given) => given switch
    {
        null => null,
        JsonElement { ValueKind: JsonValueKind.Array } array => [.. array.EnumerateArray().Select(item => Text(name, item)).OfType<string>()],
        IEnumerable<string> texts => [.. texts.Select(text => Text(name, text)).OfType<string>()],
        _ => Raw(given)?.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(PersonSentences.Plain).ToArray(),
    };

    /// <summary>As it was written; null for nothing, an empty text or JSON's null.</summary>
    private static string? Raw(object? given)
    {
        var text = given switch
        {
            null or JsonElement { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => null,
            JsonElement { ValueKind: JsonValueKind.String } element => element.GetString(),
            JsonElement element => element.GetRawText(),
            IFormattable figure => figure.ToString(null, CultureInfo.InvariantCulture),
            _ => given.ToString(),
        };
        return string.IsNullOrWhiteSpace(text) ? null : text.Trim();
    }
}
