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
internal sealed class ChannelQueues(Inbox inbox, Answerer answerer, Typing typing, DiscordOptions options, TimeProvider time, ILogger<ChannelQueues> logger) : IDisposable
{
    private const int MostTogether = 10;
    private const int MostTries = 5;
    private static readonly TimeSpan s_longestGathering = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();
    private readonly Dictionary<Snowflake, Worker> _workers = [];
    private readonly HashSet<Snowflake> _held = [];
    private readonly ConcurrentDictionary<Snowflake, RunningAnswer> _running = new();
    private readonly ConcurrentDictionary<Snowflake, IDisposable> _typing = new();
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>A message was heard: shows typing at once, and has it answered when its turn comes.</summary>
    public void Add(InboxMessage message)
    {
        // Of several messages in a row the first one's dots stand for all.
        if (!_stopping.IsCancellationRequested) _typing.GetOrAdd(message.Channel, channel => typing.Begin(message.Persona, channel));
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
        foreach (var shown in _typing.Values) shown.Dispose();
    }

    public void Dispose() => _stopping.Dispose();

    private async Task RunAsync(Snowflake channel, Worker worker)
    {
        while (true)
        {
            try
            {
                while (await NextAsync(channel) is { Count: > 0 } group) await AnswerAsync(channel, group);
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
                if (!worker.Again || _stopping.IsCancellationRequested)
                {
                    _workers.Remove(channel);
                    return;
                }

                worker.Again = false;
            }
        }
    }

    private async Task AnswerAsync(Snowflake channel, IReadOnlyList<InboxMessage> group)
    {
        if (group[0].Tries >= MostTries)
        {
            inbox.Close(group, InboxState.Failed, "the host died each time it was tried; ask in other words.");
            return;
        }

        using var running = new RunningAnswer(_stopping.Token);
        var shown = _typing.GetOrAdd(channel, each => typing.Begin(group[0].Persona, each));
        foreach (var message in group) _running[message.Id] = running;
        try
        {
            await answerer.AnswerAsync(group, running, shown);
        }
        finally
        {
            foreach (var message in group) _running.TryRemove(message.Id, out _);
            EndTyping(channel);
        }
    }

    /// <summary>What is answered next: the oldest message, and those right after it that belong to it; nothing when nothing waits.</summary>
    private async Task<IReadOnlyList<InboxMessage>> NextAsync(Snowflake channel)
    {
        while (true)
        {
            _stopping.Token.ThrowIfCancellationRequested();
            var waiting = inbox.Waiting(channel);
            if (waiting.Count == 0) return [];
            var first = waiting[0];
            var group = waiting.TakeWhile(message => message.Author == first.Author && message.Persona == first.Persona && message.Echo == first.Echo && message.Wrote == first.Wrote)
                .Take(first.Echo is null && options.Coalesce > TimeSpan.Zero ? MostTogether : 1)
                .ToList();
            var (now, quiet) = (time.GetUtcNow(), group[^1].Received + options.Coalesce);
            var longest = first.Received + s_longestGathering;
            var until = quiet < longest ? quiet : longest;
            // Somebody else has spoken since, or it is a command: there is nothing to wait for.
            if (first.Echo is not null || group.Count < waiting.Count || until <= now) return group;
            await Task.Delay(until - now, time, _stopping.Token);
        }
    }

    private void EndTyping(Snowflake channel)
    {
        if (_typing.TryRemove(channel, out var shown)) shown.Dispose();
    }

    private sealed class Worker
    {
        public bool Again { get; set; }

        public Task Running { get; set; } = Task.CompletedTask;
    }
}
