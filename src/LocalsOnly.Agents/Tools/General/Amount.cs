using System.Numerics;

namespace LocalsOnly.Agents.Tools.General;

/// <summary>A number on its way through a calculation.</summary>
/// <param name="Rounded">It has been through a function whose values are no fractions.</param>
/// <param name="Percent">It was written as a percentage.</param>
internal readonly record struct Amount(Rational Value, bool Rounded = false, bool Percent = false)
{
    /// <summary>Numbers of more binary digits than this (about 9900 decimal ones) are not made.</summary>
    public const int MostBits = 32_768;

    private const int MostDegree = 32;
    private const int MostExponential = 5000;

    public static Amount Add(Amount left, Amount right) => new Amount(left.Value + right.Value, left.Rounded || right.Rounded, left.Percent && right.Percent).Held();

    public static Amount Multiply(Amount left, Amount right) => new Amount(left.Value * right.Value, left.Rounded || right.Rounded).Held();

    public static Amount Divide(Amount left, Amount right) =>
        right.Value.Sign == 0 ? throw new ToolException("This divides by zero, which has no result; correct the expression.") : new Amount(left.Value / right.Value, left.Rounded || right.Rounded).Held();

    public Amount Negated => this with { Value = -Value };

    /// <summary>What is left of a division, with the sign of the divisor: mod(-7, 3) is 2.</summary>
    public static Amount Remainder(Amount left, Amount right) => Add(left, Multiply(right, new Amount(Divide(left, right).Value.Floor())).Negated) with { Percent = false };

    public static Amount Power(Amount @base, Amount exponent)
    {
        var rounded = @base.Rounded || exponent.Rounded;
        var (x, y) = (@base.Value, exponent.Value);
        if (x.Sign == 0) return y.Sign > 0 ? new(0, rounded) : y.Sign == 0 ? new(1, rounded) : throw new ToolException("This is zero to a negative power, which divides by zero; correct the expression.");
        if (y.IsInteger)
        {
            if (x.Abs() == (Rational)1) return new(x.Sign > 0 || y.Numerator.IsEven ? 1 : -1, rounded);
            // The length of the result is known before it is made.
            if (BigInteger.Abs(y.Numerator) > MostBits || (x.Bits - 1) * (long)BigInteger.Abs(y.Numerator) > MostBits) throw TooLong();
            return new Amount(x.Power((int)y.Numerator), rounded).Held();
        }
        if (x.Sign < 0) throw new ToolException("A negative number to a power that is no whole number is not real; put the minus in front: -(8^(1/3)).");
        if (y.Denominator <= MostDegree && RealFunctions.Root(x, (int)y.Denominator) is (var root, true)) return Power(new Amount(root, rounded), new Amount(y.Numerator));
        return Exponential(Multiply(new Amount(RealFunctions.Ln(x), true), exponent));
    }

    public static Amount SquareRoot(Amount value)
    {
        if (value.Value.Sign < 0) throw new ToolException("The square root of a negative number is not real; correct the expression.");
        var (root, exact) = RealFunctions.Root(value.Value, 2);
        return new Amount(root, value.Rounded || !exact).Held();
    }

    public static Amount Logarithm(Amount value) =>
        value.Value.Sign <= 0 ? throw new ToolException("A logarithm needs a number above 0; correct the expression.")
        : value.Value == (Rational)1 ? new(0, value.Rounded)
        : new Amount(RealFunctions.Ln(value.Value), true).Held();

    /// <summary>To a base; exact where the number is a whole power of it.</summary>
    public static Amount Logarithm(Amount value, Amount @base)
    {
        if (@base.Value == (Rational)1) throw new ToolException("There is no logarithm to the base 1; name another base.");
        var rounded = Divide(Logarithm(value), Logarithm(@base));
        var whole = rounded.Value.Round();
        return BigInteger.Abs(whole) < 4096 && (@base.Value.Bits - 1) * (long)BigInteger.Abs(whole) <= MostBits && @base.Value.Power((int)whole) == value.Value
            ? new(whole, value.Rounded || @base.Rounded)
            : rounded with { Rounded = true };
    }

    public static Amount Exponential(Amount value) =>
        value.Value.Abs().CompareTo(MostExponential) > 0 ? throw TooLong()
        : value.Value.Sign == 0 ? new(1, value.Rounded)
        : new Amount(RealFunctions.Exp(value.Value), true).Held();

    /// <summary>To a number of decimal places, halves away from zero.</summary>
    public static Amount Round(Amount value, int places)
    {
        var scale = (Rational)BigInteger.Pow(10, Math.Abs(places));
        return places >= 0 ? new((Rational)(value.Value * scale).Round() / scale, value.Rounded) : new((Rational)(value.Value / scale).Round() * scale, value.Rounded);
    }

    private Amount Held() => Value.Bits > MostBits ? throw TooLong() : this;

    private static ToolException TooLong() => new("The result would have more than about 9900 digits, so it is not computed; ask for its logarithm, or for smaller numbers.");
}
