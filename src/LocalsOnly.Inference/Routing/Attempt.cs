using LocalsOnly.Inference.Clients;
using LocalsOnly.Inference.Endpoints;
using LocalsOnly.Inference.Flow;
using LocalsOnly.Inference.Telemetry;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Inference.Routing;

/// <summary>
/// One attempt at one endpoint: the gates at which it is turned away before anything is sent, the queue, the stream, and the verdict that
/// its end means for breaker and meters. A failure is a value here, so that the one who tries the next endpoint needs no catch.
/// </summary>
internal sealed class Attempt(
    PlannedTarget target, RoutePlan plan, IReadOnlyList<ChatMessage> messages, ChatOptions? options, RouterServices services, bool standsBack, CancellationToken cancellationToken)
    : IAsyncDisposable
{
    private static readonly TimeSpan FreshEnough = TimeSpan.FromSeconds(1);

    /// <summary>exo's streams are silent for so long before a keep-alive: an answer that takes no longer loses nothing by coming in one piece.</summary>
    private static readonly TimeSpan Brief = TimeSpan.FromSeconds(10);

    private readonly LocalEndpoint _endpoint = target.Endpoint;
    private readonly CancellationTokenSource _leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    private ModelLane? _lane;
    private Task<Admission>? _entering;
    private Admission? _admission;
    private CancellationTokenSource? _recalled;
    private bool _isKept;
    private IAsyncEnumerator<ChatResponseUpdate>? _updates;
    private AttemptMeter? _meter;
    private IEnergyReading? _energy;
    private bool _holdsBreaker;
    private bool _toldStats;
    private bool _inOnePiece;

    public PlannedTarget Target => target;

    /// <summary>Why this endpoint is asked, in one word for the ledger.</summary>
    public required string Reason { get; init; }

    /// <summary>The endpoint was asked for this answer before, and hung up: whatever the caller wants, it is streamed, which tells what is wrong.</summary>
    public Attempt? Before { get; init; }

    /// <summary>It stood back for a person before anything had come of it, and may be made anew.</summary>
    public bool StoodBack { get; private set; }

    /// <summary>Its answer was given to somebody to the end.</summary>
    public bool Used { get; set; }

    /// <summary>Why it ended before its end; null while it has not, and after a proper end.</summary>
    public InferenceException? Failure { get; private set; }

    /// <summary>
    /// It ended before its first token without a word, as exo's streams do when their instance is deleted or the master changes, and its answers in one
    /// piece whatever goes wrong: asked again, the endpoint tells what has become of its model. False when its breaker has had enough.
    /// </summary>
    public bool HungUpEarly =>
        Failure is { RunnerDied: false } failure && _meter is { HasSpoken: false } && _lane is { Breaker.State: BreakerState.Closed }
        && (failure.Failure == InferenceFailure.Truncated || (_inOnePiece && failure is { Failure: InferenceFailure.ServerError, Status: null, IsConfiguration: false }));

    /// <summary>The next update; null after the end and after a failure.</summary>
    public async ValueTask<ChatResponseUpdate?> NextAsync()
    {
        try
        {
            if (_updates is null && await BeginAsync() is { } queued)
                return queued;
            if (Failure is null && _updates is not null && await _updates.MoveNextAsync())
            {
                _meter!.Observe(_updates.Current);
                if (!_meter.HasSpoken || _isKept || (_isKept = _admission!.Keep()))
                    return _updates.Current;
                StandBack();
            }
        }
        catch (Exception e) when (IsRecalled && e is OperationCanceledException or InferenceException)
        {
            StandBack();
        }
        catch (AdmissionRefusedException e)
        {
            Refuse(InferenceFailure.Overloaded, e.Message, e.Estimate);
        }
        catch (InferenceException e)
        {
            Fail(e);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            if (_meter is not null)
                _meter.Outcome = "unexpected";
            throw;
        }

        return Failure is null && !StoodBack && !_toldStats ? End() : null;
    }

    private bool IsRecalled => _admission is { Recalled.IsCancellationRequested: true } && !_isKept && !cancellationToken.IsCancellationRequested;

    private void StandBack()
    {
        StoodBack = true;
        _meter!.Outcome = "stood-back";
    }

    /// <summary>Passes the gates and the queue. An update when it has to wait in the queue, which it does at the next call.</summary>
    private async ValueTask<ChatResponseUpdate?> BeginAsync()
    {
        if (_entering is null)
        {
            if (!await PassGatesAsync())
                return null;
            var ticket = new AdmissionTicket(plan.Request.Priority, plan.Request.Persona, plan.Request.Patience ?? services.Options.FirstTokenTimeout)
            {
                Yields = plan.Request.Priority != WorkPriority.Person,
                StandsBack = standsBack,
            };
            var ahead = _endpoint.Queue.Ahead(ticket.Priority);
            var entering = _endpoint.Queue.EnterAsync(ticket, _leaving.Token);
            if (!entering.IsCompleted)
            {
                _entering = entering.AsTask();
                return Update(new QueuedContent(_endpoint.Settings.Name, ahead, _endpoint.Queue.EstimateWait(ticket.Priority)));
            }

            _admission = await entering;
        }
        else
        {
            var entering = _entering;
            _entering = null;
            _admission = await entering;
        }

        InferenceTelemetry.Admitted(_endpoint.Settings, plan.Request.Priority, _admission.Waited);
        _inOnePiece = plan.Request.InOnePiece && MayComeInOnePiece();
        _meter = new AttemptMeter(services.Time, _endpoint.Seen.Simulated, _inOnePiece ? _lane!.Meter.ExpectedTimeToFirstToken(plan.Prompt.Tokens) : null);
        _energy = services.Energy?.Begin(_endpoint.Settings.Name);
        var asked = options?.Clone() ?? new ChatOptions();
        asked.ModelId = _lane!.Model;
        if (plan.Request.Patience is not null || _inOnePiece != plan.Request.InOnePiece)
            asked.WithRoute(plan.Request with { Patience = plan.Request.Patience - _admission.Waited, InOnePiece = _inOnePiece });
        var until = cancellationToken;
        if (standsBack)
            until = (_recalled = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _admission.Recalled)).Token;
        _updates = _endpoint.Chat.GetStreamingResponseAsync(messages, asked, until).GetAsyncEnumerator(until);
        return null;
    }

    /// <summary>Known to be brief, without tools, whose calls only a stream tells apart from errors, and without a bound for the first token, which only a stream shows.</summary>
    private bool MayComeInOnePiece() =>
        Before is null && plan.Request.Patience is null && plan.Prompt is { Tools: false, AnswerTokens: > 0 and var most }
        && _lane!.Meter.ExpectedAnswer(plan.Prompt.Tokens, most) <= Brief;

    private async ValueTask<bool> PassGatesAsync()
    {
        _lane = _endpoint.LaneOf(plan.PinnedModel);
        var seen = _endpoint.Seen;
        var isStale = seen.CheckedAt is not { } at || services.Time.GetUtcNow() - at > FreshEnough;
        if (_lane is null || (seen.State == EndpointState.Loading && isStale))
        {
            seen = await _endpoint.LookAsync(cancellationToken);
            _lane = _endpoint.LaneOf(plan.PinnedModel);
        }

        if (_lane is null)
            return Refuse(FailureOf(seen.State), seen.Detail);
        if (seen.State == EndpointState.Loading)
            return Refuse(InferenceFailure.Loading, seen.Detail);
        if (!services.Poisoned.IsEmpty && services.Poisoned.IsPoisoned(PromptShape.Fingerprint(messages)))
            return Refuse(InferenceFailure.PoisonedPrompt, "this very prompt has killed the process that runs the model before, so it was not sent again");
        if (!_lane.Breaker.TryEnter())
        {
            var wait = _lane.Breaker.RetryAt - services.Time.GetUtcNow();
            return Refuse(InferenceFailure.CircuitOpen, $"left alone for some seconds{(_lane.Trouble is { } trouble ? $", after this: {trouble}" : "")}", wait);
        }

        return _holdsBreaker = true;
    }

    /// <summary>A proper end: the statistics if the server told none.</summary>
    private ChatResponseUpdate? End()
    {
        _toldStats = true;
        _meter!.Outcome = "ok";
        _holdsBreaker = false;
        _endpoint.Answered();
        _lane!.Breaker.Succeeded();
        _lane.Trouble = null;
        if (_meter.FirstToken is { } first)
            _lane.Meter.FirstToken(first, _meter.UncachedPromptTokens);
        if (!_meter.InOnePiece)
            _lane.Meter.Ended(_meter.Written, _meter.Decoding, _meter.PromptRate, _meter.Rate);
        return _meter.MissingStats() is { } stats ? Update(stats) : null;
    }

    /// <summary>Tokens of the conversation that are in the endpoint's cache after this answer.</summary>
    public int CachedTokens => (int)Math.Min(int.MaxValue, (_meter?.PromptTokens ?? plan.Prompt.Tokens) + (_meter?.CompletionTokens ?? 0));

    public LocalEndpointKey Key => new(_endpoint.Settings.Name, _lane?.Model ?? "");

    private void Fail(InferenceException failure)
    {
        Failure = failure;
        if (_meter is not null)
            _meter.Outcome = failure.Failure.ToString();
        _endpoint.Observe(failure);
        if (_lane is null || !_holdsBreaker)
            return;
        _holdsBreaker = false;
        if (failure.RetryAfter is { } wait)
            _lane.Breaker.RetryAfter(wait);
        switch (CountsAgainst(failure))
        {
            case null:
                _lane.Breaker.Succeeded();
                return;
            case false:
                _lane.Breaker.Abandoned();
                return;
        }

        _lane.Trouble = _endpoint.Clause(failure);
        _lane.Breaker.Failed();
        // Who lets a person wait for a whole deadline is not given a second one to waste.
        if (failure.Failure == InferenceFailure.Deadline)
            _lane.Breaker.Failed();
    }

    private bool? CountsAgainst(InferenceException failure)
    {
        if (!failure.RunnerDied)
            return BreakerRules.CountsAgainst(failure, afterFirstToken: _meter is { HasSpoken: true });
        // The second time it is the prompt's doing, not the endpoint's. The first may have been without a word.
        var fingerprint = PromptShape.Fingerprint(messages);
        if (Before is { _inOnePiece: true })
            services.Poisoned.Died(fingerprint);
        var again = services.Poisoned.HasKilled(fingerprint);
        services.Poisoned.Died(fingerprint);
        return again ? false : BreakerRules.CountsAgainst(failure, afterFirstToken: _meter is { HasSpoken: true });
    }

    private bool Refuse(InferenceFailure failure, string clause, TimeSpan? retryAfter = null)
    {
        Failure = new InferenceException(failure, $"{_endpoint.Settings.Name}: {clause}.", _endpoint.Settings.Name, _lane?.Model)
        {
            RetryAfter = retryAfter,
        };
        return false;
    }

    private static InferenceFailure FailureOf(EndpointState state) => state switch
    {
        EndpointState.Unreachable => InferenceFailure.Unreachable,
        EndpointState.RefusedByGuard => InferenceFailure.RefusedByGuard,
        EndpointState.Faulty => InferenceFailure.ServerError,
        EndpointState.Loading => InferenceFailure.Loading,
        _ => InferenceFailure.NotPlaced,
    };

    private static ChatResponseUpdate Update(AIContent content) => new() { Role = ChatRole.Assistant, Contents = [content] };

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_updates is not null)
                await _updates.DisposeAsync();
        }
        finally
        {
            if (_holdsBreaker)
                _lane!.Breaker.Abandoned();
            _holdsBreaker = false;
            await LeaveAsync();
            if (_meter is not null)
            {
                var usage = _meter.ToEvent(plan, _endpoint.Settings.Name, _lane?.Model, Reason, Used, _admission?.Waited ?? TimeSpan.Zero, _energy?.Finish());
                foreach (var sink in services.Sinks)
                    sink.Record(usage);
            }
        }
    }

    /// <summary>Gives the place back, also one that was granted while nobody waited for it any more.</summary>
    private async ValueTask LeaveAsync()
    {
        if (_entering is not null)
        {
            await _leaving.CancelAsync();
            try
            {
                _admission = await _entering;
            }
            catch (Exception e) when (e is OperationCanceledException or AdmissionRefusedException)
            {
                // It never had a place.
            }
        }

        _admission?.Dispose();
        _recalled?.Dispose();
        _leaving.Dispose();
    }
}
