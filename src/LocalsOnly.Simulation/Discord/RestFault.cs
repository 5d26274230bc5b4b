namespace LocalsOnly.Simulation.Discord;

/// <summary>How a request fails.</summary>
public sealed record RestFault
{
    private RestFault(RestFaultKind kind) => Kind = kind;

    internal RestFaultKind Kind { get; }

    internal int Status { get; private init; }

    internal string Scope { get; private init; } = "";

    internal TimeSpan Time { get; private init; }

    /// <summary>What it asks for is done first, and then it fails: the client cannot know.</summary>
    public bool AfterDoing { get; init; }

    /// <summary>It is accepted and never answered.</summary>
    public static RestFault Hang { get; } = new(RestFaultKind.Hang);

    /// <summary>The connection is reset.</summary>
    public static RestFault Reset { get; } = new(RestFaultKind.Reset);

    /// <summary>500 with Discord's JSON; 502 and 503 with a page of the proxy before it.</summary>
    public static RestFault ServerError(int status) => new(RestFaultKind.Status) { Status = status };

    /// <summary>429, though no limit is exceeded.</summary>
    /// <param name="after">When to try again.</param>
    /// <param name="scope"><c>user</c> for the route, <c>global</c> or <c>shared</c>.</param>
    public static RestFault RateLimited(TimeSpan after, string scope = "user") => new(RestFaultKind.RateLimited) { Scope = scope, Time = after };

    /// <summary>It is answered as it should be, after a while.</summary>
    public static RestFault Slow(TimeSpan delay) => new(RestFaultKind.Slow) { Time = delay };
}

internal enum RestFaultKind
{
    Status,
    RateLimited,
    Hang,
    Reset,
    Slow,
}

/// <summary>Which requests fail. Those that are planned one by one go before those that fail at a rate.</summary>
public sealed class RestFaults
{
    private readonly Lock _gate = new();
    private readonly List<Planned> _next = [];
    private readonly List<Chance> _rates = [];

    /// <summary>Requests that failed by this so far.</summary>
    public int Injected { get; private set; }

    /// <summary>The next requests fail.</summary>
    /// <param name="times">How many.</param>
    /// <param name="route">Only of this route, e.g. <c>POST /channels/{channel}/messages</c>; null for any.</param>
    public void Next(RestFault fault, int times = 1, string? route = null)
    {
        lock (_gate)
            _next.Add(new Planned(fault, route) { Left = times });
    }

    /// <summary>A share of the requests fails from now on, the same ones for the same seed and order of requests.</summary>
    /// <param name="share">Between 0 and 1.</param>
    /// <param name="route">Only of this route; null for any.</param>
    public void Rate(RestFault fault, double share, int seed, string? route = null)
    {
        lock (_gate)
            _rates.Add(new Chance(fault, route, share, new Random(seed)));
    }

    /// <summary>No more requests fail.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _next.Clear();
            _rates.Clear();
        }
    }

    internal RestFault? Take(string route)
    {
        lock (_gate)
        {
            return TakePlanned(route) ?? _rates.FirstOrDefault(rate => Fits(rate.Route, route) && rate.Dice.NextDouble() < rate.Share)?.Fault;
        }
    }

    internal void Count()
    {
        lock (_gate)
            Injected++;
    }

    private RestFault? TakePlanned(string route)
    {
        if (_next.Find(planned => Fits(planned.Route, route)) is not { } next)
            return null;
        if (--next.Left == 0)
            _next.Remove(next);
        return next.Fault;
    }

    private static bool Fits(string? filter, string route) => filter is null || filter == route;

    private sealed record Planned(RestFault Fault, string? Route)
    {
        public int Left { get; set; }
    }

    private sealed record Chance(RestFault Fault, string? Route, double Share, Random Dice);
}
