using System.Globalization;
using System.Text;
using LocalsOnly.Agents.Tools.Concierge.Weather;

namespace LocalsOnly.Agents.Tools.Concierge;

/// <summary>Words an answer to a pick, a fact on a line.</summary>
internal sealed class PickText(PickQuestion question, string fileName, PlacesNow now)
{
    private readonly StringBuilder _text = new();

    public void Say(string line) => _text.Append(line).Append('\n');

    /// <summary>A pick and an alternative.</summary>
    public string Picked(List<Place> ordered, Wish wish, Verdict outside)
    {
        Say($"For: {question.When}.");
        if (question.Occasion == Occasion.Swim || question.Kind == PlaceKinds.Pool) Say(Swim());
        if (question.Occasion == Occasion.Hotel) Say($"One night: {When.Written(question.When.Date)} to {When.Written(question.When.Date.AddDays(1))}.");
        Add("Pick", ordered[0], wish, outside);
        if (ordered.Count > 1) Add("Alternative", ordered[1], wish, outside);
        else Say("Alternative: none; nothing else on the list fits.");
        if (!wish.IsEmpty && wish.Match(ordered[0]).Score == 0) Say("Nothing that fits matches the wish; this is what is open.");
        return End();
    }

    /// <summary>Dinner where it is by rule.</summary>
    public string AtHome((string Pick, string Alternative) ways, Verdict outside)
    {
        Say($"For: {question.When}.");
        Say($"Pick: dinner at home, {ways.Pick}.");
        Say($"Alternative: at home, {ways.Alternative}.");
        Say("Why: dinner is at home unless they ask to go out, and they have not.");
        if (outside.Allowed != true) Say($"No fire: {outside.Why}; this works in any weather.");
        Say("Wine: French unless they ask otherwise.");
        return End();
    }

    /// <summary>An honest nothing.</summary>
    public string Nothing(string why, string? instead = null)
    {
        Say($"For: {question.When}.");
        if (question.Occasion == Occasion.Swim) Say(Swim());
        Say($"Nothing: {why}.");
        if (instead is not null) Say(instead);
        Say("No other name may be given; ask them for one, or for a mood.");
        return End();
    }

    private string Swim() => HouseRules.IsPoolSeason(question.When.Date)
        ? string.Create(CultureInfo.InvariantCulture, $"Swim: {HouseRules.SwimMetres} m in the pool (April to November).")
        : "Swim: the gym instead of the pool (December to March).";

    private void Add(string what, Place place, Wish wish, Verdict outside)
    {
        Say($"{what}: {place.Name}, {place.Kind}{(place.Town.Length > 0 ? $", {place.Town}" : "")}{(place.Price.Length > 0 ? $", {place.Price}" : "")}");
        var hours = Hours(place, question.When.Date);
        var reasons = new List<string> { hours is null ? "open then" : $"open then ({hours})" };
        if (wish.Match(place).Matched is { Count: > 0 } matched) reasons.Add($"matches {string.Join(", ", matched)}");
        if (place.Indoor && place.Outdoor && outside.Allowed != true) reasons.Add($"sit inside: {outside.Why}");
        Say($"  Why: {string.Join("; ", reasons)}");
        Say($"  Phone: {(place.Phone.Length > 0 ? place.Phone : "not on the list")}");
        if (place.Tags.Count > 0) Say($"  Tags: {string.Join(", ", place.Tags)}");
        if (place.Notes.Length > 0) Say($"  Notes: {place.Notes}");
    }

    /// <summary>What is open on a day, with what is still open from the evening before; null when nobody locks it.</summary>
    public static string? Hours(Place place, DateOnly date)
    {
        if (place.Hours is null) return null;
        var intervals = place.OpenOn(date).Select(interval => interval.ToString()).ToList();
        if (place.OpenOn(date).All(interval => interval.From > 0) && place.OpenUntil(date, 0) is { } night)
            intervals.Insert(0, $"until {OpeningInterval.Clock(night)} from the evening before");
        return intervals.Count == 0 ? "closed" : $"{date.DayOfWeek} {string.Join(", ", intervals)}";
    }

    private string End()
    {
        _text.Append(CultureInfo.InvariantCulture, $"Source: the person's own list ({fileName}, {now.Places.Count} places).");
        if (now.Problem is { } problem) _text.Append('\n').Append(problem);
        return _text.ToString();
    }
}
