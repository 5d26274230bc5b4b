namespace LocalsOnly.Inference.Flow;

/// <summary>
/// Remembers, for 10 min after the last time, the prompts during which the process that runs the model died: a prompt that has done so
/// twice is not sent a third time. Keeps fingerprints only, the latest 256. Safe for threads.
/// </summary>
internal sealed class PoisonedPrompts(TimeProvider time)
{
    private const int Most = 256;
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<ulong, (int Deaths, DateTimeOffset Last)> _deaths = [];

    /// <summary>True while no prompt has killed anything: then none need be told apart.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_gate)
                return _deaths.Count == 0;
        }
    }

    /// <summary>True when it has killed twice.</summary>
    public bool IsPoisoned(ulong fingerprint) => DeathsBy(fingerprint) >= 2;

    /// <summary>True when it has killed at least once.</summary>
    public bool HasKilled(ulong fingerprint) => DeathsBy(fingerprint) >= 1;

    /// <summary>The runner died with this prompt in flight.</summary>
    public void Died(ulong fingerprint)
    {
        lock (_gate)
        {
            var deaths = DeathsBy(fingerprint) + 1;
            if (_deaths.Count >= Most)
                Forget();
            _deaths[fingerprint] = (deaths, time.GetUtcNow());
        }
    }

    private int DeathsBy(ulong fingerprint)
    {
        lock (_gate)
            return _deaths.TryGetValue(fingerprint, out var seen) && time.GetUtcNow() - seen.Last < Memory ? seen.Deaths : 0;
    }

    /// <summary>Deaths are rare: a look at all of them costs nothing that matters.</summary>
    private void Forget()
    {
        var now = time.GetUtcNow();
        var oldest = _deaths.MinBy(d => d.Value.Last).Key;
        foreach (var (fingerprint, seen) in _deaths)
        {
            if (fingerprint == oldest || now - seen.Last >= Memory)
                _deaths.Remove(fingerprint);
        }
    }
}
