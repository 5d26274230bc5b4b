namespace LocalsOnly.Agents.Tools.Concierge;

/// <summary>What a pick is for, once the words for it are understood.</summary>
internal enum Occasion
{
    Lunch,
    Dinner,

    /// <summary>Somewhere to eat when lunch is over and dinner is not yet.</summary>
    BetweenMeals,
    Hotel,
    Swim,
    Pool,
    Sea,
    Other,
}

/// <summary>What is asked for.</summary>
/// <param name="Kind">Kind of place, as <see cref="PlaceKinds.Of"/> writes it.</param>
/// <param name="From">Minute of the day from which on it may be.</param>
/// <param name="To">Last minute of the day at which it may begin.</param>
internal sealed record PickQuestion(Occasion Occasion, string Kind, When When, int From, int To)
{
    /// <summary>Understands a kind and a day together: what a restaurant is for depends on the hour.</summary>
    public static PickQuestion Of(string kind, When when, DateTimeOffset now)
    {
        var plain = PlaceKinds.Of(kind);
        var today = when.Date == DateOnly.FromDateTime(now.DateTime);
        var minute = now.Hour * 60 + now.Minute;
        var occasion = plain switch
        {
            "lunch" or "dejeuner" or "mittagessen" => Occasion.Lunch,
            "dinner" or "supper" or "diner" or "abendessen" => Occasion.Dinner,
            PlaceKinds.Restaurant or "eat" or "food" => Meal(when, today, minute),
            PlaceKinds.Hotel or "night away" => Occasion.Hotel,
            "swim" or "swimming" or "workout" or "training" or PlaceKinds.Gym => Occasion.Swim,
            PlaceKinds.Pool => Occasion.Pool,
            PlaceKinds.Beach or PlaceKinds.Surf => Occasion.Sea,
            _ => Occasion.Other,
        };
        var (from, to) = when.Minute is { } at ? (at, at) : occasion switch
        {
            Occasion.Lunch => (12 * 60, HouseRules.LunchUntil(when.Date)),
            Occasion.Dinner => (HouseRules.DinnerTable, HouseRules.DinnerUntil),
            Occasion.Hotel => (0, OpeningInterval.Day),
            _ => HouseRules.Window(when.Part, when.Date),
        };
        if (today) (from, to) = (Math.Max(from, minute), Math.Max(to, minute));
        var sought = occasion switch
        {
            Occasion.Lunch or Occasion.Dinner or Occasion.BetweenMeals => PlaceKinds.Restaurant,
            Occasion.Hotel => PlaceKinds.Hotel,
            Occasion.Swim => HouseRules.IsPoolSeason(when.Date) && plain != PlaceKinds.Gym ? PlaceKinds.Pool : PlaceKinds.Gym,
            _ => plain,
        };
        return new PickQuestion(occasion, sought, when, from, to);
    }

    /// <summary>Lunch is the meal that is eaten out: a restaurant on a day without an hour is a lunch, as long as there is one left.</summary>
    private static Occasion Meal(When when, bool today, int now) => (when.Minute, when.Part) switch
    {
        ({ } minute, _) => minute <= HouseRules.LunchUntil(when.Date) ? Occasion.Lunch : minute < HouseRules.DinnerFrom ? Occasion.BetweenMeals : Occasion.Dinner,
        (_, Daypart.Evening) => Occasion.Dinner,
        (_, Daypart.Afternoon) => Occasion.BetweenMeals,
        (_, Daypart.Any) when today && now > HouseRules.LunchUntil(when.Date) => Occasion.Dinner,
        _ => Occasion.Lunch,
    };

    /// <summary>Whether a place is of this kind and may be gone to then: open at that time, and for half an hour more.</summary>
    public bool Fits(Place place)
    {
        if (Occasion == Occasion.Hotel) return place.Kind == Kind && place.OpenOn(When.Date).Count > 0;
        if (Occasion == Occasion.Lunch ? !IsFor(place, lunch: true) : Occasion == Occasion.Dinner ? !IsFor(place, lunch: false) : place.Kind != Kind) return false;
        return IsOpen(place);
    }

    /// <summary>Whether one could come in at some minute between the two, and stay for a while.</summary>
    public bool IsOpen(Place place) =>
        place.OpenOn(When.Date).Any(interval => Enters(interval.From, interval.To)) ||
        place.OpenOn(When.Date.AddDays(-1)).Any(interval => interval.To > OpeningInterval.Day && Enters(interval.From - OpeningInterval.Day, interval.To - OpeningInterval.Day));

    private bool Enters(int opens, int closes) => Math.Max(From, opens) is var enters && enters <= To && enters + HouseRules.LeastStay <= closes;

    // A café is for lunch when the list says so; a restaurant, unless the list says that it is not.
    private static bool IsFor(Place place, bool lunch) =>
        place.Meals is { } meals ? (lunch ? meals.Lunch : meals.Dinner) && place.Kind != PlaceKinds.Hotel : place.Kind == PlaceKinds.Restaurant;
}
