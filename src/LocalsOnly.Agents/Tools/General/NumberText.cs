using System.Globalization;
using System.Numerics;

namespace LocalsOnly.Agents.Tools.General;

/// <summary>Writes a number out, and says whether that is all of it.</summary>
internal static class NumberText
{
    /// <summary>Digits to which what has no end is rounded.</summary>
    public const int Significant = 20;

    private const int MostDigits = 200;
    private const int MostDecimals = 50;
    private const int MostFraction = 60;

    /// <summary>The digits, and in brackets what they are worth.</summary>
    public static string Of(Amount amount)
    {
        var value = amount.Value;
        if (!amount.Rounded)
        {
            if (value.IsInteger && BigInteger.Abs(value.Numerator).ToString(CultureInfo.InvariantCulture) is { Length: <= MostDigits }) return $"{value.Numerator.ToString(CultureInfo.InvariantCulture)} (exact)";
            if (Decimals(value.Denominator) is { } decimals && decimals <= MostDecimals && value.Bits <= 4 * MostDigits) return $"{Plain(value, decimals)} (exact)";
        }
        var rounded = $"{Rounded(value)} (rounded to {Significant} significant digits";
        if (amount.Rounded) return rounded + ")";
        var fraction = $"{value.Numerator.ToString(CultureInfo.InvariantCulture)}/{value.Denominator.ToString(CultureInfo.InvariantCulture)}";
        return value.IsInteger
            ? rounded + string.Create(CultureInfo.InvariantCulture, $"; the whole number has {BigInteger.Abs(value.Numerator).ToString(CultureInfo.InvariantCulture).Length} digits)")
            : rounded + (fraction.Length <= MostFraction ? $"; exactly {fraction})" : ")");
    }

    /// <summary>How many decimals a fraction with this denominator has; null when they do not end.</summary>
    private static int? Decimals(BigInteger denominator)
    {
        var (twos, fives) = (0, 0);
        for (; denominator.IsEven; twos++) denominator >>= 1;
        for (; (denominator % 5).IsZero; fives++) denominator /= 5;
        return denominator.IsOne ? Math.Max(twos, fives) : null;
    }

    private static string Plain(Rational value, int decimals)
    {
        var digits = BigInteger.Abs((value * ((Rational)10).Power(decimals)).Round()).ToString(CultureInfo.InvariantCulture).PadLeft(decimals + 1, '0');
        return (value.Sign < 0 ? "-" : "") + digits[..^decimals] + (decimals > 0 ? "." + digits[^decimals..] : "");
    }

    private static string Rounded(Rational value)
    {
        if (value.Sign == 0) return "0";
        var exponent = Exponent(value.Abs());
        var digits = (value.Abs() * ((Rational)10).Power(Significant - 1 - exponent)).Round();
        if (digits == BigInteger.Pow(10, Significant)) (digits, exponent) = (digits / 10, exponent + 1);
        var text = digits.ToString(CultureInfo.InvariantCulture);
        var sign = value.Sign < 0 ? "-" : "";
        if (exponent is < -7 or >= Significant) return sign + text[0] + Trimmed("." + text[1..]) + string.Create(CultureInfo.InvariantCulture, $"e{exponent:+0;-0}");
        return sign + (exponent < 0 ? "0" + Trimmed("." + new string('0', -exponent - 1) + text) : text[..(exponent + 1)] + Trimmed("." + text[(exponent + 1)..]));
    }

    private static string Trimmed(string decimals) => decimals.TrimEnd('0').TrimEnd('.');

    /// <summary>The power of ten of the first digit.</summary>
    private static int Exponent(Rational value)
    {
        var guess = (int)Math.Floor((value.Numerator.GetBitLength() - value.Denominator.GetBitLength()) * 0.30102999566398120);
        while (value.CompareTo(((Rational)10).Power(guess)) < 0) guess--;
        while (value.CompareTo(((Rational)10).Power(guess + 1)) >= 0) guess++;
        return guess;
    }
}
