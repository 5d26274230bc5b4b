namespace LocalsOnly.Agents.Tools.Concierge;

/// <summary>Dinner at home: on the fire, in the oven, or in one pan. It turns by the day; the fire is outside and wants a dry evening that is known to be one.</summary>
internal static class HomeCooking
{
    private static readonly string[] s_dry = ["fire", "oven", "one good pan"];
    private static readonly string[] s_anyWeather = ["oven", "one good pan"];

    public static (string Pick, string Alternative) On(DateOnly date, bool? dry)
    {
        var ways = dry == true ? s_dry : s_anyWeather;
        return (ways[date.DayNumber % ways.Length], ways[(date.DayNumber + 1) % ways.Length]);
    }
}
