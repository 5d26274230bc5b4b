namespace LocalsOnly.Treasury.Capacity;

/// <summary>A part of many requests that is worth planning for: a mean over a month hides the hours in which people wait.</summary>
public static class ArrivalWindow
{
    /// <summary>The requests of the stretch of time with most tokens; a plan over a day of them takes a fraction of a second, over a month of them seconds.</summary>
    /// <param name="arrivals">In order of time.</param>
    /// <param name="length">Of the stretch; a month that is shorter comes back whole.</param>
    public static IReadOnlyList<Arrival> Busiest(IReadOnlyList<Arrival> arrivals, TimeSpan length)
    {
        ArgumentNullException.ThrowIfNull(arrivals);
        var (first, from, to, most, sum) = (0, 0, 0, 0L, 0L);
        for (var last = 0; last < arrivals.Count; last++)
        {
            sum += arrivals[last].Tokens;
            while (arrivals[last].At - arrivals[first].At >= length) sum -= arrivals[first++].Tokens;
            if (sum > most) (from, to, most) = (first, last + 1, sum);
        }

        return [.. arrivals.Skip(from).Take(to - from)];
    }
}
