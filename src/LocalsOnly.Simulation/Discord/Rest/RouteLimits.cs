using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LocalsOnly.Simulation.Discord.State;

namespace LocalsOnly.Simulation.Discord.Rest;

/// <summary>Counts requests in the buckets of the routes and in the global one of each bot. Called under the world's gate.</summary>
/// <remarks>discord.com/developers/docs/topics/rate-limits</remarks>
internal sealed class RouteLimits(World world)
{
    private const int ManyBuckets = 4096;

    private readonly Dictionary<(ulong Caller, RestBucket Bucket, string Route, string Major), Window> _windows = [];
    private readonly Dictionary<ulong, Window> _global = [];
    private int _forgetAt = ManyBuckets;

    /// <summary>Requests that were refused because a limit was really exceeded.</summary>
    public int Hits { get; private set; }

    /// <summary>Lets a request in, or says for how long not.</summary>
    public RouteAllowance Enter(RestRoute route, SimulatedBot? caller, string major)
    {
        var now = world.Time.GetUtcNow();
        if (caller is not null && !route.Open && Take(_global, caller.Id, world.Options.Limits.Global, now) is { Allowed: false } global)
        {
            Hits++;
            return global with { Global = true };
        }

        var limit = Limit(route.Bucket);
        if (limit.Requests == int.MaxValue)
            return new RouteAllowance(true, limit, 0, default, default, "");
        if (_windows.Count > _forgetAt)
            Forget(now);
        var name = route.Bucket == RestBucket.Other ? route.ToString() : "";
        var allowance = Take(_windows, (caller?.Id ?? 0, route.Bucket, name, major), limit, now);
        if (!allowance.Allowed)
            Hits++;
        return allowance with { Bucket = BucketId(route.Bucket, name) };
    }

    private SimulatedLimit Limit(RestBucket bucket) => bucket switch
    {
        RestBucket.Send => world.Options.Limits.Send,
        RestBucket.Edit => world.Options.Limits.Edit,
        RestBucket.Delete => world.Options.Limits.Delete,
        RestBucket.Typing => world.Options.Limits.Typing,
        RestBucket.React => world.Options.Limits.React,
        RestBucket.Webhook => world.Options.Limits.Webhook,
        RestBucket.Commands => world.Options.Limits.Commands,
        RestBucket.Other => world.Options.Limits.Other,
        _ => SimulatedLimit.None,
    };

    private static RouteAllowance Take<TKey>(Dictionary<TKey, Window> windows, TKey key, SimulatedLimit limit, DateTimeOffset now)
        where TKey : notnull
    {
        if (!windows.TryGetValue(key, out var window) || now >= window.Ends)
            window = new Window(now + limit.Window, 0);
        var allowed = window.Used < limit.Requests;
        if (allowed)
            window = window with { Used = window.Used + 1 };
        windows[key] = window;
        return new RouteAllowance(allowed, limit, limit.Requests - window.Used, window.Ends, window.Ends - now, "");
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var (key, window) in _windows)
            if (now >= window.Ends) _windows.Remove(key);
        _forgetAt = Math.Max(ManyBuckets, _windows.Count * 2);
    }

    private static string BucketId(RestBucket bucket, string route) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{bucket.ToString()} {route}")).AsSpan(..16));

    private readonly record struct Window(DateTimeOffset Ends, int Used);
}

/// <param name="Allowed">The request may go on.</param>
/// <param name="Remaining">Further requests in this window.</param>
/// <param name="Bucket">Opaque name; empty for a route without a limit.</param>
internal readonly record struct RouteAllowance(bool Allowed, SimulatedLimit Limit, int Remaining, DateTimeOffset Ends, TimeSpan After, string Bucket)
{
    public bool Global { get; init; }

    /// <summary>Headers of every answer of a limited route.</summary>
    public void Write(Microsoft.AspNetCore.Http.IHeaderDictionary headers)
    {
        if (Bucket.Length == 0)
            return;
        headers["X-RateLimit-Limit"] = Limit.Requests.ToString(CultureInfo.InvariantCulture);
        headers["X-RateLimit-Remaining"] = Remaining.ToString(CultureInfo.InvariantCulture);
        headers["X-RateLimit-Reset"] = (Ends.ToUnixTimeMilliseconds() / 1000d).ToString("0.000", CultureInfo.InvariantCulture);
        headers["X-RateLimit-Reset-After"] = After.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);
        headers["X-RateLimit-Bucket"] = Bucket;
    }
}
