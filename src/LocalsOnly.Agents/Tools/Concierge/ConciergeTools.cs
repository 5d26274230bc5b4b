using System.ComponentModel;
using LocalsOnly.Agents.Tools.Concierge.Weather;
using LocalsOnly.Agents.Tools.General;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Agents.Tools.Concierge;

/// <summary>The concierge desk: the person's places, the rules of their house and the weather over it.</summary>
/// <remarks>
/// A pick asks nothing outside, so that its words stay in the house; it decides on the weather that <c>concierge_today</c>, <c>concierge_weather</c> or
/// <c>concierge_week</c> read within the last hour, and without one it gives what works in any weather.
/// </remarks>
internal sealed class ConciergeTools(Picker picker, DaySheet sheet, PlaceListing listing, HouseWeather weather) : IToolset
{
    private const int MostWishCharacters = 300;

    private IReadOnlyList<Tool>? _tools;

    public bool ArePrivate => true;

    public IReadOnlyList<Tool> Tools => _tools ??=
    [
        new(PlainTool.Of(TodayAsync, "concierge_today",
            "The person's local date, time, weekday and part of the day, which rules of the house hold now (lunch, dinner, hotel, swim, sea) and the weather. Call it first."))
        {
            Effect = ToolEffect.Outward,
        },
        new(PlainTool.Of(Pick, "concierge_pick",
            "One pick and one alternative from the person's own list of places, open then and within the rules of the house, with why, hours and phone; or an honest nothing. "
            + "No place that this did not give may be named.")),
        new(PlainTool.Of(Places, "concierge_places", "The person's own list of places, all or of one kind, on one day: what is open and what is closed.")),
        new(PlainTool.Of(WeatherAsync, "concierge_weather", "The weather and the sea where the person lives on one of the next 7 days, and whether the beach and surf are ideas."))
        {
            Effect = ToolEffect.Outward,
        },
        new(PlainTool.Of(WeekAsync, "concierge_week", "The next 7 days: what of the person's list is open for lunch, and what the rules and the weather allow on each."))
        {
            Effect = ToolEffect.Outward,
        },
    ];

    private Task<string> TodayAsync(AIFunctionArguments arguments, CancellationToken cancellationToken) => sheet.TodayAsync(ToolTurn.Of(arguments), cancellationToken);

    private string Pick(
        [Description("What is looked for: lunch, dinner, restaurant, hotel, bar, cafe, beach, surf, swim, pool, gym, walk, shop, or another kind on the list.")] string kind,
        AIFunctionArguments arguments,
        [Description($"When: {When.Forms}. Left out: today.")] string? when = null,
        [Description("Words for the mood, matched against the person's own tags and notes: oysters terrace.")] string? wish = null,
        [Description("Names of places to leave out, with commas between.")] string? without = null)
    {
        var turn = ToolTurn.Of(arguments);
        if (string.IsNullOrWhiteSpace(kind)) throw new ToolException("kind is empty; say what is looked for, such as lunch, dinner, hotel, beach or walk.");
        if (wish?.Length > MostWishCharacters) throw new ToolException("wish is too long; a few words for the mood are enough.");
        var question = PickQuestion.Of(kind, When.Parse(when, turn.Now), turn.Now);
        var leftOut = (without ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(name => PlainWords.Of(name).Count > 0).ToList();
        return picker.Answer(question, new Wish(wish), leftOut, turn);
    }

    private string Places(
        AIFunctionArguments arguments,
        [Description("Only this kind: restaurant, hotel, bar, cafe, beach, walk and so on. Left out: all.")] string? kind = null,
        [Description("Day: today, tomorrow, a weekday, or a date like 2026-07-04. Left out: today.")] string? day = null,
        [Description("Only what opens on that day.")] bool open = false)
    {
        var turn = ToolTurn.Of(arguments);
        return listing.Of(string.IsNullOrWhiteSpace(kind) ? null : PlaceKinds.Of(kind), When.Parse(day, turn.Now).Date, open);
    }

    private async Task<string> WeatherAsync(
        AIFunctionArguments arguments,
        [Description("Day: today, tomorrow, a weekday, or a date within a week like 2026-07-04. Left out: today.")] string? day = null,
        CancellationToken cancellationToken = default)
    {
        var turn = ToolTurn.Of(arguments);
        var date = When.Parse(day, turn.Now).Date;
        var reading = await weather.ReadAsync(cancellationToken);
        return sheet.Weather(reading, date, turn);
    }

    private Task<string> WeekAsync(AIFunctionArguments arguments, CancellationToken cancellationToken) => sheet.WeekAsync(ToolTurn.Of(arguments), cancellationToken);
}
