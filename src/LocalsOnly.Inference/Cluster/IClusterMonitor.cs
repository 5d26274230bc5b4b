namespace LocalsOnly.Inference.Cluster;

/// <summary>What the exo clusters of this house are made of and busy with.</summary>
public interface IClusterMonitor
{
    /// <summary>Names of the endpoints that speak exo's dialect, the heavy tier's before the others. Never blocks.</summary>
    IReadOnlyList<string> Endpoints { get; }

    /// <summary>
    /// What was last seen, by the host's own look every 15 s or by <see cref="LookAsync"/>; null before the first. The host's own look
    /// asks for no figures and no downloads.
    /// </summary>
    /// <exception cref="ArgumentException">No endpoint of that name speaks exo's dialect.</exception>
    ClusterSnapshot? Latest(string endpoint);

    /// <summary>Looks now, at everything.</summary>
    /// <exception cref="ArgumentException">No endpoint of that name speaks exo's dialect.</exception>
    /// <exception cref="InferenceException">It does not answer, or not like exo.</exception>
    Task<ClusterSnapshot> LookAsync(string endpoint, CancellationToken cancellationToken = default);

    /// <summary>What the machines draw now and how many generations share them. Two small requests.</summary>
    /// <exception cref="ArgumentException">No endpoint of that name speaks exo's dialect.</exception>
    /// <exception cref="InferenceException">It does not answer, or not like exo.</exception>
    Task<ClusterPower> ReadPowerAsync(string endpoint, CancellationToken cancellationToken = default);

    /// <summary>
    /// Looks at once and then again and again, and tells what changed; first of all, what is there. A look that fails is passed over.
    /// </summary>
    /// <param name="interval">From the end of one look to the next.</param>
    /// <exception cref="ArgumentException">No endpoint of that name speaks exo's dialect.</exception>
    IAsyncEnumerable<ClusterEvent> WatchAsync(string endpoint, TimeSpan interval, CancellationToken cancellationToken = default);
}
