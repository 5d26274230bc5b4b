using System.Collections.Frozen;

namespace LocalsOnly.Simulation.Discord.Rest;

/// <summary>Finds the route of a request.</summary>
internal sealed class RouteTable
{
    private readonly FrozenDictionary<int, RestRoute[]> _bySegments;

    public RouteTable(IEnumerable<RestRoute> routes) => _bySegments = routes.GroupBy(route => route.Segments.Length).ToFrozenDictionary(group => group.Key, group => group.ToArray());

    /// <exception cref="RefusedException">There is no such path, or it does not take the method.</exception>
    public RouteMatch Match(string method, string path)
    {
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var isPath = false;
        foreach (var route in _bySegments.GetValueOrDefault(segments.Length, []))
        {
            if (!Fits(route, segments))
                continue;
            if (route.Method == method)
                return Read(route, segments);
            isPath = true;
        }

        throw isPath ? RefusedException.WrongMethod : RefusedException.NoRoute;
    }

    private static bool Fits(RestRoute route, string[] segments)
    {
        for (var i = 0; i < segments.Length; i++)
            if (route.Segments[i][0] != '{' && route.Segments[i] != segments[i]) return false;
        return true;
    }

    private static RouteMatch Read(RestRoute route, string[] segments)
    {
        var parameters = new Dictionary<string, string>(2, StringComparer.Ordinal);
        var major = "";
        for (var i = 0; i < segments.Length; i++)
        {
            if (route.Segments[i][0] != '{')
                continue;
            var name = route.Segments[i][1..^1];
            parameters[name] = Uri.UnescapeDataString(segments[i]);
            // Of a webhook the token counts as well.
            if (major.Length == 0 || name == "token")
                major += segments[i];
        }

        return new RouteMatch(route, parameters, major);
    }
}

/// <param name="Major">The channel, server, webhook or application that a limit is for.</param>
internal readonly record struct RouteMatch(RestRoute Route, IReadOnlyDictionary<string, string> Parameters, string Major);
