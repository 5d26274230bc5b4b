using System.Globalization;
using System.Text;

namespace LocalsOnly.Agents.Tools.Concierge;

/// <summary>The list of places on one day.</summary>
internal sealed class PlaceListing(PlaceList list)
{
    private const int Most = 40;

    /// <param name="kind">Null for all.</param>
    public string Of(string? kind, DateOnly date, bool onlyOpen)
    {
        var now = list.Now;
        var places = now.Places.Where(place => (kind is null || place.Kind == kind) && (!onlyOpen || place.OpenOn(date).Count > 0)).ToList();
        var text = new StringBuilder();
        if (places.Count == 0 && now.Places.Count > 0)
            text.Append(CultureInfo.InvariantCulture, $"Nothing on the list{(kind is null ? "" : $" is a {kind}")}{(onlyOpen ? $"{(kind is null ? " is" : " that is")} open on {When.Written(date)}" : "")}; its kinds are {Kinds(now.Places)}.\n");
        else if (places.Count > 0) text.Append(CultureInfo.InvariantCulture, $"On {When.Written(date)}:\n");
        foreach (var place in places.Take(Most))
            text.Append(CultureInfo.InvariantCulture, $"{place.Name}, {place.Kind}{(place.Town.Length > 0 ? $", {place.Town}" : "")}: {State(place, date)}")
                .Append(place.Phone.Length > 0 ? $"; phone {place.Phone}" : "")
                .Append(place.Tags.Count > 0 ? $"; {string.Join(", ", place.Tags)}" : "")
                .Append('\n');
        if (places.Count > Most) text.Append(CultureInfo.InvariantCulture, $"and {places.Count - Most} more; ask for one kind.\n");
        text.Append(CultureInfo.InvariantCulture, $"Source: the person's own list ({list.FileName}, {now.Places.Count} places).");
        if (now.Problem is { } problem) text.Append('\n').Append(problem);
        return text.ToString();
    }

    private static string State(Place place, DateOnly date) =>
        place.IsShut(date) ? "closed (season or holidays)"
        : place.Hours is null ? PlaceKinds.NeverLocked(place.Kind) ? "open" : "hours not on the list, phone first"
        : place.OpenOn(date) is { Count: > 0 } open ? $"open {string.Join(", ", open)}"
        : "closed";

    private static string Kinds(IReadOnlyList<Place> places) => string.Join(", ", places.Select(place => place.Kind).Distinct().Order(StringComparer.Ordinal));
}
