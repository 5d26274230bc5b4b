namespace LocalsOnly.Agents.Tools.Options;

/// <summary>
/// The standard normal distribution to the precision of a double, by the rational approximations of the error function in W. J. Cody,
/// "Rational Chebyshev approximations for the error function", Mathematics of Computation 23 (1969), 631-637.
/// </summary>
internal static class NormalDistribution
{
    private const double SqrtTwo = 1.4142135623730950488;
    private const double SqrtPi = 1.7724538509055160273;
    private const double SqrtTwoPi = 2.5066282746310005024;
    private const double SqrtHalfPi = 1.2533141373155002512;

    // Up to here the error function itself is approximated, from here on its complement.
    private const double Small = 0.46875;

    /// <summary>The density at <paramref name="x"/>.</summary>
    public static double Density(double x) => Math.Exp(-0.5 * x * x) / SqrtTwoPi;

    /// <summary>N(x): the chance of a value at or below <paramref name="x"/>. The far left tail keeps its relative precision.</summary>
    public static double Cumulative(double x) => 0.5 * Erfc(-x / SqrtTwo);

    /// <summary>The x at which <see cref="Cumulative"/> is <paramref name="probability"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not between 0 and 1.</exception>
    public static double Inverse(double probability)
    {
        if (!(probability > 0 && probability < 1)) throw new ArgumentOutOfRangeException(nameof(probability));
        if (probability > 0.5) return -Inverse(1 - probability);

        // ln N is concave and N(-y) <= exp(-y²/2), so Newton's method on the logarithm climbs to the root from the left and never passes it.
        var target = Math.Log(probability);
        var x = -Math.Sqrt(-2 * target);
        for (var round = 0; round < 100; round++)
        {
            var scaled = Erfcx(-x / SqrtTwo);
            var step = (target - (Math.Log(0.5 * scaled) - (0.5 * x * x))) * scaled * SqrtHalfPi;
            x += step;
            if (Math.Abs(step) <= 1e-15 * Math.Max(1, Math.Abs(x))) break;
        }

        return x;
    }

    /// <summary>The complementary error function, 2/sqrt(π) times the integral of exp(-t²) from <paramref name="x"/> to infinity.</summary>
    public static double Erfc(double x)
    {
        var y = Math.Abs(x);
        if (y <= Small) return 1 - Erf(x);
        var tail = y > 27 ? 0 : ExpOfMinusSquare(y) * ScaledTail(y);
        return x < 0 ? 2 - tail : tail;
    }

    /// <summary>exp(x²) times <see cref="Erfc"/>: what is left of a tail when its steep part is taken out.</summary>
    public static double Erfcx(double x)
    {
        if (Math.Abs(x) <= Small) return Math.Exp(x * x) * (1 - Erf(x));
        return x > 0 ? ScaledTail(x) : (2 * Math.Exp(x * x)) - ScaledTail(-x);
    }

    /// <summary>The error function for |x| up to 0.46875 (Cody's first interval).</summary>
    private static double Erf(double x)
    {
        var square = x * x;
        var above = 1.85777706184603153E-1;
        above = (above * square) + 3.16112374387056560E00;
        above = (above * square) + 1.13864154151050156E02;
        above = (above * square) + 3.77485237685302021E02;
        above = (above * square) + 3.20937758913846947E03;
        var below = square + 2.36012909523441209E01;
        below = (below * square) + 2.44024637934444173E02;
        below = (below * square) + 1.28261652607737228E03;
        below = (below * square) + 2.84423683343917062E03;
        return x * above / below;
    }

    /// <summary>exp(y²) erfc(y) for y above 0.46875 (Cody's second and third interval).</summary>
    private static double ScaledTail(double y)
    {
        if (y <= 4)
        {
            var above = 2.15311535474403846E-8;
            above = (above * y) + 5.64188496988670089E-1;
            above = (above * y) + 8.88314979438837594E00;
            above = (above * y) + 6.61191906371416295E01;
            above = (above * y) + 2.98635138197400131E02;
            above = (above * y) + 8.81952221241769090E02;
            above = (above * y) + 1.71204761263407058E03;
            above = (above * y) + 2.05107837782607147E03;
            above = (above * y) + 1.23033935479799725E03;
            var below = y + 1.57449261107098347E01;
            below = (below * y) + 1.17693950891312499E02;
            below = (below * y) + 5.37181101862009858E02;
            below = (below * y) + 1.62138957456669019E03;
            below = (below * y) + 3.29079923573345963E03;
            below = (below * y) + 4.36261909014324716E03;
            below = (below * y) + 3.43936767414372164E03;
            below = (below * y) + 1.23033935480374942E03;
            return above / below;
        }

        var inverse = 1 / (y * y);
        var numerator = 1.63153871373020978E-2;
        numerator = (numerator * inverse) + 3.05326634961232344E-1;
        numerator = (numerator * inverse) + 3.60344899949804439E-1;
        numerator = (numerator * inverse) + 1.25781726111229246E-1;
        numerator = (numerator * inverse) + 1.60837851487422766E-2;
        numerator = (numerator * inverse) + 6.58749161529837803E-4;
        var denominator = inverse + 2.56852019228982242E00;
        denominator = (denominator * inverse) + 1.87295284992346725E00;
        denominator = (denominator * inverse) + 5.27905102951428412E-1;
        denominator = (denominator * inverse) + 6.05183413124413191E-2;
        denominator = (denominator * inverse) + 2.33520497626869185E-3;
        return ((1 / SqrtPi) - (inverse * numerator / denominator)) / y;
    }

    // The square of a number with few bits is exact; what is left over is small, so no digit of the exponent is lost.
    private static double ExpOfMinusSquare(double y)
    {
        var coarse = Math.Truncate(y * 16) / 16;
        return Math.Exp(-coarse * coarse) * Math.Exp(-(y - coarse) * (y + coarse));
    }
}
