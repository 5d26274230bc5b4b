using System.Diagnostics.CodeAnalysis;

namespace LocalsOnly.Memory.Qdrant;

/// <summary>Whether Qdrant is asked.</summary>
internal abstract record QdrantState
{
    /// <summary>It answers, as far as is known.</summary>
    public sealed record Up : QdrantState;

    /// <summary>It does not, and is left alone for a while.</summary>
    /// <param name="Since">The first failure.</param>
    /// <param name="Reason">The last one, a sentence with what to do.</param>
    /// <param name="NextTry">The first question from then on is put to it.</param>
    public sealed record Away(DateTimeOffset Since, string Reason, DateTimeOffset NextTry) : QdrantState;
}

/// <summary>What came of a question: an answer, or the sentence why there is none.</summary>
internal readonly record struct QdrantAnswer<T>(T? Value, string? Reason)
    where T : class
{
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Reason))]
    public bool IsAnswered => Value is not null;
}

/// <summary>
/// Keeps recall from waiting for a server that is away. After a failure nothing is sent for 1 s, which doubles with each further failure up to 60 s; then one
/// question is put to it, and all others still go without. Safe for many callers at once.
/// </summary>
/// <param name="server">Named in a sentence.</param>
/// <param name="deadline">What a question may take; 300 ms when null.</param>
internal sealed class QdrantHealth(Uri? server, TimeProvider time, TimeSpan? deadline = null)
{
    private static readonly TimeSpan s_firstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(60);

    private readonly TimeSpan _deadline = deadline ?? TimeSpan.FromMilliseconds(300);
    private readonly Lock _lock = new();
    private QdrantState _state = new QdrantState.Up();
    private TimeSpan _pause = s_firstPause;

    /// <summary>Counts the turns of the state, so that of ten questions that one outage takes with it only the first prolongs the pause.</summary>
    private int _turn;

    public QdrantState State
    {
        get
        {
            lock (_lock) return _state;
        }
    }

    /// <summary>Asks when it is worth it. Never throws for anything that is Qdrant's fault.</summary>
    /// <param name="ask">A call of <see cref="QdrantCollection"/>; what it throws beyond <see cref="QdrantException"/> is passed on.</param>
    /// <exception cref="OperationCanceledException">The caller gave up, which says nothing about the server.</exception>
    public async Task<QdrantAnswer<T>> AskAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken = default)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(ask);
        if (Enter(out var reason) is not { } turn) return new QdrantAnswer<T>(null, reason);
        using var late = new CancellationTokenSource(_deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            // Waits for the deadline and not for the call, should that take its time to notice.
            var answer = await ask(either.Token).WaitAsync(either.Token);
            Succeeded(turn);
            return new QdrantAnswer<T>(answer, null);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new QdrantAnswer<T>(null, Failed(turn, QdrantFailures.Timeout(server, _deadline)));
        }
        catch (QdrantException fault)
        {
            return new QdrantAnswer<T>(null, Failed(turn, fault));
        }
    }

    /// <summary>The turn in which a question may be put; null, and why, when it must not.</summary>
    private int? Enter(out string? reason)
    {
        lock (_lock)
        {
            reason = null;
            if (_state is not QdrantState.Away away) return _turn;
            var now = time.GetUtcNow();
            if (now < away.NextTry)
            {
                reason = away.Reason;
                return null;
            }
            // This one is let through; should it never come back, the next is after another pause.
            _state = away with { NextTry = now + _pause };
            return ++_turn;
        }
    }

    private void Succeeded(int turn)
    {
        lock (_lock)
        {
            if (turn != _turn || _state is QdrantState.Up) return;
            _state = new QdrantState.Up();
            _pause = s_firstPause;
            _turn++;
        }
    }

    private string Failed(int turn, QdrantException fault)
    {
        lock (_lock)
        {
            if (turn != _turn) return fault.Message;
            var now = time.GetUtcNow();
            var asked = fault.RetryAfter is { } wait && wait > _pause ? wait : _pause;
            _state = new QdrantState.Away(_state is QdrantState.Away away ? away.Since : now, fault.Message, now + (asked < s_longestPause ? asked : s_longestPause));
            _pause = _pause * 2 < s_longestPause ? _pause * 2 : s_longestPause;
            _turn++;
            return fault.Message;
        }
    }
}
