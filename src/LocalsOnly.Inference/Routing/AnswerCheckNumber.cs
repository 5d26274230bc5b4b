namespace LocalsOnly.Inference.Routing;

/// <summary>A written number as the range that it may stand for: <c>0.33</c> is anything that rounds to it, <c>12</c> is 12.</summary>
/// <param name="Decimals">Digits after the decimal mark.</param>
internal readonly record struct WrittenNumber(double Low, double High, int Decimals)
{
    public double Middle => (Low + High) / 2;

    /// <summary>Reads digits and marks, with the decimal mark given; false when they are no number that way. <c>030</c> is none: it is part of a telephone number or a date.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, char decimalMark, out WrittenNumber number)
    {
        number = default;
        if (text.Length > 1 && text[0] == '0' && char.IsAsciiDigit(text[1])) return false;
        var value = 0.0;
        var (decimals, group, groups, inDecimals) = (0, 0, 0, false);
        foreach (var c in text)
        {
            if (char.IsAsciiDigit(c))
            {
                value = (value * 10) + (c - '0');
                group++;
                if (inDecimals) decimals++;
            }
            else if (c == decimalMark)
            {
                if (inDecimals || (groups > 0 && group != 3)) return false;
                (inDecimals, group) = (true, 0);
            }
            else
            {
                // A group mark: three digits before it, but for the first group (and pairs as India writes them).
                if (inDecimals || group == 0 || group > 3 || (groups > 0 && group == 1)) return false;
                (groups, group) = (groups + 1, 0);
            }
        }

        if (group == 0 || (groups > 0 && !inDecimals && group != 3)) return false;
        value /= Math.Pow(10, decimals);
        var half = decimals == 0 ? 0 : 0.5 * Math.Pow(10, -decimals);
        number = new WrittenNumber(value - half, value + half, decimals);
        return true;
    }

    public WrittenNumber Scale(double by) => this with { Low = Low * by, High = High * by };
}
