using System.Text;
using LocalsOnly.Inference;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Agents.Turns;

/// <summary>
/// A reply while it comes into being, over one or more rounds of the model: what of it has been shown, what is held back, who writes it, how fast.
/// </summary>
/// <param name="checkedWhole">The reply is looked at as a whole before any of it is shown.</param>
/// <param name="speaker">The name that a model may put before its reply; null when it is not known.</param>
internal sealed class TurnUnderWay(TimeProvider time, bool checkedWhole = false, string? speaker = null)
{
    // "Let me look that up", before a tool call, is no part of a reply; a longer wait for the first words would cost every reply that calls nothing.
    private const int Opening = 80;
    private static readonly TimeSpan s_longestOpening = TimeSpan.FromMilliseconds(700);

    private readonly long _began = time.GetTimestamp();
    private readonly StringBuilder _shown = new();
    private readonly StringBuilder _round = new();
    private readonly UsageDetails _usage = new();
    private OutputSanitiser _sanitiser = new(speaker);
    private TimeSpan? _firstText;
    private GenerationStatsContent? _stats;
    private RouteDecision? _route;
    private int _hold;
    private int _released;
    private long? _openingSince;
    private bool _simulated;
    private bool _cut;
    private bool _replaced;

    /// <summary>How much longer an opening that is held back may wait for what follows it; null when none is held back.</summary>
    public TimeSpan? OpeningWait => _openingSince is not { } since || _released > 0 || _hold != Opening ? null
        : s_longestOpening - time.GetElapsedTime(since) is { Ticks: > 0 } left ? left : TimeSpan.Zero;

    /// <summary>Something of the reply has been shown.</summary>
    public bool HasShown => _shown.Length > 0;

    /// <summary>The model has said something in this round, shown or not.</summary>
    public bool HasText => HasShown || _round.Length > 0;

    /// <summary>What a model said so far, as it was shown; null when it is no model that answers.</summary>
    public string? Reply => _replaced ? null : _shown.ToString();

    /// <summary>Tokens of the last prompt that a server has counted; null when none did.</summary>
    public long? PromptTokens { get; private set; }

    /// <summary>The last decision of the router; null before the first.</summary>
    public RouteDecision? Route => _route;

    /// <summary>In this round the model wrote a tool call out in its text, and it was taken out.</summary>
    public bool WroteCall => _sanitiser.WroteCall;

    /// <summary>The model is asked, for the first time or again after its tool calls.</summary>
    /// <param name="mayCall">Tools are offered, so the opening may turn out to be no part of the reply.</param>
    public void BeginRound(bool mayCall)
    {
        _round.Clear();
        (_released, _openingSince, _sanitiser, _cut) = (0, null, new OutputSanitiser(speaker), false);
        _hold = checkedWhole ? int.MaxValue : mayCall ? Opening : 0;
    }

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
                    PromptTokens = usage.Details.InputTokenCount ?? PromptTokens;
                    break;
                case TextContent { Text.Length: > 0 } text:
                    Add(_sanitiser.Push(text.Text));
                    if (_round.Length > 0) _openingSince ??= time.GetTimestamp();
                    // What begins like data is not streamed: it may be a tool call that was written out.
                    if (_released == 0 && BeginsLikeData()) _hold = int.MaxValue;
                    if (_round.Length > _hold && Release() is { Length: > 0 } shown) yield return new TextDelta(shown);
                    break;
            }
        }
    }

    /// <summary>The stream of a round has ended; what was held back for the sake of a cut tag joins the rest, and Markdown that is open is closed.</summary>
    /// <returns>The text of the round.</returns>
    public string EndRound()
    {
        Add(_sanitiser.Finish());
        _round.Append(MarkdownMend.Tail(_round.ToString()));
        return _round.ToString();
    }

    // Thinking whose beginning the template had written: what was shown of it cannot be taken back, the rest can.
    private void Add(string text)
    {
        if (_sanitiser.Retracted)
        {
            _round.Length = _released;
            if (_released > 0) _round.Append("\n\n");
        }

        _round.Append(text);
    }

    /// <summary>The round ended in tool calls: what it said before them was no reply, unless it was long enough to be shown.</summary>
    /// <returns>Text to show now, possibly none.</returns>
    public string LeaveForTools()
    {
        if (_released == 0) return "";
        _round.Append("\n\n");
        return Release();
    }

    /// <summary>Shows what is left of the round.</summary>
    public string Release()
    {
        var rest = _round.ToString(_released, _round.Length - _released);
        _released = _round.Length;
        return Say(rest);
    }

    /// <summary>Shows this in place of the round's text, of which nothing was shown yet.</summary>
    public string ShowInstead(string text)
    {
        _released = _round.Length;
        return Say(text);
    }

    /// <summary>Shows something that the host has to say at the end of the reply.</summary>
    public string Append(string text) => Say(text);

    /// <summary>No model answers after all: what is shown instead is nobody's generation.</summary>
    public string Replace(string text)
    {
        (_simulated, _stats, _cut, _replaced) = (false, null, false, true);
        return Say(text);
    }

    /// <summary>What a reply must say of itself: that another tier than the one asked stood in, and what a budget says of it; empty when nothing.</summary>
    public string StandIn()
    {
        if (!HasShown || _route is not { } route) return "";
        var stoodIn = route.Asked != route.Answered ? "\n\n" + PersonSentences.StoodIn(route.Asked, route.Endpoint) : "";
        return Say(stoodIn + (route.Budget.Clause is null ? "" : "\n\n" + PersonSentences.Budget(route.Budget)));
    }

    private bool BeginsLikeData() => _round.Length > 0 && (_round[0] == '{' || (_round[0] == '[' && (_round.Length < 2 || _round[1] is '{' or '"' or '\n' or ' ')));

    private string Say(string text)
    {
        if (text.Length > 0) _firstText ??= time.GetElapsedTime(_began);
        _shown.Append(text);
        return text;
    }

    public TurnCompleted Complete(IReadOnlyList<TurnSource> sources, IReadOnlyList<string> notes)
    {
        var marks = Citations.Find(_shown.ToString(), sources.Count);
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
            _cut)
        {
            Notes = notes,
        };
    }
}
