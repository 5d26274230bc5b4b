using System.Numerics;

namespace LocalsOnly.Tests.Agents.WeeklyOptions;

/// <summary>Black's formula in fixed-point numbers of 220 bits (66 digits), from nothing but Taylor series: an independent witness for the one in doubles.</summary>
internal static class PreciseModel
{
    private const int Bits = 220;

    private static readonly BigInteger s_one = BigInteger.One << Bits;
    private static readonly BigInteger s_pi = 4 * ((4 * ArcTangentOfInverse(5)) - ArcTangentOfInverse(239));

    /// <summary>N(x) for |x| up to 12.</summary>
    public static double Cumulative(double x) => ToDouble(Cumulative(From(x)));

    /// <summary>erfc(x) for |x| up to 8.</summary>
    public static double Erfc(double x) => ToDouble(s_one - ErrorFunction(From(x)));

    /// <summary>Value of a European option.</summary>
    public static double Price(bool call, double spot, double strike, double years, double rate, double yield, double volatility)
    {
        var (s, k, t, sigma) = (From(spot), From(strike), From(years), From(volatility));
        var total = Times(sigma, Root(t));
        var forward = Times(s, Exp(Times(From(rate) - From(yield), t)));
        var d1 = Over(Log(Over(forward, k)), total) + (total / 2);
        var d2 = d1 - total;
        var value = call
            ? Times(forward, Cumulative(d1)) - Times(k, Cumulative(d2))
            : Times(k, Cumulative(-d2)) - Times(forward, Cumulative(-d1));
        return ToDouble(Times(Exp(-Times(From(rate), t)), value));
    }

    private static BigInteger Cumulative(BigInteger x) => (s_one + ErrorFunction(Over(x, Root(2 * s_one)))) / 2;

    // 2/sqrt(π) · Σ (−1)ⁿ x²ⁿ⁺¹ / (n! (2n+1)); the terms grow to e^(x²), which 66 digits bear up to x of 8.
    private static BigInteger ErrorFunction(BigInteger x)
    {
        var square = Times(x, x);
        var (sum, power) = (BigInteger.Zero, x);
        for (var n = 0; !power.IsZero; n++)
        {
            sum += power / ((2 * n) + 1);
            power = -Times(power, square) / (n + 1);
        }

        return Over(2 * sum, Root(s_pi));
    }

    private static BigInteger Exp(BigInteger x)
    {
        var (sum, term) = (BigInteger.Zero, s_one);
        var small = x >> 8;
        for (var n = 1; !term.IsZero; n++)
        {
            sum += term;
            term = Times(term, small) / n;
            if (term == -1) break;
        }

        for (var i = 0; i < 8; i++) sum = Times(sum, sum);
        return sum;
    }

    // ln x = 2 artanh((x−1)/(x+1)), after the root was taken six times.
    private static BigInteger Log(BigInteger x)
    {
        for (var i = 0; i < 6; i++) x = Root(x);
        var ratio = Over(x - s_one, x + s_one);
        var (sum, power, square) = (BigInteger.Zero, ratio, Times(ratio, ratio));
        for (var n = 1; BigInteger.Abs(power) > 1; n += 2)
        {
            sum += power / n;
            power = Times(power, square);
        }

        return sum << 7;
    }

    private static BigInteger Root(BigInteger x)
    {
        var target = x << Bits;
        var root = BigInteger.One << (int)((target.GetBitLength() / 2) + 1);
        while (true)
        {
            var next = (root + (target / root)) / 2;
            if (next >= root) return root;
            root = next;
        }
    }

    private static BigInteger ArcTangentOfInverse(int of)
    {
        var (sum, power) = (BigInteger.Zero, s_one / of);
        for (var n = 1; !power.IsZero; n += 2)
        {
            sum += n % 4 == 1 ? power / n : -power / n;
            power /= of * of;
        }

        return sum;
    }

    private static BigInteger Times(BigInteger a, BigInteger b) => BigInteger.Divide(a * b, s_one);

    private static BigInteger Over(BigInteger a, BigInteger b) => (a << Bits) / b;

    private static BigInteger From(double value)
    {
        var (bits, exponent) = (BitConverter.DoubleToInt64Bits(value), 0);
        exponent = (int)((bits >> 52) & 0x7FF);
        var mantissa = (exponent == 0 ? bits << 1 : bits | (1L << 52)) & ((1L << 53) - 1);
        var shift = Bits + exponent - 1075;
        var size = shift >= 0 ? new BigInteger(mantissa) << shift : new BigInteger(mantissa) >> -shift;
        return value < 0 ? -size : size;
    }

    private static double ToDouble(BigInteger value)
    {
        var excess = Math.Max((int)value.GetBitLength() - 64, 0);
        return Math.ScaleB((double)(value >> excess), excess - Bits);
    }
}
