using System.Globalization;
using System.Text;
using LocalsOnly.Agents.Tools.Concierge.Weather;

namespace LocalsOnly.Agents.Tools.Concierge;

/// <summary>What holds on a day: the rules, the list and the weather together.</summary>
internal sealed class DaySheet(PlaceList list, HouseWeather weather)
{
    private const int Days = 7;
    private const int MostNames = 4;

    public async Task<string> TodayAsync(ToolTurn turn, CancellationToken cancellationToken)
    {
        var (reading, problem) = await TryReadAsync(cancellationToken);
        var (date, minute) = (DateOnly.FromDateTime(turn.Now.DateTime), turn.Now.Hour * 60 + turn.Now.Minute);
        var now = list.Now;
        var lunch = PickQuestion.Of("lunch", new When(date, null, Daypart.Any), turn.Now);
        var text = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"Local time: {When.Written(date)}, {turn.Now:HH:mm}.\n")
            .Append(CultureInfo.InvariantCulture, $"Part of the day: {HouseRules.PartOf(date, minute).ToString().ToLowerInvariant()}.\n")
            .Append(minute > HouseRules.LunchUntil(date)
                ? $"Lunch: over since {OpeningInterval.Clock(HouseRules.LunchUntil(date))}; no lunch is proposed any more today.\n"
                : $"Lunch: out, until {OpeningInterval.Clock(HouseRules.LunchUntil(date))}. Open for it: {Names(now.Places.Where(lunch.Fits))}.\n")
            .Append("Dinner: at home unless they ask to go out; French wine unless they ask otherwise.\n")
            .Append(Hotel(date)).Append('\n')
            .Append(Swim(date)).Append('\n')
            .Append(Sea(reading, date, turn.Zone, minute)).Append('\n');
        AppendWeather(text, reading, problem, date, turn, minute);
        text.Append(CultureInfo.InvariantCulture, $"Places on the list: {now.Places.Count}, open today: {now.Places.Count(place => place.OpenOn(date).Count > 0)}.");
        if (now.Problem is { } broken) text.Append('\n').Append(broken);
        return text.ToString();
    }

    public async Task<string> WeekAsync(ToolTurn turn, CancellationToken cancellationToken)
    {
        var (reading, problem) = await TryReadAsync(cancellationToken);
        var today = DateOnly.FromDateTime(turn.Now.DateTime);
        var now = list.Now;
        var text = new StringBuilder();
        for (var i = 0; i < Days; i++)
        {
            var date = today.AddDays(i);
            var from = i == 0 ? turn.Now.Hour * 60 + turn.Now.Minute : 0;
            var lunch = PickQuestion.Of("lunch", new When(date, null, Daypart.Any), turn.Now);
            text.Append(CultureInfo.InvariantCulture, $"{When.Written(date)}: ")
                .Append(from > HouseRules.LunchUntil(date) ? "lunch is over" : $"lunch at {Names(now.Places.Where(lunch.Fits))}")
                .Append("; dinner at home; ")
                .Append(HouseRules.IsPoolSeason(date) ? string.Create(CultureInfo.InvariantCulture, $"pool, {HouseRules.SwimMetres} m") : "gym")
                .Append("; ").Append(Sea(reading, date, turn.Zone, from))
                .Append(HouseRules.IsHotelIdea(date) ? " A night away is an idea." : "");
            if (reading is not null && WeatherLine.Of(reading, date, turn.Zone, from) is { } line) text.Append(" Weather: ").Append(line).Append('.');
            text.Append('\n');
        }
        text.Append(reading is null ? problem : WeatherLine.Source(reading, turn.Zone));
        if (now.Problem is { } broken) text.Append('\n').Append(broken);
        return text.ToString();
    }

    public string Weather(WeatherReading reading, DateOnly date, ToolTurn turn)
    {
        var from = date == DateOnly.FromDateTime(turn.Now.DateTime) ? turn.Now.Hour * 60 + turn.Now.Minute : 0;
        var text = new StringBuilder();
        AppendWeather(text, reading, null, date, turn, from);
        return text.Append(Sea(Young(reading), date, turn.Zone, from)).ToString();
    }

    private static void AppendWeather(StringBuilder text, WeatherReading? reading, string? problem, DateOnly date, ToolTurn turn, int from)
    {
        if (reading is null) text.Append("Weather: not known. ").Append(problem).Append('\n');
        else
            text.Append(CultureInfo.InvariantCulture, $"Weather on {When.Written(date)}{(from > 0 ? $" from {OpeningInterval.Clock(from)}" : "")}: ")
                .Append(WeatherLine.Of(reading, date, turn.Zone, from) ?? "no forecast for that day")
                .Append(CultureInfo.InvariantCulture, $". {WeatherLine.Source(reading, turn.Zone)}\n");
    }

    private static string Hotel(DateOnly date) =>
        HouseRules.IsHotelIdea(date) ? "Hotel: today a night away is an idea, one night."
        : date.DayOfWeek == DayOfWeek.Wednesday ? "Hotel: no idea today, it is high season; only if they ask."
        : "Hotel: ideas on Wednesday only, one night, off season; only if they ask.";

    private static string Swim(DateOnly date) => HouseRules.IsPoolSeason(date)
        ? string.Create(CultureInfo.InvariantCulture, $"Swim: the pool (April to November), {HouseRules.SwimMetres} m.")
        : "Swim: the gym instead of the pool (December to March).";

    private string Sea(WeatherReading? reading, DateOnly date, TimeZoneInfo zone, int from)
    {
        var known = reading is null ? null : Young(reading);
        var (beach, surf) = (SeaRule.AtSea(known, PlaceKinds.Beach, date, zone, null, from), SeaRule.AtSea(known, PlaceKinds.Surf, date, zone, null, from));
        return beach == surf ? $"Beach and surf: {Word(beach)}." : $"Beach: {Word(beach)}. Surf: {Word(surf)}.";
    }

    private static string Word(Verdict verdict) => verdict.Allowed switch
    {
        true => verdict.Why,
        false => $"no, {verdict.Why}",
        null => $"not known, {verdict.Why}; propose what works in any weather",
    };

    // An old copy is shown with its age, and nothing is decided on it.
    private WeatherReading? Young(WeatherReading reading) => weather.Recent is { } recent && ReferenceEquals(recent, reading) ? reading : null;

    private static string Names(IEnumerable<Place> places)
    {
        var names = places.Select(place => place.Name).ToList();
        var rest = names.Count > MostNames ? string.Create(CultureInfo.InvariantCulture, $" and {names.Count - MostNames} more") : "";
        return names.Count == 0 ? "nothing on the list" : string.Join(", ", names.Take(MostNames)) + rest;
    }

    private async Task<(WeatherReading? Reading, string? Problem)> TryReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await weather.ReadAsync(cancellationToken), null);
        }
        catch (ToolException away)
        {
            return (null, away.Message);
        }
    }
}
