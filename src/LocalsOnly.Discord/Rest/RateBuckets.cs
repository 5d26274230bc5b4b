namespace LocalsOnly.Discord.Rest;

/// <summary>
/// Which requests share a limit, as far as responses have told. A route has a bucket of its own until a response names the one it belongs to; whoever waits moves
/// along then, and so does what the response said.
/// </summary>
internal sealed class RateBuckets(TimeProvider time)
{
    private const int KeptIdle = 256;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Name, string Major), RateBucket> _buckets = [];

    /// <summary>Waits for the turn of a request.</summary>
    /// <returns>The bucket that it holds until <see cref="Leave"/>.</returns>
    public async Task<RateBucket> EnterAsync(Route route, CancellationToken cancellationToken)
    {
        var waiter = new RateBucket.Waiter(route);
        lock (_gate)
        {
            var bucket = Of(NameOf(route), route.Major);
            bucket.Waiting.AddLast(waiter);
            GiveNext(bucket);
        }

        using var cancelled = cancellationToken.UnsafeRegister((state, token) => ((RateBucket.Waiter)state!).Cancel(token), waiter);
        return await waiter.Turn;
    }

    public void Leave(RateBucket bucket)
    {
        lock (_gate)
        {
            bucket.IsHeld = false;
            GiveNext(bucket);
        }
    }

    /// <summary>How long the holder of a bucket has to wait.</summary>
    public TimeSpan PauseOf(RateBucket bucket, Route route)
    {
        lock (_gate)
        {
            // While it was held, another route may have learned of the bucket that this one belongs to.
            var known = Of(NameOf(route), route.Major).Pause;
            return known > bucket.Pause ? known : bucket.Pause;
        }
    }

    /// <summary>Takes in what a response said.</summary>
    /// <param name="held">The bucket that the request held.</param>
    public void Learn(Route route, RateBucket held, RateHeaders told)
    {
        lock (_gate)
        {
            var bucket = told.Bucket is { } name ? Rename(route, name) : held;
            if (told is { Remaining: <= 0, ResetAfter: { } reset }) bucket.PauseFor(reset);
        }
    }

    /// <summary>The limit was hit all the same.</summary>
    public void Refused(Route route, RateBucket held, RateHeaders told, TimeSpan retryAfter)
    {
        lock (_gate)
            (told.Bucket is { } name ? Rename(route, name) : held).PauseFor(retryAfter);
    }

    private static string RouteName(Route route) => $"{route.Method} {route.Template}";

    private string NameOf(Route route) => _names.GetValueOrDefault(RouteName(route)) ?? RouteName(route);

    private RateBucket Of(string name, string major)
    {
        if (_buckets.TryGetValue((name, major), out var bucket)) return bucket;
        if (_buckets.Count >= KeptIdle)
        {
            foreach (var (key, each) in _buckets)
            {
                if (each.IsIdle) _buckets.Remove(key);
            }
        }

        return _buckets[(name, major)] = new RateBucket(time);
    }

    private RateBucket Rename(Route route, string name)
    {
        var old = NameOf(route);
        if (old != name)
        {
            _names[RouteName(route)] = name;
            foreach (var ((_, major), bucket) in _buckets.Where(pair => pair.Key.Name == old).ToList()) Move(route, bucket, Of(name, major));
        }

        return Of(name, route.Major);
    }

    private static void Move(Route route, RateBucket from, RateBucket to)
    {
        for (var node = from.Waiting.First; node is not null;)
        {
            var next = node.Next;
            if (node.Value.Route.Method == route.Method && node.Value.Route.Template == route.Template)
            {
                from.Waiting.Remove(node);
                to.Waiting.AddLast(node);
            }

            node = next;
        }

        GiveNext(to);
    }

    private static void GiveNext(RateBucket bucket)
    {
        while (!bucket.IsHeld && bucket.Waiting.First is { } first)
        {
            bucket.Waiting.RemoveFirst();
            // One who has been cancelled does not take their turn.
            bucket.IsHeld = first.Value.TryGive(bucket);
        }
    }
}
