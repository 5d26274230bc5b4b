using System.ComponentModel;

namespace LocalsOnly.Agents.Tools.General;

/// <summary>Exact arithmetic.</summary>
internal sealed class CalculatorTools : IToolset
{
    private IReadOnlyList<Tool>? _tools;

    public IReadOnlyList<Tool> Tools => _tools ??=
    [
        new(PlainTool.Of(Calculate, "calculate_exactly",
            "Computes an expression with exact fractions and says when the result is rounded. + - * / ^ (from the right), parentheses, 15%, 15% of 200, 200 + 15%, and the functions "
            + "abs min max sum avg round(x, places) floor ceil sqrt ln log10 log(x, base) exp pow mod percent(part, whole) change(from, to), pi, e. No thousands separators, no units.")),
    ];

    private static string Calculate([Description("The expression, like (67123.5 - 64000) / 64000 or 15% of 1250.")] string expression)
    {
        var (result, addedPercent) = Calculation.Of(expression);
        var text = $"{string.Join(' ', expression.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))} = {NumberText.Of(result)}";
        return addedPercent ? text + "\nRead with + or - before a percentage as that part of what stands before it: 200 + 15% is 230." : text;
    }
}
