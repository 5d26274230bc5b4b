using LocalsOnly.Memory;

namespace LocalsOnly.Agents.Turns;

/// <summary>Notes how an answer comes about while it does.</summary>
internal sealed class TurnRecorder(Persona persona, TurnRequest request, string conversation, TimeProvider time)
{
    private readonly DateTimeOffset _at = time.GetUtcNow();
    private readonly long _began = time.GetTimestamp();
    private readonly List<ToolRecord> _tools = [];
    private string _outcome = "given up";
    private RouteChosen? _route;
    private TurnCompleted? _completed;
    private TimeSpan? _firstText;

    /// <summary>Names the turn.</summary>
    public string Id { get; } = Guid.NewGuid().ToString("N")[..10];

    /// <summary>Key of the conversation in the memory.</summary>
    public string Key { get; } = Utterance.ConversationKey(new MemoryScope(MemoryScope.DefaultOwner, persona.Id, request.Channel), conversation);

    /// <summary>Takes an event into account; returns it, with the turn's id where there is room for it.</summary>
    public TurnEvent Take(TurnEvent happened)
    {
        switch (happened)
        {
            case RouteChosen route:
                _route = route;
                break;
            case ToolUsed used:
                _tools.Add(new ToolRecord(used.Tool, used.Arguments, used.Problem, Math.Round(used.Took.TotalMilliseconds, 1)));
                break;
            case TextDelta:
                _firstText ??= time.GetElapsedTime(_began);
                break;
            case TurnInterrupted:
                _outcome = "interrupted";
                break;
            case TurnCompleted completed:
                _completed = completed;
                _outcome = _route?.Mode == AnswerMode.RecallOnly ? "recall only" : "answered";
                return completed with { Turn = Id };
        }

        return happened;
    }

    /// <summary>What there is to say once the turn has ended.</summary>
    public TurnRecord Finish() => new(
        Id, _at, persona.Id, request.Session, request.Channel, Key, _outcome, _route?.Mode.ToString(), _route?.Asked.ToString(), _route?.Answered?.ToString(), _route?.Endpoint, _route?.Model,
        _route?.Reasons ?? [],
        [.. (_completed?.Sources ?? []).Select(source => new RecalledRecord(source.Number, source.Passage.MessageKey, source.Cited))],
        _tools,
        _completed?.Notes ?? [],
        _firstText is { } first ? Math.Round(first.TotalMilliseconds, 1) : null,
        Math.Round(time.GetElapsedTime(_began).TotalMilliseconds, 1),
        _completed?.Stats.PromptTokens,
        _completed?.Stats.CompletionTokens);
}
