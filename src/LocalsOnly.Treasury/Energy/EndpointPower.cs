using LocalsOnly.Inference;

namespace LocalsOnly.Treasury.Energy;

/// <summary>
/// What one endpoint's machines draw, divided among the requests that are under way. With P(t) watts and n(t) requests each of them takes
/// ∫ P/n dt; the integral is kept once for all, and an attempt's energy is its difference between end and beginning.
/// </summary>
/// <remarks>
/// P is the last sample taken since the work began. Until there is one, it is what samples under load have been so far, else what the
/// machines are configured to draw; where nothing of that is known, what is known of the rest of an attempt stands for it too, if that is at
/// least half of it. The idle part is what samples without work have been, else the configured one.
/// </remarks>
internal sealed class EndpointPower(TimeProvider time, PowerRating? configured)
{
    /// <summary>Weight of a new sample in what is known of load and idle.</summary>
    private const double Smoothing = 0.2;

    /// <summary>Share of an attempt's time that samples must have covered for its energy to be called measured.</summary>
    private const double MeasuredFrom = 0.9;

    /// <summary>Share of an attempt's time of which the power must be known for its energy to be told at all.</summary>
    private const double KnownFrom = 0.5;

    private readonly Lock _gate = new();
    private long _at = time.GetTimestamp();
    private int _ours;
    private int _others;
    private Sample? _sample;
    private PowerRating _known;
    private bool _isLoadKnown;
    private bool _isIdleKnown;
    private Integral _integral;

    /// <summary>Attempts under way.</summary>
    public int Running
    {
        get
        {
            lock (_gate) return _ours;
        }
    }

    public IEnergyReading Begin()
    {
        lock (_gate)
        {
            Advance();
            // A sample from before the work tells nothing of the work.
            if (_ours++ == 0) (_sample, _others) = (null, 0);
            return new Reading(this, _integral);
        }
    }

    /// <summary>The machines have told.</summary>
    /// <param name="everybodys">Requests under way at the endpoint, of everybody; null when not told.</param>
    /// <param name="isWhole">All its machines told; else the sum is made up with what the others are configured to draw.</param>
    public void Observe(double watts, int? everybodys, bool isWhole)
    {
        lock (_gate)
        {
            Advance();
            var isBusy = Math.Max(_ours, everybodys ?? 0) > 0;
            _known = isBusy
                ? _known with { LoadWatts = Smooth(_known.LoadWatts, watts, ref _isLoadKnown) }
                : _known with { IdleWatts = Smooth(_known.IdleWatts, watts, ref _isIdleKnown) };
            if (_ours > 0) (_sample, _others) = (new Sample(watts, isWhole), Math.Max(0, (everybodys ?? 0) - _ours));
        }
    }

    private double? LoadWatts => _isLoadKnown ? _known.LoadWatts : configured?.LoadWatts;

    /// <summary>Nothing is called idle that is more than what is drawn at work.</summary>
    private double? IdleWatts => (_isIdleKnown ? _known.IdleWatts : configured?.IdleWatts) is { } idle ? Math.Min(idle, LoadWatts ?? idle) : null;

    private EnergyUse? Finish(Integral since)
    {
        lock (_gate)
        {
            Advance();
            _ours--;
            var its = _integral - since;
            if (its.Unknown > KnownFrom * its.Seconds || its.Seconds <= 0) return null;
            var whole = its.Seconds / (its.Seconds - its.Unknown);
            return new EnergyUse(
                (long)Math.Round(its.Joules * whole * 1000), (long)Math.Round(its.IdleJoules * whole * 1000), its.Sampled >= MeasuredFrom * its.Seconds ? Provenance.Measured : Provenance.Estimated);
        }
    }

    private void Advance()
    {
        var now = time.GetTimestamp();
        var seconds = time.GetElapsedTime(_at, now).TotalSeconds;
        _at = now;
        if (_ours == 0 || seconds <= 0) return;
        var share = seconds / (_ours + _others);
        var watts = _sample?.Watts ?? LoadWatts;
        _integral = _integral with { Seconds = _integral.Seconds + seconds };
        if (watts is not { } drawn)
        {
            _integral = _integral with { Unknown = _integral.Unknown + seconds };
            return;
        }

        _integral = _integral with
        {
            Joules = _integral.Joules + (drawn * share),
            IdleJoules = _integral.IdleJoules + (Math.Min(IdleWatts ?? 0, drawn) * share),
            Sampled = _integral.Sampled + (_sample is { IsWhole: true } ? seconds : 0),
        };
    }

    private static double Smooth(double before, double now, ref bool isKnown)
    {
        var smoothed = isKnown ? before + (Smoothing * (now - before)) : now;
        isKnown = true;
        return smoothed;
    }

    private sealed record Sample(double Watts, bool IsWhole);

    private readonly record struct Integral(double Joules, double IdleJoules, double Seconds, double Sampled, double Unknown)
    {
        public static Integral operator -(Integral a, Integral b) => new(a.Joules - b.Joules, a.IdleJoules - b.IdleJoules, a.Seconds - b.Seconds, a.Sampled - b.Sampled, a.Unknown - b.Unknown);
    }

    private sealed class Reading(EndpointPower power, Integral since) : IEnergyReading
    {
        public EnergyUse? Finish() => power.Finish(since);
    }
}

/// <summary>Watts of a machine, or of several together.</summary>
/// <param name="IdleWatts">Without any work.</param>
/// <param name="LoadWatts">At full work.</param>
internal readonly record struct PowerRating(double IdleWatts, double LoadWatts);
