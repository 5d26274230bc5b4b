using System.Numerics;

namespace LocalsOnly.Agents.Tools.General;

/// <summary>
/// Functions whose values are no fractions, as fractions that are right to about 90 decimal places: fixed point with <see cref="Places"/> binary places, by the series of the
/// inverse hyperbolic tangent and of the exponential.
/// </summary>
internal static class RealFunctions
{
    private const int Places = 320;

    /// <summary>The logarithm to the base e of a number above 0. Writes it as m·2^k with m near 1; ln m = 2·artanh((m−1)/(m+1)).</summary>
    public static Rational Ln(Rational value)
    {
        var k = (int)(value.Numerator.GetBitLength() - value.Denominator.GetBitLength());
        var m = k >= 0 ? new Rational(value.Numerator, value.Denominator << k) : new Rational(value.Numerator << -k, value.Denominator);
        // Near 1 the logarithm is small, and wants as many places more.
        var places = Places + (m - 1 is { Sign: not 0 } near ? (int)Math.Max(0, near.Denominator.GetBitLength() - BigInteger.Abs(near.Numerator).GetBitLength()) : 0);
        return new Rational(2 * Artanh((m - 1) / (m + 1), places) + k * Ln2(places), BigInteger.One << places);
    }

    /// <summary>e to a power, by x = r + k·ln 2 and the series for r.</summary>
    public static Rational Exp(Rational value)
    {
        var x = Fixed(value, Places);
        var ln2 = Ln2(Places);
        var k = (int)new Rational(x, ln2).Round();
        var r = x - k * ln2;
        var (sum, term) = (BigInteger.Zero, BigInteger.One << Places);
        for (var n = 1; !term.IsZero; n++)
        {
            sum += term;
            term = term * r / n >> Places;
            // The shift rounds down, so that a small negative term would stay at -1 for ever.
            if (term == BigInteger.MinusOne) break;
        }
        return k >= 0 ? new Rational(sum << k, BigInteger.One << Places) : new Rational(sum, BigInteger.One << (Places - k));
    }

    /// <summary>The root of a number that is not below 0; exact where it is a fraction.</summary>
    public static (Rational Value, bool Exact) Root(Rational value, int degree)
    {
        if (value.Sign == 0) return (0, true);
        var (top, bottom) = (WholeRoot(value.Numerator, degree), WholeRoot(value.Denominator, degree));
        if (BigInteger.Pow(top, degree) == value.Numerator && BigInteger.Pow(bottom, degree) == value.Denominator) return (new Rational(top, bottom), true);
        var places = Places + (int)Math.Max(0, value.Denominator.GetBitLength() - value.Numerator.GetBitLength());
        return (new Rational(WholeRoot((value.Numerator << (places * degree)) / value.Denominator, degree), BigInteger.One << places), false);
    }

    public static Rational Pi()
    {
        // Machin: π = 16·arctan(1/5) − 4·arctan(1/239).
        return new Rational(16 * Arctan(5) - 4 * Arctan(239), BigInteger.One << Places);
    }

    private static BigInteger Arctan(int inverse)
    {
        var (sum, power) = (BigInteger.Zero, (BigInteger.One << Places) / inverse);
        for (var n = 1; !power.IsZero; n += 2)
        {
            sum += n % 4 == 1 ? power / n : -(power / n);
            power /= inverse * inverse;
        }
        return sum;
    }

    private static BigInteger Artanh(Rational value, int places)
    {
        var power = Fixed(value, places);
        var square = power * power >> places;
        var sum = BigInteger.Zero;
        for (var n = 1; !power.IsZero; n += 2)
        {
            sum += power / n;
            power = (BigInteger.Abs(power) * square >> places) * power.Sign;
        }
        return sum;
    }

    private static BigInteger Ln2(int places) => 2 * Artanh(new Rational(1, 3), places);

    private static BigInteger Fixed(Rational value, int places) => new Rational(value.Numerator << places, value.Denominator).Round();

    /// <summary>The greatest whole number whose power is not above a number, by Newton's method from above.</summary>
    private static BigInteger WholeRoot(BigInteger value, int degree)
    {
        if (value <= BigInteger.One) return value;
        var root = BigInteger.One << (int)((value.GetBitLength() + degree - 1) / degree);
        while (true)
        {
            var next = ((degree - 1) * root + value / BigInteger.Pow(root, degree - 1)) / degree;
            if (next >= root) return root;
            root = next;
        }
    }
}
