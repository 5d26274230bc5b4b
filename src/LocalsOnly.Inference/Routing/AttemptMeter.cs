using LocalsOnly.Inference.Clients;
using LocalsOnly.Inference.Flow;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Inference.Routing;

/// <summary>What is known of one attempt so far. Until it ends well or badly by itself, it counts as cancelled.</summary>
/// <param name="expected">When the first token of an answer in one piece may have been there: of such an answer only the end is seen.</param>
internal sealed class AttemptMeter(TimeProvider time, bool simulated, TimeSpan? expected)
{
    private readonly DateTimeOffset _at = time.GetUtcNow();
    private readonly long _began = time.GetTimestamp();
    private TimeSpan _lastToken;
    private long _pieces;
    private long _prefilled;
    private UsageDetails? _usage;
    private GenerationStatsContent? _stats;
    private bool _simulated = simulated;

    public string Outcome { get; set; } = "cancelled";

    /// <summary>The endpoint gave it whole: when it came tells neither a first token nor a rate.</summary>
    public bool InOnePiece { get; private set; }

    /// <summary>Something of the answer has come.</summary>
    public bool HasSpoken => _pieces > 0;

    /// <summary>From being sent to the first meaningful token; null before it, and where the answer came in one piece.</summary>
    public TimeSpan? FirstToken { get; private set; }

    /// <summary>Prompt tokens that were in no cache; null when the server did not say.</summary>
    public long? UncachedPromptTokens => _usage?.InputTokenCount - (_usage?.CachedInputTokenCount ?? 0);

    public long? PromptTokens => _usage?.InputTokenCount;

    public long? CompletionTokens => _usage?.OutputTokenCount;

    public TimeSpan Decoding => FirstToken is { } first ? _lastToken - first : TimeSpan.Zero;

    public double? PromptRate => _stats?.PromptTokensPerSecond;

    /// <summary>Tokens written as the server counted them, else the pieces of the stream.</summary>
    public long Written => CompletionTokens ?? _pieces;

    public double? Rate => _stats?.GenerationTokensPerSecond ?? OwnRate;

    /// <summary>Decode rate = (n − 1) ÷ the span from the first token to the last; null when so few tokens tell none.</summary>
    private double? OwnRate => Decoding.TotalSeconds is > 0 and var span && Written is >= EndpointMeter.FewestForRate and var tokens ? (tokens - 1) / span : null;

    public void Observe(ChatResponseUpdate update)
    {
        if (MeaningfulToken.IsIn(update))
        {
            _lastToken = time.GetElapsedTime(_began);
            FirstToken ??= InOnePiece ? null : _lastToken;
            _pieces++;
        }

        for (var i = 0; i < update.Contents.Count; i++)
        {
            switch (update.Contents[i])
            {
                case EndpointOpenedContent opened:
                    (_simulated, InOnePiece) = (opened.Simulated, opened.InOnePiece);
                    break;
                case PrefillProgressContent progress:
                    _prefilled = progress.ProcessedTokens;
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

    /// <param name="plan">What it carries out.</param>
    /// <param name="reason">Why this endpoint was asked, in one word.</param>
    /// <param name="used">Its answer was given to somebody to the end.</param>
    public UsageEvent ToEvent(RoutePlan plan, string endpoint, string? model, string reason, bool used, TimeSpan queued, EnergyUse? energy)
    {
        var first = HasSpoken && InOnePiece ? expected < _lastToken ? expected : _lastToken : FirstToken;
        return new()
        {
            At = _at,
            Persona = plan.Request.Persona,
            Session = plan.Request.Conversation,
            Task = plan.Request.Task,
            Tier = plan.Tier,
            Endpoint = endpoint,
            Model = model ?? "",
            Reason = reason,
            Outcome = Outcome,
            Abandoned = !used,
            Tokens = Count(plan.Prompt.Tokens),
            QueueWait = queued,
            FirstToken = first,
            Decoding = first is { } began ? _lastToken - began : TimeSpan.Zero,
            Duration = time.GetElapsedTime(_began),
            Energy = energy is { } use && _simulated ? use with { Provenance = Provenance.Simulated } : energy,
            Provenance = _simulated ? Provenance.Simulated : FirstToken == first ? Provenance.Measured : Provenance.Estimated,
            Decision = plan.Id,
        };
    }

    /// <summary>What the server counted, and in place of what it did not, the prompt as far as it was read and the pieces of the stream.</summary>
    private TokenCount Count(int promptTokens)
    {
        var cached = _usage?.CachedInputTokenCount ?? 0;
        var prompt = _usage?.InputTokenCount ?? (HasSpoken ? promptTokens : _prefilled);
        var written = _usage?.OutputTokenCount ?? _pieces;
        var reasoning = Math.Min(_usage?.ReasoningTokenCount ?? 0, written);
        var provenance = _simulated ? Provenance.Simulated
            : _usage is { InputTokenCount: not null, OutputTokenCount: not null } ? Provenance.Measured
            : Provenance.Estimated;
        return new TokenCount(Math.Max(0, prompt - cached), Math.Min(cached, prompt), written - reasoning, reasoning, provenance);
    }
}
