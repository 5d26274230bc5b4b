using System.Text;
using LocalsOnly.Inference;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Agents.Turns;

/// <summary>What is known of a reply while it streams: its text so far, who writes it, how fast.</summary>
internal sealed class TurnUnderWay(TimeProvider time)
{
    private readonly long _began = time.GetTimestamp();
    private readonly OutputSanitiser _sanitiser = new();
    private readonly StringBuilder _text = new();
    private readonly UsageDetails _usage = new();
    private TimeSpan? _firstText;
    private GenerationStatsContent? _stats;
    private RouteDecision? _route;
    private bool _simulated;
    private bool _cut;
    private bool _replaced;

    public bool HasText => _text.Length > 0;

    /// <summary>What a model said so far; null when it is no model that answers.</summary>
    public string? Reply => _replaced ? null : _text.ToString();

    /// <summary>Turns one update of the model's stream into events.</summary>
    /// <param name="note">A clause about the recall, to stand with the routing reasons.</param>
    public IEnumerable<TurnEvent> Take(ChatResponseUpdate update, string? note)
    {
        if (update.FinishReason == ChatFinishReason.Length) _cut = true;
        foreach (var content in update.Contents)
        {
            switch (content)
            {
                case RouteContent { Route: var route }:
                    (_simulated, _route) = (route.Simulated, route);
                    yield return new RouteChosen(
                        AnswerMode.Model, route.Asked, route.Answered, route.Endpoint, route.Model, route.Simulated, note is null ? route.Reasons : [.. route.Reasons, note])
                    {
                        Id = route.Id,
                        Escalated = route.Escalated,
                    };
                    break;
                case QueuedContent queued:
                    yield return new Queued(queued.Endpoint, queued.Ahead, queued.Wait);
                    break;
                case PrefillProgressContent progress:
                    yield return new PrefillProgress(progress.ProcessedTokens, progress.TotalTokens);
                    break;
                case GenerationStatsContent stats:
                    _stats = stats;
                    break;
                case UsageContent usage:
                    _usage.Add(usage.Details);
                    break;
                case TextContent { Text.Length: > 0 } text when Say(_sanitiser.Push(text.Text)) is { Length: > 0 } shown:
                    yield return new TextDelta(shown);
                    break;
            }
        }
    }

    /// <summary>No model answers after all: what is shown instead is nobody's generation.</summary>
    public string Replace(string text)
    {
        (_simulated, _stats, _cut, _replaced) = (false, null, false, true);
        return Say(text);
    }

    /// <summary>The stream has ended; returns text that was still held back.</summary>
    public string Finish() => Say(_sanitiser.Finish());

    /// <summary>What a reply must say of itself when another tier than the one asked stood in; empty when none did.</summary>
    public string StandIn() =>
        HasText && _route is { } route && route.Asked != route.Answered ? Say("\n\n" + PersonSentences.StoodIn(route.Asked, route.Endpoint)) : "";

    private string Say(string text)
    {
        if (text.Length > 0) _firstText ??= time.GetElapsedTime(_began);
        _text.Append(text);
        return text;
    }

    public TurnCompleted Complete(IReadOnlyList<TurnSource> sources)
    {
        var marks = Citations.Find(_text.ToString(), sources.Count);
        var cited = marks.Select(mark => mark.Number).ToHashSet();
        return new TurnCompleted(
            [.. sources.Select(source => source with { Cited = cited.Contains(source.Number) })],
            marks,
            new TurnStats(
                _stats?.GenerationTokensPerSecond,
                _stats?.PromptTokensPerSecond,
                _firstText,
                _usage.InputTokenCount,
                _usage.OutputTokenCount,
                _simulated ? Provenance.Simulated : _stats?.Provenance ?? Provenance.Measured),
            _cut);
    }
}
