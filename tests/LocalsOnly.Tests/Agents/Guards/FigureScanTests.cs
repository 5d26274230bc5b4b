using System.Globalization;
using LocalsOnly.Agents.Guards;

namespace LocalsOnly.Tests.Agents.Guards;

public sealed class FigureScanTests
{
    [Theory]
    [InlineData("BTC is at 67,123.5 USD.", "67123.5")]
    [InlineData("Le BTC est à 67 123,5 $.", "67123.5")]
    [InlineData("Bitcoin steht bei 67.123,50 EUR", "67123.50")]
    [InlineData("It is at $67.1k now", "67100.0")]
    [InlineData("Open interest of 1.2bn", "1200000000.0")]
    [InlineData("1,5 Millionen", "1500000.0")]
    [InlineData("funding 0.01 % an hour", "0.01|0.0001")]
    [InlineData("12 pour cent", "12|0.12")]
    [InlineData("5 bps", "0.0005|5|0.05")]
    [InlineData("about 300 coins", "300")]
    [InlineData("1,234", "1234|1.234")]
    [InlineData("CHF 40", "40")]
    [InlineData("40 CHF", "40")]
    [InlineData("a strike of 95000", "95000")]
    [InlineData("−3.4%", "3.4|0.034")]
    [InlineData("2.5 ETH", "2.5")]
    public void A_number_is_read_in_every_way_it_may_be_meant(string text, string readings)
    {
        var figure = Assert.Single(FigureScan.Stated(text));

        Assert.Equal(readings.Split('|').Select(value => decimal.Parse(value, CultureInfo.InvariantCulture)).Order(), figure.Readings.Select(reading => reading.Value).Order());
    }

    [Theory]
    [InlineData("On 26 November 2026 at 14:30, for 24 hours or 3 weeks")]
    [InlineData("le 3 mars 2026, à 14h30, pendant 15 jours")]
    [InlineData("am 3. Oktober, 30 Tage lang")]
    [InlineData("Nov 3rd, 2026-11-26 and 26/11/2026, 2026-11-26 14:03Z")]
    [InlineData("HIP-3, BTC-27DEC24, USDT0, S1, GPT-4, ERC-20, Q3")]
    [InlineData("It says so [12] and [3, 14].")]
    [InlineData("1. First\n2. Second\n10) Tenth")]
    [InlineData("two reasons, 3 steps, 12 eggs")]
    [InlineData("in 2025 and by 2030")]
    [InlineData("0x52908400098527886E0F7030069857D2E4169EE7 on https://example.org/a/12345")]
    [InlineData("a 30-day window, a 5-year bond, the 24h change")]
    public void What_only_names_counts_or_dates_states_no_figure(string text) =>
        Assert.Empty(FigureScan.Stated(text).Select(figure => text[figure.Start..figure.End]));

    [Theory]
    [InlineData("67.1k", "67123.5", true)]
    [InlineData("67,124", "67123.5", true)]
    [InlineData("67,125", "67123.5", false)]
    [InlineData("67,000", "67123.5", false)]
    [InlineData("0.01 %", "0.0001", true)]
    [InlineData("0.00125 %", "0.0000125", true)]
    [InlineData("1.2bn USD", "1234567890.12", true)]
    [InlineData("1.3bn USD", "1234567890.12", false)]
    [InlineData("12 bps", "0.12 %", true)]
    [InlineData("3 %", "3.4 %", true)]
    [InlineData("4 %", "3.4 %", false)]
    public void A_figure_may_state_what_it_is_a_rounding_of_and_nothing_else(string said, string known, bool may) =>
        Assert.Equal(may, FigureScan.Find(said)[0].MayState(FigureScan.Find(known)[0]));

    [Theory]
    [InlineData("99999999999999999999999999999999999999999999 USD")]
    [InlineData("79228162514264337593543950335 trillion")]
    [InlineData("0.00000000000000000000000000000000000000001 %")]
    [InlineData("1,2,3,4,5,6")]
    [InlineData("...,,,$$$%%%")]
    public void Numbers_beyond_all_measure_and_no_numbers_break_nothing(string text) => _ = FigureScan.Find(text);
}
