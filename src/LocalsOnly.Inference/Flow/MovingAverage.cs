namespace LocalsOnly.Inference.Flow;

/// <summary>An exponentially weighted moving average; the newest sample weighs a fifth. Not safe for threads by itself.</summary>
internal struct MovingAverage
{
    private const double Weight = 0.2;

    private double _mean;
    private bool _any;

    /// <summary>The mean; null before the first sample.</summary>
    public readonly double? Mean => _any ? _mean : null;

    public void Add(double sample)
    {
        _mean = _any ? _mean + (Weight * (sample - _mean)) : sample;
        _any = true;
    }
}
