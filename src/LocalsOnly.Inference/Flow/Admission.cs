namespace LocalsOnly.Inference.Flow;

/// <summary>A place at an endpoint, held until it is disposed of: once or many times, by any thread.</summary>
internal sealed class Admission : IDisposable
{
    private AdmissionQueue? _queue;

    internal Admission(AdmissionQueue queue, TimeSpan waited, long since)
    {
        _queue = queue;
        Waited = waited;
        Since = since;
    }

    /// <summary>How long the request waited for it.</summary>
    public TimeSpan Waited { get; }

    /// <summary>Timestamp at which the place was given.</summary>
    internal long Since { get; }

    public void Dispose() => Interlocked.Exchange(ref _queue, null)?.Release(this);
}
