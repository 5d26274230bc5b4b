namespace LocalsOnly.Treasury.Cost;

/// <summary>Rounds parts of a sum so that they still add up to it.</summary>
internal static class Cents
{
    public static decimal Round(decimal money) => Math.Round(money, 2, MidpointRounding.AwayFromZero);

    /// <summary>
    /// Parts rounded to cents whose sum is the rounded sum of the parts (largest remainder): each is off by less than a cent, and none of
    /// them gets a cent when it was nothing.
    /// </summary>
    /// <param name="parts">None is negative.</param>
    public static decimal[] Split(IReadOnlyList<decimal> parts)
    {
        var rounded = parts.Select(part => Math.Floor(part * 100) / 100).ToArray();
        var missing = (int)((Round(parts.Sum()) - rounded.Sum()) * 100);
        foreach (var i in Enumerable.Range(0, parts.Count).Where(i => parts[i] > 0).OrderByDescending(i => parts[i] - rounded[i]).Take(missing)) rounded[i] += 0.01m;
        return rounded;
    }
}
