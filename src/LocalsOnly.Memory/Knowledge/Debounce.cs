namespace LocalsOnly.Memory.Knowledge;

/// <summary>Many touches become one call: when it has been quiet for a while, or after the longest wait if it never gets quiet.</summary>
internal sealed class Debounce : IDisposable
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly TimeSpan _quiet;
    private readonly TimeSpan _longest;
    private readonly ITimer _timer;
    private long? _first;

    public Debounce(TimeProvider time, TimeSpan quiet, TimeSpan longest, Action due)
    {
        (_time, _quiet, _longest) = (time, quiet, longest);
        _timer = time.CreateTimer(_ =>
        {
            lock (_gate) _first = null;
            due();
        }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Touch()
    {
        lock (_gate)
        {
            _first ??= _time.GetTimestamp();
            var left = _longest - _time.GetElapsedTime(_first.Value);
            _timer.Change(left < _quiet ? left > TimeSpan.Zero ? left : TimeSpan.Zero : _quiet, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose() => _timer.Dispose();
}
