using LocalsOnly.Agents.Tools.Concierge.Weather;

namespace LocalsOnly.Agents.Tools.Concierge;

/// <summary>Finds the pick and the alternative: the rules of the house, the hours, the weather, then the order.</summary>
internal sealed class Picker(PlaceList list, HouseWeather weather, PickJournal journal, Asked asked)
{
    /// <summary>What is answered: lines of text for a model.</summary>
    public string Answer(PickQuestion question, Wish wish, IReadOnlyList<string> without, ToolTurn turn)
    {
        var now = list.Now;
        var said = asked.In(turn);
        var text = new PickText(question, list.FileName, now);
        var reading = weather.Recent;
        var outside = SeaRule.Outside(reading, question.When.Date, turn.Zone, question.From, Math.Min(question.To, question.From + 4 * 60) + 60);
        switch (question.Occasion)
        {
            case Occasion.Lunch when question.From > HouseRules.LunchUntil(question.When.Date):
            case Occasion.BetweenMeals:
                return text.Nothing($"no lunch is proposed after {OpeningInterval.Clock(HouseRules.LunchUntil(question.When.Date))} (15:00 on Sunday)", "Dinner is at home unless they ask to go out.");
            case Occasion.Dinner when !said.Out:
                return text.AtHome(HomeCooking.On(question.When.Date, outside.Allowed), outside);
            case Occasion.Hotel when !said.Hotel && !HouseRules.IsHotelIdea(question.When.Date):
                return text.Nothing("a night away is an idea for a Wednesday off season (not 15 June to 15 September, not 20 December to 4 January), and they have not asked for a hotel");
            case Occasion.Sea when SeaRule.AtSea(reading, question.Kind, question.When.Date, turn.Zone, question.When.Minute, question.From) is var sea:
                if (sea.Allowed == true) text.Say($"The sea: {sea.Why}.");
                else return InAnyWeather(question, wish, without, turn, text, now, $"no {question.Kind}: {sea.Why}", sea);
                break;
        }

        var fitting = now.Places.Where(place => question.Fits(place) && !IsLeftOut(place, without)).ToList();
        if (question.Occasion == Occasion.Pool && !HouseRules.IsPoolSeason(question.When.Date)) fitting.RemoveAll(place => !place.Indoor);
        var undecided = fitting.RemoveAll(place => IsKeptAway(place, question, outside));
        if (fitting.Count > 0) return Chosen(question, wish, turn, text, fitting, outside);
        return undecided > 0
            ? InAnyWeather(question, wish, without, turn, text, now, $"only places under the sky are open, and {outside.Why}", outside)
            : text.Nothing(Why(question, now, without));
    }

    private string Chosen(PickQuestion question, Wish wish, ToolTurn turn, PickText text, List<Place> fitting, Verdict outside)
    {
        var today = DateOnly.FromDateTime(turn.Now.DateTime);
        var (recent, problem) = journal.Before(today);
        var ordered = Ranking.Order(fitting, wish, question.When.Date, recent);
        if (problem is not null) text.Say($"Recent picks are not known: {problem}");
        // What another persona asks for is asked, not done: nothing is noted then.
        if (turn.AskedBy is null) journal.Add(today, question.When.Date, question.Kind, ordered[0].Name);
        return text.Picked(ordered, wish, outside);
    }

    /// <summary>What can be done whatever the sky does: a place with a roof that is open then and is neither a table nor a bed.</summary>
    private string InAnyWeather(
        PickQuestion question, Wish wish, IReadOnlyList<string> without, ToolTurn turn, PickText text, PlacesNow now, string why, Verdict verdict)
    {
        text.Say($"Instead of what was asked, the version that works in any weather: {why}.");
        if (verdict == Verdict.NotRead) text.Say(weather.IsSetUp ? "concierge_weather reads the weather; then this can be asked again." : "No weather is set up, so it stays so.");
        var fitting = now.Places
            .Where(place => place.Indoor && place.Kind is not (PlaceKinds.Hotel or PlaceKinds.Restaurant) && question.IsOpen(place) && !IsLeftOut(place, without))
            .Where(place => place.Kind != PlaceKinds.Gym || !HouseRules.IsPoolSeason(question.When.Date))
            .ToList();
        return fitting.Count > 0
            ? Chosen(question with { Kind = "any weather" }, wish, turn, text, fitting, verdict)
            : text.Nothing("nothing with a roof is on the list and open then");
    }

    // Swimmers are wet anyway: a pool is kept from by a storm only.
    private static bool IsKeptAway(Place place, PickQuestion question, Verdict outside)
    {
        if (place.Indoor || !place.Outdoor || question.Occasion is Occasion.Sea or Occasion.Hotel) return false;
        return place.Kind == PlaceKinds.Pool ? outside.Allowed == false && outside.Why.StartsWith("storm", StringComparison.Ordinal) : outside.Allowed != true;
    }

    private static bool IsLeftOut(Place place, IReadOnlyList<string> without) =>
        without.Any(name => PlainWords.IndexOf(PlainWords.Of(place.Name), PlainWords.Of(name)) >= 0);

    private static string Why(PickQuestion question, PlacesNow now, IReadOnlyList<string> without)
    {
        var ofKind = now.Places.Where(place => place.Kind == question.Kind).ToList();
        if (ofKind.Count == 0)
            return $"no {question.Kind} is on the list{(now.Places.Count == 0 ? "" : $"; its kinds are {string.Join(", ", now.Places.Select(place => place.Kind).Distinct().Order(StringComparer.Ordinal))}")}";
        if (ofKind.All(place => IsLeftOut(place, without))) return $"every {question.Kind} on the list was left out";
        var unknown = ofKind.Where(place => place.Hours is null && !PlaceKinds.NeverLocked(place.Kind) && !place.IsShut(question.When.Date)).Select(place => place.Name).ToList();
        return $"no {question.Kind} on the list is open then" + (unknown.Count == 0 ? "" : $"; the hours of {string.Join(", ", unknown.Take(3))} are not on the list, so that wants a phone call first");
    }
}
