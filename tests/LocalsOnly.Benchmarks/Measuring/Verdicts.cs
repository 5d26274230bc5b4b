using System.Globalization;

namespace LocalsOnly.Benchmarks.Measuring;

/// <summary>Prints each promise with what became of it, the ratio first, and remembers whether all were kept.</summary>
internal sealed class Verdicts
{
    private bool _failed;

    /// <summary>1 when a promise was broken.</summary>
    public int ExitCode => _failed ? 1 : 0;

    /// <summary>A figure that may not exceed its limit; none at all (NaN) is a broken promise.</summary>
    public void Below(string what, double value, double limit, string unit) => Say(
        value <= limit,
        string.Create(CultureInfo.InvariantCulture, $"{value / limit,8:0.00}x of {limit:0.###} {unit}: {what} ({value:0.###} {unit})"));

    /// <summary>A figure that may not fall below what was promised; none at all (NaN) is a broken promise.</summary>
    public void AtLeast(string what, double value, double least, string unit) => Say(
        value >= least,
        string.Create(CultureInfo.InvariantCulture, $"{value / least,8:0.00}x of {least:0.###} {unit}: {what} ({value:0.###} {unit})"));

    /// <summary>How many times less than the peer's; a figure of nothing or less counts as what can just be told from nothing.</summary>
    public void TimesLess(string what, double ours, double theirs, double least, string unit, double resolution) => Say(
        theirs / Math.Max(ours, resolution) >= least,
        string.Create(CultureInfo.InvariantCulture, $"{theirs / Math.Max(ours, resolution),8:0.0}x less, {least:0}x promised: {what} ({ours:0.000} to {theirs:0.000} {unit})"));

    public void Holds(string what, bool holds) => Say(holds, what);

    private void Say(bool holds, string line)
    {
        _failed |= !holds;
        Console.WriteLine($"{(holds ? "PASS" : "FAIL")} {line}");
    }
}
