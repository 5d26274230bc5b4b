namespace LocalsOnly.Inference.Routing;

/// <summary>
/// Finds an equation of plain numbers that is wrong: <c>a op b = c</c> with any number of operands, or <c>x % of y = z</c>. Whatever is
/// not surely an equation is passed over: code, quotations, variables, brackets, ranges, dates, other number systems.
/// </summary>
internal static class AnswerCheckArithmetic
{
    private const int MostOperands = 8;
    private const int MostShown = 60;
    private static readonly char[] s_decimalMarks = ['.', ','];

    /// <summary>The first wrong equation as it is written; null when there is none.</summary>
    public static string? FirstWrong(ReadOnlySpan<char> answer)
    {
        var fenced = false;
        foreach (var line in answer.EnumerateLines())
        {
            if (line.TrimStart().StartsWith("```")) fenced = !fenced;
            else if (!fenced && line.ContainsAny('=', '%') && !FollowsOtherRules(line) && InLine(line) is { } wrong) return wrong;
        }

        return null;
    }

    private static string? InLine(ReadOnlySpan<char> line)
    {
        var code = false;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '`') code = !code;
            if (code) continue;
            if (line[i] == '=' && Equation(line, i) is { } wrong) return wrong;
            if (line[i] == '%' && Percentage(line, i) is { } share) return share;
        }

        return null;
    }

    private static string? Equation(ReadOnlySpan<char> line, int equals)
    {
        if (IsPartOfOperator(line, equals - 1) || IsPartOfOperator(line, equals + 1)) return null;
        if (!AnswerCheckTerms.TryResult(line, equals + 1, out var result)) return null;
        Span<Term> terms = stackalloc Term[MostOperands];
        var count = AnswerCheckTerms.Chain(line, equals, terms);
        return count >= 2 && IsWrong(line, terms[..count], result) ? Shown(line[terms[count - 1].Start..result.End]) : null;
    }

    private static string? Percentage(ReadOnlySpan<char> line, int sign)
    {
        if (!AnswerCheckTerms.TryBefore(line, sign, out var part) || !AnswerCheckTerms.IsOpening(line, part.Start)) return null;
        var at = AnswerCheckTerms.SkipWord(line, sign + 1, AnswerCheckPhrases.Default.Data.PercentOf);
        if (at < 0 || !AnswerCheckTerms.TryAfter(line, at, out var whole) || whole.Percent) return null;
        var equals = AnswerCheckTerms.SkipEquals(line, whole.End);
        if (equals < 0 || !AnswerCheckTerms.TryResult(line, equals, out var result) || result.Percent) return null;
        Span<Term> terms = [whole with { Operator = '*' }, part with { Percent = true }];
        return IsWrong(line, terms, result) ? Shown(line[part.Start..result.End]) : null;
    }

    /// <summary>Whether the equation holds in neither way of writing numbers, and can be read in at least one.</summary>
    private static bool IsWrong(ReadOnlySpan<char> line, ReadOnlySpan<Term> terms, Term result)
    {
        var readable = false;
        foreach (var mark in s_decimalMarks)
        {
            if (Holds(line, terms, result, mark) is not { } holds) continue;
            if (holds) return false;
            readable = true;
        }

        return readable;
    }

    /// <summary>Null when a number cannot be read with this decimal mark, or the equation mixes percentages with numbers.</summary>
    private static bool? Holds(ReadOnlySpan<char> line, ReadOnlySpan<Term> terms, Term result, char mark)
    {
        // Terms stand from right to left, each with the operator before it.
        var (exact, divides, percents) = (true, false, 0);
        Interval sum = default, product = default;
        var sign = '+';
        for (var i = terms.Length - 1; i >= 0; i--)
        {
            if (!WrittenNumber.TryRead(terms[i].Digits(line), mark, out var number)) return null;
            if (terms[i].Percent)
            {
                number = number.Scale(0.01);
                percents++;
            }

            exact &= number.Decimals == 0 && !terms[i].Percent;
            var value = new Interval(number.Low, number.High);
            switch (i == terms.Length - 1 ? '+' : terms[i].Operator)
            {
                case '*':
                    product = product.Times(value);
                    break;
                case '/':
                    if (value.Low <= 0) return null;
                    product = product.Over(value);
                    divides = true;
                    break;
                case var op:
                    sum = sum.Plus(product, sign);
                    (product, sign) = (value, op);
                    break;
            }
        }

        sum = sum.Plus(product, sign);
        var adds = AddsAny(terms);
        if (percents > 0 && adds && !(percents == terms.Length && result.Percent)) return null;
        if (!WrittenNumber.TryRead(result.Digits(line), mark, out var shown)) return null;
        var middle = result.Negative ? -shown.Middle : shown.Middle;
        var slack = exact && !divides && shown.Decimals == 0 ? 0 : (divides ? 1 : 0.5) * LastPlace(middle, shown.Decimals);
        return sum.Contains(middle, slack) || (result.Percent && sum.Contains(middle / 100, slack / 100));
    }

    private static bool AddsAny(ReadOnlySpan<Term> terms)
    {
        foreach (var term in terms[..^1])
        {
            if (term.Operator is '+' or '-') return true;
        }

        return false;
    }

    /// <summary>What the last place that is shown counts: 0.01 in 3.14, 100 in 3700.</summary>
    private static double LastPlace(double value, int decimals)
    {
        if (decimals > 0) return Math.Pow(10, -decimals);
        var place = 1.0;
        while (value != 0 && Math.Abs(value) >= place * 100 && Math.IEEERemainder(value, place * 10) == 0) place *= 10;
        return place;
    }

    private static bool IsPartOfOperator(ReadOnlySpan<char> line, int at) => (uint)at < (uint)line.Length && line[at] is '=' or '<' or '>' or '!' or ':' or '+' or '-' or '/' or '~' or '≈' or '&' or '|' or '%' && !(line[at] == '%' && at > 0 && char.IsDigit(line[at - 1]));

    private static bool FollowsOtherRules(ReadOnlySpan<char> line)
    {
        foreach (var word in AnswerCheckPhrases.Default.Data.OtherArithmetic)
        {
            var at = line.IndexOf(word, StringComparison.OrdinalIgnoreCase);
            if (at >= 0 && !(at > 0 && char.IsLetter(line[at - 1]))) return true;
        }

        return false;
    }

    private static string Shown(ReadOnlySpan<char> equation)
    {
        var text = equation.Trim().ToString().Replace("**", "", StringComparison.Ordinal);
        return text.Length <= MostShown ? text : text[..MostShown] + "…";
    }

    private readonly record struct Interval(double Low, double High)
    {
        public Interval Plus(Interval other, char sign) => sign == '+' ? new(Low + other.Low, High + other.High) : new(Low - other.High, High - other.Low);

        public Interval Times(Interval other) => new(Low * other.Low, High * other.High);

        public Interval Over(Interval other) => new(Low / other.High, High / other.Low);

        public bool Contains(double value, double slack)
        {
            var rounding = 1e-9 * Math.Max(1, Math.Abs(value));
            return value >= Low - slack - rounding && value <= High + slack + rounding;
        }
    }
}
