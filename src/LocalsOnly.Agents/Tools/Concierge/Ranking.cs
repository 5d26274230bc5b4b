namespace LocalsOnly.Agents.Tools.Concierge;

/// <summary>In which order places are picked.</summary>
internal static class Ranking
{
    /// <summary>
    /// Best match of the wish first; among equals those that were not picked of late, then those whose last pick is longest ago, then in an order that turns by one every day.
    /// The same question on the same day has the same answer.
    /// </summary>
    public static List<Place> Order(IReadOnlyCollection<Place> fitting, Wish wish, DateOnly date, IReadOnlyDictionary<string, DateOnly> recent)
    {
        var turned = fitting
            .OrderBy(place => PlainWords.Fold(place.Name), StringComparer.Ordinal)
            .ThenBy(place => place.Town, StringComparer.Ordinal)
            .Select((place, i) => (Place: place, Turn: (i + date.DayNumber) % Math.Max(1, fitting.Count)));
        return [.. turned
            .OrderByDescending(one => wish.Match(one.Place).Score)
            .ThenBy(one => recent.GetValueOrDefault(one.Place.Name))
            .ThenBy(one => one.Turn)
            .Select(one => one.Place)];
    }
}
