namespace LocalsOnly.Inference.Flow;

/// <summary>
/// How fast one model at one endpoint has been lately, as moving averages of what was timed here or reported there. Safe for threads; no
/// sample allocates.
/// </summary>
internal sealed class EndpointMeter(TimeProvider time)
{
    /// <summary>With fewer tokens to read than this, the time to the first token tells of everything but the reading.</summary>
    private const int FewTokens = 128;

    /// <summary>An answer with fewer tokens tells no decode rate, whoever timed it: its steps are fewer than what the network and the server's own clock add.</summary>
    public const int FewestForRate = 8;

    /// <summary>After so long a pause the averages begin anew: what the machine was busy with then is over.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private MovingAverage _firstToken;
    private MovingAverage _baseLatency;
    private MovingAverage _prefill;
    private MovingAverage _decode;
    private bool _prefillReported;
    private long _last;

    /// <summary>From being sent to the first meaningful token.</summary>
    public TimeSpan? TimeToFirstToken => Read(ref _firstToken) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>Prefill rate: what the server reports, or, as long as it never does, derived from long prompts' time to the first token.</summary>
    public double? PromptTokensPerSecond => Read(ref _prefill);

    /// <summary>Decode rate of one stream.</summary>
    public double? TokensPerSecond => Read(ref _decode);

    /// <param name="uncachedPromptTokens">Tokens it had to read for it; null when unknown.</param>
    public void FirstToken(TimeSpan sinceSent, long? uncachedPromptTokens)
    {
        lock (_gate)
        {
            Refresh();
            var seconds = sinceSent.TotalSeconds;
            _firstToken.Add(seconds);
            if (uncachedPromptTokens is not { } tokens)
                return;
            if (tokens >= FewTokens && !_prefillReported)
            {
                var reading = seconds - (_baseLatency.Mean ?? 0);
                if (reading > 0)
                    _prefill.Add(tokens / reading);
            }
            else
            {
                _baseLatency.Add(Math.Max(0, seconds - (_prefill.Mean is { } rate ? tokens / rate : 0)));
            }
        }
    }

    /// <summary>An answer came to its end.</summary>
    /// <param name="completionTokens">Tokens written. The decode rate of fewer than <see cref="FewestForRate"/> does not count.</param>
    /// <param name="decoding">From the first token to the last.</param>
    /// <param name="promptRate">Prefill rate in tokens per second as the server reports it; null when it does not.</param>
    /// <param name="rate">Decode rate in tokens per second as the server reports it; null to derive it.</param>
    public void Ended(long completionTokens, TimeSpan decoding, double? promptRate, double? rate)
    {
        lock (_gate)
        {
            Refresh();
            if (promptRate is > 0 and < double.PositiveInfinity)
            {
                if (!_prefillReported)
                    _prefill = default;
                _prefillReported = true;
                _prefill.Add(promptRate.Value);
            }

            if (completionTokens < FewestForRate)
                return;
            // The first token is the prefill's: n tokens take n - 1 steps.
            rate ??= decoding > TimeSpan.Zero ? (completionTokens - 1) / decoding.TotalSeconds : null;
            if (rate is > 0 and < double.PositiveInfinity)
                _decode.Add(rate.Value);
        }
    }

    /// <summary>
    /// What a prompt with so many tokens to read may take: what does not depend on the prompt, and its reading; the average when the
    /// prefill rate is unknown; null when nothing is known.
    /// </summary>
    public TimeSpan? ExpectedTimeToFirstToken(long uncachedPromptTokens)
    {
        lock (_gate)
        {
            return _prefill.Mean is { } rate
                ? TimeSpan.FromSeconds((_baseLatency.Mean ?? 0) + (uncachedPromptTokens / rate))
                : _firstToken.Mean is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        }
    }

    /// <summary>What such an answer may take from its request to its last token; null when what is known does not tell, or is older than an hour.</summary>
    /// <param name="uncachedPromptTokens">Tokens it has to read.</param>
    /// <param name="completionTokens">Tokens it may write.</param>
    public TimeSpan? ExpectedAnswer(long uncachedPromptTokens, long completionTokens)
    {
        lock (_gate)
        {
            return _decode.Mean is { } rate && time.GetElapsedTime(_last) <= Memory && ExpectedTimeToFirstToken(uncachedPromptTokens) is { } first
                ? first + TimeSpan.FromSeconds(completionTokens / rate)
                : null;
        }
    }

    private double? Read(ref MovingAverage average)
    {
        lock (_gate)
            return average.Mean;
    }

    private void Refresh()
    {
        var now = time.GetTimestamp();
        if (_last != 0 && time.GetElapsedTime(_last, now) > Memory)
        {
            (_firstToken, _baseLatency, _prefill, _decode) = (default, default, default, default);
            _prefillReported = false;
        }

        _last = now;
    }
}
