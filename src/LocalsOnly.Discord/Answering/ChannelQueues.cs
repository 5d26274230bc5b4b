using System.Collections.Concurrent;
using LocalsOnly.Discord.Speaking;
using LocalsOnly.Discord.Storage;
using LocalsOnly.Discord.Transport;
using Microsoft.Extensions.Logging;

namespace LocalsOnly.Discord.Answering;

/// <summary>
/// One answer at a time in a channel, in the order in which the messages were written; channels do not wait for each other. Several quick messages of one person to one
/// persona get one answer.
/// </summary>
internal sealed class ChannelQueues(Inbox inbox, Outbox outbox, Answerer answerer, Delivery delivery, Typing typing, DiscordOptions options, TimeProvider time, ILogger<ChannelQueues> logger) : IDisposable
{
    private const int MostTogether = 10;
    private static readonly TimeSpan s_longestGathering = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();
    private readonly Dictionary<Snowflake, Worker> _workers = [];
    private readonly HashSet<Snowflake> _held = [];
    private readonly ConcurrentDictionary<Snowflake, RunningAnswer> _running = new();
    private readonly Dictionary<Snowflake, IDisposable> _typing = [];
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>A message was heard: shows typing at once, and has it answered when its turn comes.</summary>
    public void Add(InboxMessage message)
    {
        // Of several messages in a row the first one's dots stand for all.
        ShowTyping(message.Channel, message.Persona);
        Wake(message.Channel);
    }

    /// <summary>Something waits in a channel.</summary>
    public void Wake(Snowflake channel)
    {
        lock (_gate)
        {
            if (_stopping.IsCancellationRequested || _held.Contains(channel)) return;
            if (_workers.TryGetValue(channel, out var worker)) worker.Again = true;
            else
            {
                worker = _workers[channel] = new Worker();
                worker.Running = Task.Run(() => RunAsync(channel, worker));
            }
        }
    }

    /// <summary>Nothing is answered in a channel until what was missed there has been found: the older message comes first.</summary>
    public void Hold(Snowflake channel)
    {
        lock (_gate) _held.Add(channel);
    }

    public void Release(Snowflake channel)
    {
        lock (_gate) _held.Remove(channel);
        Wake(channel);
    }

    /// <summary>The answer under way to a message; null when there is none.</summary>
    public RunningAnswer? Running(Snowflake message) => _running.GetValueOrDefault(message);

    /// <summary>A message was taken back before it was answered: takes away what an earlier try has left of an answer.</summary>
    public void TakeBack(InboxMessage message)
    {
        if (outbox.Parts(message.Id).Count > 0) _ = TakeBackAsync(message);
    }

    /// <summary>Begins no answer any more and ends those under way; they wait for the next start.</summary>
    public async Task StopAsync()
    {
        Task[] running;
        lock (_gate)
        {
            _stopping.Cancel();
            running = [.. _workers.Values.Select(worker => worker.Running)];
        }

        await Task.WhenAll(running);
        lock (_gate)
            foreach (var shown in _typing.Values) shown.Dispose();
    }

    public void Dispose() => _stopping.Dispose();

    private async Task RunAsync(Snowflake channel, Worker worker)
    {
        while (true)
        {
            var goesOn = true;
            try
            {
                while (goesOn && await NextAsync(channel) is { Count: > 0 } group) goesOn = await AnswerAsync(channel, group);
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
            }
            catch (Exception unforeseen)
            {
                logger.LogError(unforeseen, "The queue of channel {Channel} failed for a reason that nobody foresaw; what waits there is tried again with the next message", channel);
            }

            EndTyping(channel);
            lock (_gate)
            {
                if (!goesOn || !worker.Again || _stopping.IsCancellationRequested)
                {
                    _workers.Remove(channel);
                    return;
                }

                worker.Again = false;
            }
        }
    }

    /// <returns>False when nothing is answered any more until the next start.</returns>
    private async Task<bool> AnswerAsync(Snowflake channel, IReadOnlyList<InboxMessage> group)
    {
        using var running = new RunningAnswer(_stopping.Token);
        var shown = ShowTyping(channel, group[0].Persona);
        foreach (var message in group) _running[message.Id] = running;
        try
        {
            return await answerer.AnswerAsync(group, running, shown);
        }
        finally
        {
            foreach (var message in group) _running.TryRemove(message.Id, out _);
            EndTyping(channel);
        }
    }

    private async Task TakeBackAsync(InboxMessage message)
    {
        try
        {
            await delivery.TakeBackAsync(message, _stopping.Token);
        }
        catch (OperationCanceledException)
        {
            // It is looked for again at the next start.
        }
        catch (DiscordException failed)
        {
            logger.LogWarning("A draft stays behind in {Channel}: {Reason}", message.Channel, failed.Message);
        }
    }

    /// <summary>What is answered next: the oldest message, and those right after it that belong to it; nothing when nothing waits.</summary>
    private async Task<IReadOnlyList<InboxMessage>> NextAsync(Snowflake channel)
    {
        while (true)
        {
            _stopping.Token.ThrowIfCancellationRequested();
            lock (_gate)
                if (_held.Contains(channel)) return [];
            var waiting = inbox.Waiting(channel);
            if (waiting.Count == 0) return [];
            var first = waiting[0];
            // What is settled already answers those for whom it was begun, and nobody else.
            if (outbox.IsSettled(first.Id)) return [.. waiting.Where(message => message.Id == first.Id || message.Leader == first.Id)];

            var group = Together(waiting);
            var (now, quiet) = (time.GetUtcNow(), group[^1].Received + options.Coalesce);
            var longest = first.Received + s_longestGathering;
            var until = quiet < longest ? quiet : longest;
            // Somebody else has spoken since, or it is a command: there is nothing to wait for.
            if (first.Echo is not null || group.Count < waiting.Count || until <= now) return group;
            await Task.Delay(until - now, time, _stopping.Token);
        }
    }

    /// <summary>The oldest message, with what the same person wrote to the same persona right after it.</summary>
    private List<InboxMessage> Together(IReadOnlyList<InboxMessage> waiting)
    {
        var group = new List<InboxMessage> { waiting[0] };
        if (options.Coalesce == TimeSpan.Zero || waiting[0].Echo is not null) return group;
        foreach (var message in waiting.Skip(1).TakeWhile(_ => group.Count < MostTogether))
        {
            var last = group[^1];
            if (message.Author != last.Author || message.Persona != last.Persona || message.Echo is not null || message.Wrote != last.Wrote || message.Id.At - last.Id.At > s_longestGathering) break;
            group.Add(message);
        }

        return group;
    }

    private IDisposable ShowTyping(Snowflake channel, string persona)
    {
        lock (_gate)
        {
            if (_typing.TryGetValue(channel, out var shown)) return shown;
            return _typing[channel] = typing.Begin(persona, channel);
        }
    }

    private void EndTyping(Snowflake channel)
    {
        lock (_gate)
            if (_typing.Remove(channel, out var shown)) shown.Dispose();
    }

    private sealed class Worker
    {
        public bool Again { get; set; }

        public Task Running { get; set; } = Task.CompletedTask;
    }
}
