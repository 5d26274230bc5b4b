namespace LocalsOnly.Inference.Flow;

/// <summary>A place at an endpoint, held until it is disposed of: once or many times, by any thread.</summary>
internal class Admission : IDisposable
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

    /// <summary>
    /// Cancelled when a person comes while nothing has come of this request yet: a prompt that is being read would make them wait for its end. The place is to be given back.
    /// </summary>
    public virtual CancellationToken Recalled => CancellationToken.None;

    /// <summary>Something has come of the request: from now on it is not called back.</summary>
    /// <returns>False when it has been called back already.</returns>
    public bool Keep() => this is not YieldingAdmission yielding || (_queue?.Keep(yielding) ?? true);

    /// <summary>Timestamp at which the place was given.</summary>
    internal long Since { get; }

    public void Dispose() => Interlocked.Exchange(ref _queue, null)?.Release(this);
}

/// <summary>The place of a request of the class <see cref="WorkPriority.Person"/>.</summary>
internal sealed class PersonsAdmission(AdmissionQueue queue, TimeSpan waited, long since) : Admission(queue, waited, since);

/// <summary>A place that may be called back.</summary>
internal sealed class YieldingAdmission(AdmissionQueue queue, TimeSpan waited, long since) : Admission(queue, waited, since)
{
    private readonly CancellationTokenSource _recall = new();

    public override CancellationToken Recalled => _recall.Token;

    /// <summary>It has been called back, though whoever is to be told may not have been told yet. Read and written under the queue's lock.</summary>
    internal bool IsRecalled { get; set; }

    /// <summary>Calls the place back; whoever is told runs elsewhere.</summary>
    internal void Recall() => _ = _recall.CancelAsync();
}
