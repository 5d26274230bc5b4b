using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Inference.Clients;

/// <summary>Times one endpoint's attempts, tells each to the sinks, and sees to it that every answer carries its statistics.</summary>
internal sealed class MeteredChatClient(
    IChatClient inner, Endpoint endpoint, Func<bool> wasSimulated, IReadOnlyList<IUsageSink> sinks, TimeProvider time)
    : DelegatingChatClient(inner)
{
    public override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var attempt = new Attempt(time, wasSimulated());
        await using var updates = base.GetStreamingResponseAsync(messages, options, cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        try
        {
            while (true)
            {
                try
                {
                    if (!await updates.MoveNextAsync())
                        break;
                }
                catch (InferenceException e)
                {
                    attempt.Outcome = e.Failure.ToString();
                    throw;
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    attempt.Outcome = "unexpected";
                    throw;
                }

                attempt.Observe(updates.Current);
                yield return updates.Current;
            }

            attempt.Outcome = "ok";
            if (attempt.MissingStats() is { } stats)
                yield return new ChatResponseUpdate { Role = ChatRole.Assistant, Contents = [stats] };
        }
        finally
        {
            var usage = attempt.ToEvent(endpoint, options);
            foreach (var sink in sinks)
                sink.Record(usage);
        }
    }

    /// <summary>What is known of one attempt so far. Until it ends well or badly by itself, it counts as cancelled.</summary>
    private sealed class Attempt(TimeProvider time, bool simulated)
    {
        private readonly DateTimeOffset _at = time.GetUtcNow();
        private readonly long _began = time.GetTimestamp();
        private TimeSpan? _firstToken;
        private TimeSpan _lastToken;
        private long _tokens;
        private UsageDetails? _usage;
        private string? _model;
        private bool _simulated = simulated;
        private bool _hasStats;

        public string Outcome { get; set; } = "cancelled";

        public void Observe(ChatResponseUpdate update)
        {
            if (MeaningfulToken.IsIn(update))
            {
                _lastToken = time.GetElapsedTime(_began);
                _firstToken ??= _lastToken;
                _tokens++;
            }

            for (var i = 0; i < update.Contents.Count; i++)
            {
                switch (update.Contents[i])
                {
                    case EndpointOpenedContent opened:
                        (_model, _simulated) = (opened.Model, opened.Simulated);
                        break;
                    case UsageContent usage:
                        _usage = usage.Details;
                        break;
                    case GenerationStatsContent stats:
                        _hasStats = true;
                        update.Contents[i] = new GenerationStatsContent(
                            stats.PromptTokensPerSecond, stats.GenerationTokensPerSecond, stats.Provenance)
                        {
                            TimeToFirstToken = _firstToken,
                        };
                        break;
                }
            }
        }

        /// <summary>
        /// Decode rate = (n − 1) ÷ the span from the first token to the last. Measured when the server counted the tokens, estimated
        /// when the pieces of the stream stand for them.
        /// </summary>
        public GenerationStatsContent? MissingStats()
        {
            if (_hasStats || _firstToken is not { } first)
                return null;
            var span = (_lastToken - first).TotalSeconds;
            var tokens = _usage?.OutputTokenCount ?? _tokens;
            double? rate = span > 0 && tokens > 1 ? (tokens - 1) / span : null;
            var provenance = _simulated ? Provenance.Simulated
                : _usage?.OutputTokenCount is null ? Provenance.Estimated
                : Provenance.Measured;
            return new GenerationStatsContent(null, rate, provenance) { TimeToFirstToken = first };
        }

        public UsageEvent ToEvent(Endpoint endpoint, ChatOptions? options) => new(
            _at,
            options.GetRoute().Persona,
            options.GetRoute().TaskTier ?? options.GetRoute().PersonaTier ?? Tier.Light,
            endpoint.Name,
            _model ?? options?.ModelId ?? endpoint.Model ?? "",
            Outcome,
            _usage?.InputTokenCount,
            _usage?.CachedInputTokenCount,
            _usage?.OutputTokenCount,
            _firstToken,
            time.GetElapsedTime(_began),
            _simulated ? Provenance.Simulated : Provenance.Measured);
    }
}
