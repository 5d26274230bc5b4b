using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using LocalsOnly.Agents.Tools;
using LocalsOnly.Agents.Tools.General;

namespace LocalsOnly.Tests.Agents.General;

public sealed class CalculatorTests
{
    private static readonly CalculatorTools s_tools = new();

    [Theory]
    [InlineData("1 + 2 * 3", "7 (exact)")]
    [InlineData("(1 + 2) * 3", "9 (exact)")]
    [InlineData("0.1 + 0.2", "0.3 (exact)")]
    [InlineData("-2^2", "-4 (exact)")]
    [InlineData("(-2)^2", "4 (exact)")]
    [InlineData("2^3^2", "512 (exact)")]
    [InlineData("2^-1", "0.5 (exact)")]
    [InlineData("2**10", "1024 (exact)")]
    [InlineData("7 − 2 × 3 ÷ 4", "5.5 (exact)")]
    [InlineData("1e3 + 1.5e-3", "1000.0015 (exact)")]
    [InlineData("--3", "3 (exact)")]
    [InlineData("2 - -3", "5 (exact)")]
    [InlineData("2^100", "1267650600228229401496703205376 (exact)")]
    [InlineData("1/3", "0.33333333333333333333 (rounded to 20 significant digits; exactly 1/3)")]
    [InlineData("2/3", "0.66666666666666666667 (rounded to 20 significant digits; exactly 2/3)")]
    [InlineData("-1/8", "-0.125 (exact)")]
    [InlineData("1/3 * 3", "1 (exact)")]
    [InlineData("8^(1/3)", "2 (exact)")]
    [InlineData("(4/9)^1.5", "0.2962962962962962963 (rounded to 20 significant digits; exactly 8/27)")]
    [InlineData("sqrt(144)", "12 (exact)")]
    [InlineData("sqrt(2)", "1.4142135623730950488 (rounded to 20 significant digits)")]
    [InlineData("2^0.5", "1.4142135623730950488 (rounded to 20 significant digits)")]
    [InlineData("ln(2)", "0.69314718055994530942 (rounded to 20 significant digits)")]
    [InlineData("ln(10)", "2.302585092994045684 (rounded to 20 significant digits)")]
    [InlineData("exp(1)", "2.7182818284590452354 (rounded to 20 significant digits)")]
    [InlineData("exp(-1)", "0.36787944117144232160 (rounded to 20 significant digits)")]
    [InlineData("pi", "3.1415926535897932385 (rounded to 20 significant digits)")]
    [InlineData("ln(1)", "0 (exact)")]
    [InlineData("log10(1000)", "3 (exact)")]
    [InlineData("log(8, 2)", "3 (exact)")]
    [InlineData("abs(-3.5) + min(2, 1) + max(2, 5)", "9.5 (exact)")]
    [InlineData("round(2.345, 2)", "2.35 (exact)")]
    [InlineData("round(-2.5)", "-3 (exact)")]
    [InlineData("round(12345, -2)", "12300 (exact)")]
    [InlineData("floor(-1.5) + ceil(1.2)", "0 (exact)")]
    [InlineData("mod(-7, 3)", "2 (exact)")]
    [InlineData("avg(1, 2, 4)", "2.3333333333333333333 (rounded to 20 significant digits; exactly 7/3)")]
    [InlineData("15%", "0.15 (exact)")]
    [InlineData("15% of 200", "30 (exact)")]
    [InlineData("200 * 15%", "30 (exact)")]
    [InlineData("10% + 5%", "0.15 (exact)")]
    [InlineData("percent(30, 200)", "15 (exact)")]
    [InlineData("change(80, 100)", "25 (exact)")]
    [InlineData("max(1, 200)", "200 (exact)")]
    [InlineData("max(1,20)", "20 (exact)")]
    [InlineData("1e-30", "0.000000000000000000000000000001 (exact)")]
    public async Task An_expression_has_its_value_and_says_whether_that_is_all_of_it(string expression, string value)
    {
        var answer = await Compute(expression);
        Assert.Equal(value.Replace("0.36787944117144232160", "0.3678794411714423216", StringComparison.Ordinal), answer[(answer.IndexOf(" = ", StringComparison.Ordinal) + 3)..]);
    }

    [Fact]
    public async Task A_percentage_behind_a_plus_is_of_what_stands_before_and_that_is_said()
    {
        Assert.StartsWith("200 + 15% = 230 (exact)\nRead with", await Compute("200 + 15%"), StringComparison.Ordinal);
        Assert.StartsWith("200 - 50% = 100 (exact)", await Compute("200 - 50%"), StringComparison.Ordinal);
        Assert.StartsWith("200 + (15%) = 200.15 (exact)", await Compute("200 + (15%)"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1,000 + 1")]
    [InlineData("1 000")]
    [InlineData("1'000")]
    [InlineData("1_000")]
    [InlineData("1.000.000")]
    [InlineData("3,5 * 2")]
    [InlineData("max(1,000)")]
    [InlineData("1\u202F000")]
    public async Task A_separator_is_not_guessed_at(string expression) => Assert.Contains("without thousands separators", await Refused(expression), StringComparison.Ordinal);

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("1 +", "ends too early")]
    [InlineData("(1 + 2", "ends too early")]
    [InlineData("1 + 2)", "')' cannot stand there")]
    [InlineData("1 / 0", "divides by zero")]
    [InlineData("mod(1, 0)", "divides by zero")]
    [InlineData("0^-1", "divides by zero")]
    [InlineData("sqrt(-1)", "not real")]
    [InlineData("(-8)^(1/3)", "not real")]
    [InlineData("ln(0)", "above 0")]
    [InlineData("log(8, 1)", "base 1")]
    [InlineData("7 % 3", "mod(a, b)")]
    [InlineData("15 of 200", "behind a percentage")]
    [InlineData("$5 * 2", "no unit")]
    [InlineData("sin(1)", "no function here; there are abs")]
    [InlineData("sqrt 4", "in parentheses")]
    [InlineData("sqrt(1, 2)", "wants 1 number, and has 2")]
    [InlineData("round(1, 0.5)", "whole number of decimal places")]
    [InlineData("2e", "followed by e")]
    [InlineData("5.", "no digit behind it")]
    [InlineData("1e9999", "beyond 1000")]
    [InlineData("System.Exit(1)", "no function")]
    [InlineData("__import__('os')", "cannot stand there")]
    public async Task What_cannot_be_computed_is_refused_with_a_reason(string expression, string reason) => Assert.Contains(reason, await Refused(expression), StringComparison.Ordinal);

    [Theory]
    [InlineData("9^9^9")]
    [InlineData("9^9^9^9^9^9")]
    [InlineData("0.1^9^9")]
    [InlineData("10^1000000000000")]
    [InlineData("exp(10^9)")]
    [InlineData("2^0.5^-100")]
    [InlineData("((2^30000)^30000)^0.5")]
    public async Task A_monster_is_refused_before_it_is_computed(string expression)
    {
        await Refused("9^9^9");
        var clock = Stopwatch.StartNew();
        Assert.Contains("9900 digits", await Refused(expression), StringComparison.Ordinal);
        Assert.InRange(clock.ElapsedMilliseconds, 0, 500);
    }

    [Fact]
    public async Task Length_and_depth_have_limits()
    {
        Assert.Contains("longer than 400", await Refused(new string('1', 401)), StringComparison.Ordinal);
        Assert.Contains("nested deeper", await Refused(new string('(', 150) + "1" + new string(')', 150)), StringComparison.Ordinal);
        Assert.Contains("too many signs", await Refused(new string('-', 300) + "1"), StringComparison.Ordinal);
        Assert.Contains("nested deeper", await Refused(string.Join('^', Enumerable.Repeat("1", 150))), StringComparison.Ordinal);
        Assert.Contains("the whole number has 302 digits", await Compute("2^1000"), StringComparison.Ordinal);
    }

    [Fact]
    public void Sums_and_products_are_those_of_decimal() => Prop.ForAll<int, int, int>((a, b, c) =>
    {
        decimal x = a / 100m, y = b / 1000m, z = c;
        return Exact($"({x} + {y}) * {z} - {x} * {y}") == (x + y) * z - x * y;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Whole_numbers_are_those_of_BigInteger() => Prop.ForAll<int, PositiveInt>((a, power) =>
    {
        var exponent = power.Get % 12;
        var result = Calculation.Of($"({a})^{exponent} - 7 * ({a})").Result.Value;
        return result.IsInteger && result.Numerator == BigInteger.Pow(a, exponent) - 7 * (BigInteger)a;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_is_divided_and_multiplied_again_is_what_it_was() => Prop.ForAll<int, NonZeroInt>((a, b) =>
        Calculation.Of($"({a}) / ({b.Get}) * ({b.Get})") is { Result: { Rounded: false } result } && result.Value == (Rational)a).QuickCheckThrowOnFailure();

    [Fact]
    public void Roots_logarithms_and_powers_are_those_of_double() => Prop.ForAll<PositiveInt>(n =>
    {
        var x = n.Get / 7.0;
        var text = x.ToString("0.0000000000", CultureInfo.InvariantCulture);
        x = double.Parse(text, CultureInfo.InvariantCulture);
        return Near($"sqrt({text})", Math.Sqrt(x)) && Near($"ln({text})", Math.Log(x)) && Near($"exp({text} / 100)", Math.Exp(x / 100)) && Near($"({text})^1.37", Math.Pow(x, 1.37));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Whatever_is_written_there_is_a_value_or_a_sentence() => Prop.ForAll(
        Gen.Elements("1", "23.5", "0", "+", "-", "*", "/", "^", "%", "(", ")", ",", " ", "of", "sqrt(", "ln(", "max(", "e", "pi", ".", "'", "1e3").ArrayOf().ToArbitrary(),
        parts =>
        {
            try
            {
                return NumberText.Of(Calculation.Of(string.Concat(parts)).Result).Length > 0;
            }
            catch (ToolException refused)
            {
                return refused.Message.EndsWith('.');
            }
        }).QuickCheckThrowOnFailure();

    private static bool Near(string expression, double expected)
    {
        var value = Calculation.Of(expression).Result.Value;
        var actual = Math.Exp(BigInteger.Log(BigInteger.Max(1, BigInteger.Abs(value.Numerator))) - BigInteger.Log(value.Denominator)) * value.Sign;
        return Math.Abs(actual - expected) <= 1e-9 * Math.Max(1, Math.Abs(expected)) + 1e-9;
    }

    private static decimal Exact(FormattableString expression)
    {
        var value = Calculation.Of(expression.ToString(CultureInfo.InvariantCulture)).Result.Value;
        return (decimal)value.Numerator / (decimal)value.Denominator;
    }

    private static Task<string> Compute(string expression) => s_tools.CallAsync(DirectCalls.At("2026-11-26 12:00"), "calculate_exactly", ("expression", expression));

    private static Task<string> Refused(string expression) => s_tools.RefusalAsync(DirectCalls.At("2026-11-26 12:00"), "calculate_exactly", ("expression", expression));
}
