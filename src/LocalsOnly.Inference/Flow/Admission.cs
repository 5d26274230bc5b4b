namespace LocalsOnly.Inference.Flow;

/// <summary>A place at an endpoint, held until it is disposed of: once or many times, by any thread.</summary>
internal sealed class Admission : IDisposable
{
    private readonly CancellationTokenSource? _recall;
    private AdmissionQueue? _queue;

    internal Admission(AdmissionQueue queue, TimeSpan waited, long since, bool yields)
    {
        _queue = queue;
        Waited = waited;
        Since = since;
        _recall = yields ? new CancellationTokenSource() : null;
    }

    /// <summary>How long the request waited for it.</summary>
    public TimeSpan Waited { get; }

    /// <summary>
    /// Cancelled when a person comes while nothing has come of this request yet: a prompt that is being read would make them wait for its end. The place is to be given back.
    /// </summary>
    public CancellationToken Recalled => _recall?.Token ?? CancellationToken.None;

    /// <summary>Something has come of the request: from now on it is not called back.</summary>
    /// <returns>False when it has been called back already.</returns>
    public bool Keep() => _recall is null || (_queue?.Keep(this) ?? true);

    /// <summary>Timestamp at which the place was given.</summary>
    internal long Since { get; }

    internal bool Yields => _recall is not null;

    /// <summary>Calls the place back; whoever is told runs elsewhere.</summary>
    internal void Recall() => _ = _recall!.CancelAsync();

    public void Dispose() => Interlocked.Exchange(ref _queue, null)?.Release(this);
}
