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

    /// <summary>Waits for the turn of a request, which lasts until <see cref="Leave"/>.</summary>
    public async Task<RateTurn> EnterAsync(Route route, CancellationToken cancellationToken)
    {
        var turn = new RateTurn(route);
        lock (_gate)
        {
            var bucket = Of(NameOf(route), route.Major);
            bucket.Waiting.AddLast(turn);
            bucket.GiveNext();
        }

        using var cancelled = cancellationToken.UnsafeRegister((state, token) => ((RateTurn)state!).Cancel(token), turn);
        await turn.Come;
        return turn;
    }

    public void Leave(RateTurn turn)
    {
        lock (_gate)
        {
            var bucket = turn.Bucket!;
            bucket.Holder = null;
            bucket.GiveNext();
        }
    }

    /// <summary>How long whoever has the turn must wait before sending. Who could not move along, because another has the turn there, still waits as that bucket says.</summary>
    public TimeSpan PauseOf(RateTurn turn)
    {
        lock (_gate)
        {
            var (own, named) = (turn.Bucket!.Pause, Of(NameOf(turn.Route), turn.Route.Major).Pause);
            return own > named ? own : named;
        }
    }

    /// <summary>Takes in what a response said.</summary>
    /// <param name="refusedFor">The limit was hit all the same: for so long; null when it was not.</param>
    public void Learn(RateTurn turn, RateHeaders told, TimeSpan? refusedFor = null)
    {
        lock (_gate)
        {
            var bucket = told.Bucket is { } name ? Rename(turn.Route, name) : turn.Bucket!;
            if (refusedFor is { } length) bucket.PauseFor(length);
            else if (told is { Remaining: <= 0, ResetAfter: { } reset }) bucket.PauseFor(reset);
        }
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

    /// <summary>Takes along who sends and who waits, so that nobody overtakes one who has to send again.</summary>
    private static void Move(Route route, RateBucket from, RateBucket to)
    {
        if (from.Holder is { } holder && IsOf(route, holder) && to.Holder is null)
        {
            (from.Holder, to.Holder) = (null, holder);
            holder.Bucket = to;
        }

        for (var node = from.Waiting.First; node is not null;)
        {
            var next = node.Next;
            if (IsOf(route, node.Value))
            {
                from.Waiting.Remove(node);
                to.Waiting.AddLast(node);
            }

            node = next;
        }

        from.GiveNext();
        to.GiveNext();
    }

    private static bool IsOf(Route route, RateTurn turn) => turn.Route.Method == route.Method && turn.Route.Template == route.Template;
}
