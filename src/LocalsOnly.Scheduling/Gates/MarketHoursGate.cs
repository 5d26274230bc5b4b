using static System.FormattableString;

namespace LocalsOnly.Scheduling;

/// <summary><c>market_hours</c>: an exchange trades at this instant. Nasdaq keeps the hours of the NYSE.</summary>
internal sealed class MarketHoursGate : ITaskGate
{
    private static readonly TimeZoneInfo s_newYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    public string Name => "market_hours";

    public string Example => "market_hours: {exchange: NYSE}";

    public void Validate(GateSetting setting) => Read(setting);

    public Task<GateVerdict> TestAsync(GateCall call, CancellationToken cancellationToken) => Task.FromResult(Test(Read(call.Setting), call.Now));

    private static GateVerdict Test(string exchange, DateTimeOffset now)
    {
        var local = TimeZoneInfo.ConvertTime(now, s_newYork).DateTime;
        var day = DateOnly.FromDateTime(local);
        var time = TimeOnly.FromDateTime(local);
        if (NyseCalendar.WhyClosed(day) is { } why) return new GateVerdict(false, Invariant($"{exchange} is closed on {day:yyyy-MM-dd}: {why}"));
        var (opens, closes) = (NyseCalendar.Opens, NyseCalendar.ClosesOn(day));
        var early = closes == NyseCalendar.Closes ? "" : ", an early close";
        return time < opens ? new GateVerdict(false, Invariant($"{exchange} opens at {opens:HH:mm} and it is {time:HH:mm} in New York"))
            : time >= closes ? new GateVerdict(false, Invariant($"{exchange} closed at {closes:HH:mm}{early}, and it is {time:HH:mm} in New York"))
            : new GateVerdict(true, Invariant($"{exchange} is open until {closes:HH:mm}{early}, and it is {time:HH:mm} in New York"));
    }

    private string Read(GateSetting setting)
    {
        setting.Only("exchange");
        setting.Needed("exchange", Example);
        return setting.Word("exchange", "NYSE", "Nasdaq")!;
    }
}
