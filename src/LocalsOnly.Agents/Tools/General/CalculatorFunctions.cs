namespace LocalsOnly.Agents.Tools.General;

/// <summary>The functions of the calculator.</summary>
internal static class CalculatorFunctions
{
    public static IReadOnlyList<string> Names { get; } =
        ["abs", "min", "max", "sum", "avg", "round", "floor", "ceil", "sqrt", "ln", "log10", "log", "exp", "pow", "mod", "percent", "change"];

    public static Amount Apply(string name, List<Amount> arguments)
    {
        var (least, most) = name switch
        {
            "min" or "max" or "sum" or "avg" => (1, 100),
            "round" => (1, 2),
            "pow" or "mod" or "percent" or "change" or "log" => (2, 2),
            _ => (1, 1),
        };
        if (arguments.Count < least || arguments.Count > most)
            throw new ToolException($"{name} wants {(least == most ? $"{least}" : most == 100 ? "at least 1" : $"{least} or {most}")} number{(most == 1 ? "" : "s")}, and has {arguments.Count}.");
        var first = arguments[0];
        return name switch
        {
            "abs" => first with { Value = first.Value.Abs() },
            "min" => arguments.Aggregate((a, b) => new Amount(a.Value.CompareTo(b.Value) <= 0 ? a.Value : b.Value, a.Rounded || b.Rounded)),
            "max" => arguments.Aggregate((a, b) => new Amount(a.Value.CompareTo(b.Value) >= 0 ? a.Value : b.Value, a.Rounded || b.Rounded)),
            "sum" => arguments.Aggregate(Amount.Add),
            "avg" => Amount.Divide(arguments.Aggregate(Amount.Add), new Amount(arguments.Count)),
            "round" => Amount.Round(first, arguments.Count == 2 ? Calculation.Places(arguments[1]) : 0),
            "floor" => first with { Value = first.Value.Floor() },
            "ceil" => first with { Value = -(-first.Value).Floor() },
            "sqrt" => Amount.SquareRoot(first),
            "ln" => Amount.Logarithm(first),
            "log10" => Amount.Logarithm(first, new Amount(10)),
            "log" => Amount.Logarithm(first, arguments[1]),
            "exp" => Amount.Exponential(first),
            "pow" => Amount.Power(first, arguments[1]),
            "mod" => Amount.Remainder(first, arguments[1]),
            "percent" => Amount.Multiply(Amount.Divide(first, arguments[1]), new Amount(100)),
            "change" => Amount.Multiply(Amount.Divide(Amount.Add(arguments[1], first.Negated), first), new Amount(100)),
            _ => throw new ToolException($"{name} is no function here."),
        };
    }
}
