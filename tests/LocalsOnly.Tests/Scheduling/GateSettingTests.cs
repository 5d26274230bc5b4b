using LocalsOnly.Scheduling;

namespace LocalsOnly.Tests.Scheduling;

/// <summary>What a gate says of a setting that is written wrong: one clause with what to write.</summary>
public sealed class GateSettingTests : IDisposable
{
    private readonly GateHouse _house = new();

    public void Dispose() => _house.Dispose();

    [Theory]
    [InlineData("price_moved", "", "price_moved needs symbol; write price_moved: {symbol: BTC, percent: 3}")]
    [InlineData("price_moved", "symbol=BTC", "price_moved needs percent; write price_moved: {symbol: BTC, percent: 3}")]
    [InlineData("price_moved", "symbol=BTC,percnt=3", "price_moved has no 'percnt'; did you mean percent?")]
    [InlineData("price_moved", "symbol=B-T-C,percent=3", "symbol 'B-T-C' is none; write 1 to 12 letters and digits like BTC, or xyz:NVDA")]
    [InlineData("price_moved", "symbol=BTC,percent=0", "percent '0' is no number above 0 and at most 1000; write digits with a point, like 3 or 2.5")]
    [InlineData("price_moved", "symbol=BTC,percent=3,direction=sideways", "direction 'sideways' is not known; write up or down")]
    [InlineData("price_level", "symbol=BTC", "price_level needs one of above and below; write price_level: {symbol: BTC, above: 100000}")]
    [InlineData("price_level", "symbol=BTC,above=2,below=1", "price_level needs one of above and below; write price_level: {symbol: BTC, above: 100000}")]
    [InlineData("price_level", "symbol=BTC,above=100k", "above '100k' is no number above 0 and at most 1000000000; write digits with a point, like 3 or 2.5")]
    [InlineData("new_mail", "maildir=Mail", "maildir 'Mail' is not absolute; begin it with / or ~/")]
    [InlineData("new_mail", "maildir=/m,from=", "from is empty; write a part of it, or leave it out")]
    [InlineData("new_files", "folder=/x,pattern=a/*.pdf", "pattern 'a/*.pdf' holds a folder; write the name alone, like *.pdf")]
    [InlineData("market_hours", "", "market_hours needs exchange; write market_hours: {exchange: NYSE}")]
    [InlineData("market_hours", "exchange=XETRA", "exchange 'XETRA' is not known; write NYSE or Nasdaq")]
    [InlineData("weather", "", "weather asks for nothing; write weather: {rain_below: 30, warmer_than: 18, wind_below: 40, day: tomorrow}")]
    [InlineData("weather", "place=Biarritz,rain_below=30", "the weather is that of the house's place (Concierge:Latitude and Concierge:Longitude); leave place out")]
    [InlineData("weather", "rain_below=30,day=friday", "day 'friday' is not known; write today or tomorrow")]
    [InlineData("paper_positions", "symbol=BTC", "paper_positions has no settings; write its name alone")]
    [InlineData("new_knowledge", "folder=/x", "new_knowledge has no settings; write its name alone")]
    public void A_setting_that_is_written_wrong_is_refused_with_what_to_write(string gate, string values, string clause)
    {
        var setting = GateHouse.Setting(gate, [.. values.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(pair => (pair.Split('=')[0], pair.Split('=')[1]))]);

        Assert.Equal(clause, Assert.Throws<FormatException>(() => _house.Gate(gate).Validate(setting)).Message);
    }

    [Theory]
    [InlineData("price_moved", "symbol=btc,percent=2.5 %,direction=Down")]
    [InlineData("price_level", "symbol=xyz:NVDA,below=120.5")]
    [InlineData("new_mail", "maildir=~/Maildir,subject=invoice")]
    [InlineData("new_files", "folder=/scans")]
    [InlineData("market_hours", "exchange=nyse")]
    [InlineData("weather", "warmer_than=-5")]
    [InlineData("paper_positions", "")]
    [InlineData("new_knowledge", "")]
    public void A_setting_that_is_written_right_is_taken(string gate, string values) =>
        _house.Gate(gate).Validate(GateHouse.Setting(gate, [.. values.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(pair => (pair.Split('=')[0], pair.Split('=')[1]))]));
}
