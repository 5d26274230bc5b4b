using System.Globalization;

namespace LocalsOnly.Benchmarks.Measuring;

/// <summary>Sizes as people write them on a command line: 500MB, 1GB, 1.5GB; decimal, and bytes without a unit.</summary>
internal static class ByteSize
{
    public static bool TryParse(string text, out long bytes)
    {
        var (number, unit) = text.ToUpperInvariant() switch
        {
            [.. var rest, 'K', 'B'] => (rest, 1e3),
            [.. var rest, 'M', 'B'] => (rest, 1e6),
            [.. var rest, 'G', 'B'] => (rest, 1e9),
            var all => (all, 1.0),
        };
        var understood = double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count) && count * unit is >= 1 and < 1e15;
        bytes = understood ? (long)(count * unit) : 0;
        return understood;
    }
}
