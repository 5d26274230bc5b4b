using System.Text;
using LocalsOnly.Discord.Speaking;
using LocalsOnly.Discord.Storage;
using LocalsOnly.Discord.Transport;
using Microsoft.Extensions.Logging;

namespace LocalsOnly.Discord.Answering;

/// <summary>
/// A reply while it is written: a status line at first if it takes long, then the words, by edits at most once a second. What Discord refuses meanwhile is left to the
/// delivery of the whole.
/// </summary>
internal sealed class LiveReply : IAsyncDisposable
{
    private static readonly TimeSpan s_betweenEdits = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_beforeStatus = TimeSpan.FromSeconds(2);

    // An answer that is whole by then is written once and never edited.
    private static readonly TimeSpan s_beforeWords = TimeSpan.FromMilliseconds(300);

    private readonly Speaker _speaker;
    private readonly InboxMessage _message;
    private readonly Outbox _outbox;
    private readonly ReplyText _form;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly StringBuilder _text = new();
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _changed = new(0, 1);
    private readonly CancellationTokenSource _whole = new();
    private readonly List<string> _shown = [];
    private readonly List<Snowflake?> _messages;
    private readonly Action _begun;
    private readonly Task _showing;
    private string? _status;
    private bool _uncertain;

    /// <param name="known">Messages of a draft that an earlier try has left.</param>
    /// <param name="begun">Called once, when the first words are shown.</param>
    public LiveReply(Speaker speaker, InboxMessage message, IReadOnlyList<OutboxPart> known, Outbox outbox, ReplyText form, Action begun, TimeProvider time, ILogger logger)
    {
        (_speaker, _message, _outbox, _form, _begun, _time, _logger) = (speaker, message, outbox, form, begun, time, logger);
        _messages = [.. known.Select(part => part.Message)];
        _shown.AddRange(known.Select(_ => ""));
        _uncertain = known.Any(part => part is { Tried: true, Message: null });
        _showing = ShowAsync();
    }

    /// <summary>All that was said so far.</summary>
    public string Text
    {
        get
        {
            lock (_gate) return _text.ToString();
        }
    }

    public void Say(string delta)
    {
        lock (_gate) _text.Append(delta);
        Signal();
    }

    /// <summary>What is going on while nothing has been said; null for nothing worth a line.</summary>
    public void Status(string? line)
    {
        lock (_gate)
        {
            if (line is null || line == _status || _text.Length > 0) return;
            _status = line;
        }

        Signal();
    }

    /// <summary>Ends the drafting; an edit under way is waited for, so that none comes after the last words.</summary>
    public async Task EndAsync()
    {
        await _whole.CancelAsync();
        await _showing;
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _whole.Dispose();
        _changed.Dispose();
    }

    private void Signal()
    {
        lock (_gate)
            if (_changed.CurrentCount == 0) _changed.Release();
    }

    private async Task ShowAsync()
    {
        var since = _time.GetTimestamp();
        try
        {
            while (true)
            {
                await _changed.WaitAsync(_whole.Token);
                if (Text.Length == 0 && _time.GetElapsedTime(since) is var passed && passed < s_beforeStatus)
                {
                    // Most replies begin before a status line would be worth the look.
                    await WaitAsync(s_beforeStatus - passed);
                }

                if (_shown.Count == 0 && Text.Length > 0) await Task.Delay(s_beforeWords, _time, _whole.Token);
                if (!await ShowOnceAsync()) continue;
                await Task.Delay(s_betweenEdits, _time, _whole.Token);
            }
        }
        catch (OperationCanceledException) when (_whole.IsCancellationRequested)
        {
        }
        catch (Exception unforeseen)
        {
            _logger.LogError(unforeseen, "A draft is not shown, for a reason that nobody foresaw; the whole answer will be");
        }
    }

    // A first word ends the wait.
    private async Task WaitAsync(TimeSpan longest)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(_whole.Token);
        var waited = Task.Delay(longest, _time, enough.Token);
        while (Text.Length == 0)
        {
            var changed = _changed.WaitAsync(enough.Token);
            if (await Task.WhenAny(waited, changed) == waited) break;
        }

        await enough.CancelAsync();
        _whole.Token.ThrowIfCancellationRequested();
    }

    /// <returns>Whether Discord was told anything.</returns>
    private async Task<bool> ShowOnceAsync()
    {
        var (text, status) = Now();
        var parts = text.Length > 0 ? _form.Draft(text) : status is null ? [] : [status];
        var told = false;
        for (var part = 0; part < parts.Count; part++)
        {
            if (part < _shown.Count && _shown[part] == parts[part]) continue;
            if (text.Length > 0) _begun();
            told = true;
            if (!await TellAsync(part, parts[part], part == parts.Count - 1)) break;
        }

        return told;
    }

    private async Task<bool> TellAsync(int part, string text, bool isLast)
    {
        try
        {
            // Written out, not cancelled in the middle: a message whose id nobody learnt would stay behind.
            if (part < _messages.Count && _messages[part] is { } message)
            {
                await _speaker.EditAsync(message, Delivery.Outgoing(_message, part, text, isLast ? Stop() : []), CancellationToken.None);
            }
            else if (_uncertain) return false;
            else
            {
                _outbox.Try(_message.Id, part, _speaker.Channel, _message.Persona);
                var sent = await _speaker.SendAsync(Delivery.Outgoing(_message, part, text, Stop()), CancellationToken.None);
                _outbox.SetMessage(_message.Id, part, sent.Id);
                while (_messages.Count <= part) _messages.Add(null);
                _messages[part] = sent.Id;
            }

            while (_shown.Count <= part) _shown.Add("");
            _shown[part] = text;
            return true;
        }
        catch (DiscordException failed)
        {
            // It may be there all the same; the delivery of the whole looks before it writes another.
            _uncertain |= failed.Failure == DiscordFailure.Unavailable;
            _logger.LogDebug("A draft is not shown in {Channel}: {Reason}", _speaker.Channel, failed.Message);
            return false;
        }
    }

    private (string Text, string? Status) Now()
    {
        lock (_gate) return (_text.ToString(), _status);
    }

    private IReadOnlyList<ComponentRow> Stop() => [new ComponentRow(new Button($"stop:{_message.Id}", "Stop"))];
}
