using LocalsOnly.Inference.Clients;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Inference.Routing;

/// <summary>What is known of one attempt so far. Until it ends well or badly by itself, it counts as cancelled.</summary>
internal sealed class AttemptMeter(TimeProvider time, bool simulated)
{
    private readonly DateTimeOffset _at = time.GetUtcNow();
    private readonly long _began = time.GetTimestamp();
    private TimeSpan _lastToken;
    private long _pieces;
    private UsageDetails? _usage;
    private GenerationStatsContent? _stats;
    private bool _simulated = simulated;

    public string Outcome { get; set; } = "cancelled";

    /// <summary>From being sent to the first meaningful token; null before it.</summary>
    public TimeSpan? FirstToken { get; private set; }

    /// <summary>Prompt tokens that were in no cache; null when the server did not say.</summary>
    public long? UncachedPromptTokens => _usage?.InputTokenCount - (_usage?.CachedInputTokenCount ?? 0);

    public long? PromptTokens => _usage?.InputTokenCount;

    public long? CompletionTokens => _usage?.OutputTokenCount;

    public TimeSpan Decoding => FirstToken is { } first ? _lastToken - first : TimeSpan.Zero;

    public double? PromptRate => _stats?.PromptTokensPerSecond;

    public double? Rate => _stats?.GenerationTokensPerSecond ?? OwnRate;

    /// <summary>Decode rate = (n − 1) ÷ the span from the first token to the last.</summary>
    private double? OwnRate => Decoding.TotalSeconds is > 0 and var span && (CompletionTokens ?? _pieces) is > 1 and var tokens ? (tokens - 1) / span : null;

    public void Observe(ChatResponseUpdate update)
    {
        if (MeaningfulToken.IsIn(update))
        {
            _lastToken = time.GetElapsedTime(_began);
            FirstToken ??= _lastToken;
            _pieces++;
        }

        for (var i = 0; i < update.Contents.Count; i++)
        {
            switch (update.Contents[i])
            {
                case EndpointOpenedContent opened:
                    _simulated = opened.Simulated;
                    break;
                case UsageContent usage:
                    _usage = usage.Details;
                    break;
                case GenerationStatsContent stats:
                    update.Contents[i] = _stats = new GenerationStatsContent(
                        stats.PromptTokensPerSecond, stats.GenerationTokensPerSecond, stats.Provenance)
                    {
                        TimeToFirstToken = FirstToken,
                    };
                    break;
            }
        }
    }

    /// <summary>
    /// Statistics of an answer whose server told none. Measured when it counted the tokens, estimated when the pieces of the stream stand
    /// for them; null when there is nothing to tell or it was told.
    /// </summary>
    public GenerationStatsContent? MissingStats()
    {
        if (_stats is not null || FirstToken is not { } first)
            return null;
        var provenance = _simulated ? Provenance.Simulated
            : CompletionTokens is null ? Provenance.Estimated
            : Provenance.Measured;
        return new GenerationStatsContent(null, OwnRate, provenance) { TimeToFirstToken = first };
    }

    public UsageEvent ToEvent(RoutePlan plan, string endpoint, string? model, TimeSpan queued) => new(
        _at,
        plan.Request.Persona,
        plan.Tier,
        endpoint,
        model ?? "",
        Outcome,
        PromptTokens,
        _usage?.CachedInputTokenCount,
        CompletionTokens,
        FirstToken,
        time.GetElapsedTime(_began),
        _simulated ? Provenance.Simulated : Provenance.Measured)
    {
        QueueWait = queued,
        ReasoningTokens = _usage?.ReasoningTokenCount,
        Task = plan.Request.Task,
        Decision = plan.Id,
    };
}
