namespace LocalsOnly.Agents.Guards;

/// <summary>A number in a text, as it may be meant: <c>1,234</c> is 1234 to some and 1.234 to others.</summary>
/// <param name="Start">First UTF-16 unit, its currency sign included.</param>
/// <param name="End">One past the last, its unit included.</param>
/// <param name="Readings">What it may mean; a percentage counts as its number, and as that hundredth.</param>
/// <param name="Measured">It has a currency, a percent sign, a multiplier or decimals: it is a quantity beyond doubt.</param>
internal readonly record struct Figure(int Start, int End, IReadOnlyList<FigureReading> Readings, bool Measured)
{
    /// <summary>Whether a number that somebody knows may be what this one states, rounded as this one is.</summary>
    public bool MayState(Figure known)
    {
        foreach (var mine in Readings)
            foreach (var other in known.Readings)
                if (Math.Abs(mine.Value - other.Value) <= mine.Tolerance) return true;
        return false;
    }
}

/// <summary>One meaning of a number.</summary>
/// <param name="Value">Without its sign: whether something fell or rose stands in words as often.</param>
/// <param name="Tolerance">Half of its last digit.</param>
internal readonly record struct FigureReading(decimal Value, decimal Tolerance);
