using System.Globalization;
using System.Text.Json;

namespace LocalsOnly.Agents.Tools.Market;

/// <summary>One option in Deribit's book summary.</summary>
/// <param name="Expiry">08:00 UTC of the day in its name.</param>
/// <param name="Forward">Price of the underlying for that expiry, in US dollars.</param>
/// <param name="Volatility">Implied by the mark price, a year, as a fraction (0.52 is 52 %); null when Deribit gives none.</param>
/// <param name="OpenInterest">In units of the coin.</param>
/// <param name="Volume">Of 24 hours, in units of the coin.</param>
internal sealed record DeribitOption(
    DateTimeOffset Expiry, double Strike, bool IsPut, double? Forward, double? Volatility, decimal OpenInterest, decimal Volume)
{
    /// <summary>
    /// Reads an entry of <c>public/get_book_summary_by_currency</c>. The name says what it is: <c>BTC-27NOV26-90000-C</c>, <c>SOL_USDC-4DEC26-150-P</c>, with a d
    /// for the point of a strike.
    /// </summary>
    /// <returns>Null when it is no option on that underlying.</returns>
    public static DeribitOption? Read(JsonElement entry, string underlying)
    {
        if (entry.Text("instrument_name")?.Split('-') is not [var of, var day, var strike, ("C" or "P") and var kind] || of != underlying) return null;
        if (!DateTime.TryParseExact(day, ["dMMMyy"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date)
            || !double.TryParse(strike.Replace('d', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var at))
        {
            return null;
        }

        return new DeribitOption(
            new DateTimeOffset(date.AddHours(8), TimeSpan.Zero),
            at,
            kind == "P",
            entry.Real("underlying_price") is { } forward and > 0 ? forward : null,
            entry.Real("mark_iv") is { } percent and > 0 ? percent / 100 : null,
            entry.Number("open_interest") ?? 0,
            entry.Number("volume") ?? 0);
    }
}
