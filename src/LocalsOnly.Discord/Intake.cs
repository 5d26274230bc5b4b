using LocalsOnly.Discord.Answering;
using LocalsOnly.Discord.Gating;
using LocalsOnly.Discord.Speaking;
using LocalsOnly.Discord.Storage;
using LocalsOnly.Discord.Transport;
using Microsoft.Extensions.Logging;

namespace LocalsOnly.Discord;

/// <summary>
/// Takes in what people write: a row in the inbox before anything else, or a stored reason why not. It is called by several bots that see the same message, and by looking
/// back after an absence; each message is judged once.
/// </summary>
internal sealed class Intake(
    Bots bots, Gatekeeper gatekeeper, Inbox inbox, IgnoredMessages ignored, ChannelCursors cursors, People people, ChannelQueues queues, DiscordOptions options, TimeProvider time, ILogger<Intake> logger)
{
    private const int PerPage = 100;
    private static readonly TimeSpan s_firstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestWait = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();

    // Of each channel that is looked back in: the last bot that does, and how many do.
    private readonly Dictionary<Snowflake, (Task Last, int Lookers)> _looking = [];
    private readonly List<(Bot Bot, DiscordMessage Message)> _early = [];
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>A message that was just written.</summary>
    public void Receive(Bot bot, DiscordMessage message)
    {
        lock (_gate)
        {
            if (_open.Task.IsCompleted) Take(bot, message, wasMissed: false);
            else _early.Add((bot, message));
            OpenWhenKnown();
        }
    }

    /// <summary>
    /// Begins to judge once it is known who each of our bots is: before that, a message to one that is not connected yet would be one to a stranger. What came early is
    /// judged in its order.
    /// </summary>
    /// <param name="late">Nobody is waited for any longer: a bot whose token is wrong is never known.</param>
    public void OpenWhenKnown(bool late = false)
    {
        lock (_gate)
        {
            if (_open.Task.IsCompleted || (!late && !bots.AreKnown)) return;
            _open.SetResult();
            foreach (var (bot, message) in _early) Take(bot, message, wasMissed: false);
            _early.Clear();
        }
    }

    /// <summary>Finds what was written in a channel while nobody looked, up to a bound, before anything newer is answered there.</summary>
    /// <param name="newest">The newest message in the channel as far as is known; null when that is not known.</param>
    public Task LookBackAsync(Bot bot, Snowflake channel, bool isDirect, Snowflake? newest, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (cursors.Find(channel) is not { } cursor)
            {
                // What was written before anybody was asked is nobody's question.
                if (newest is { } first) cursors.Advance(channel, bot.Name, isDirect, first);
                return Task.CompletedTask;
            }

            if (newest is { } known && known <= cursor) return Task.CompletedTask;
            // Another bot that sees the channel looks after this one, in case this one may not read it.
            queues.Hold(channel);
            var (before, lookers) = _looking.GetValueOrDefault(channel, (Task.CompletedTask, 0));
            var looking = LookAfterAsync(before, bot, channel, isDirect, newest, cancellationToken);
            _looking[channel] = (looking, lookers + 1);
            return looking;
        }
    }

    private async Task LookAfterAsync(Task before, Bot bot, Snowflake channel, bool isDirect, Snowflake? newest, CancellationToken cancellationToken)
    {
        await Task.Yield();
        await before;
        try
        {
            await _open.Task.WaitAsync(cancellationToken);
            if (cursors.Find(channel) is { } cursor && (newest is null || newest > cursor)) await LookAsync(bot, channel, isDirect, cursor, cancellationToken);
        }
        catch (DiscordException failed)
        {
            logger.LogInformation("{Bot}: what was written in {Channel} meanwhile cannot be read: {Reason}", bot.Name, channel, failed.Message);
        }
        catch (OperationCanceledException)
        {
            // The cursor stands where it stood; the next start looks from there.
        }
        catch (Exception unforeseen)
        {
            logger.LogError(unforeseen, "{Bot}: what was written in {Channel} meanwhile was not looked at, for a reason that nobody foresaw", bot.Name, channel);
        }

        lock (_gate)
        {
            var (last, lookers) = _looking[channel];
            if (lookers > 1)
            {
                _looking[channel] = (last, lookers - 1);
                return;
            }

            _looking.Remove(channel);
        }

        queues.Release(channel);
    }

    private async Task LookAsync(Bot bot, Snowflake channel, bool isDirect, Snowflake last, CancellationToken cancellationToken)
    {
        var fresh = Snowflake.FirstAt(time.GetUtcNow() - options.AnswerMissed);
        if (last < fresh)
        {
            // Of what is too old to be answered, the oldest page has its reason, and what is fresh is not kept waiting for the rest.
            foreach (var message in (await PageAsync(bot, channel, last, cancellationToken)).Where(message => message.Id < fresh)) Take(bot, message, wasMissed: true);
            last = fresh;
        }

        for (var seen = 0; ;)
        {
            var missed = await PageAsync(bot, channel, last, cancellationToken);
            foreach (var message in missed)
            {
                // What is more than is looked at is not lost without a word.
                if (seen++ < options.MostMissed) Take(bot, message, wasMissed: true);
                else ignored.Add(message.Id, channel, message.Author.Id, DiscordSentences.TooMany);
            }

            if (missed.Count > 0) last = missed[^1].Id;
            if (missed.Count < PerPage)
            {
                if (seen > 0) logger.LogInformation("{Bot}: {Count} messages of {Channel} were written meanwhile", bot.Name, seen, channel);
                break;
            }
        }

        cursors.Advance(channel, bot.Name, isDirect, last);
    }

    /// <summary>Asks until Discord answers: given up, what was missed would be passed over for good by the next message.</summary>
    private async Task<IReadOnlyList<DiscordMessage>> PageAsync(Bot bot, Snowflake channel, Snowflake after, CancellationToken cancellationToken)
    {
        for (var wait = s_firstWait; ; wait = wait * 2 < s_longestWait ? wait * 2 : s_longestWait)
        {
            try
            {
                return await bot.Transport.MessagesAfterAsync(channel, after, PerPage, cancellationToken);
            }
            catch (DiscordException away) when (away.Failure is DiscordFailure.Unavailable or DiscordFailure.RateLimited)
            {
                await Task.Delay(wait, time, cancellationToken);
            }
        }
    }

    /// <summary>A message was changed: what waits is asked in its new words, what is being asked is asked anew as long as nothing was said, and what called nobody may call somebody now.</summary>
    public void Edit(Bot bot, DiscordMessage message)
    {
        if (message.EditedAt is null) return;
        lock (_gate)
        {
            if (inbox.Find(message.Id) is { } heard)
            {
                if (gatekeeper.Judge(bot, message) is not Heard { Message: var changed } || changed.Text == heard.Text) return;
                if (inbox.Change(message.Id, changed.Text) || queues.Running(message.Id) is not { HasBegun: false } running) return;
                inbox.ChangeRunning(message.Id, changed.Text);
                running.Interrupt(Interruption.Changed);
                return;
            }

            if (!ignored.Remove(message.Id)) return;
        }

        Take(bot, message, wasMissed: false);
    }

    /// <summary>Messages were deleted: what was not answered yet is not answered.</summary>
    public void Delete(IReadOnlyList<Snowflake> messages)
    {
        foreach (var message in messages)
        {
            if (inbox.Withdraw(message))
            {
                if (inbox.Find(message) is { } withdrawn) queues.TakeBack(withdrawn);
            }
            else if (queues.Running(message) is { } running && inbox.WithdrawRunning(message)) running.Interrupt(Interruption.Deleted);
        }
    }

    private void Take(Bot bot, DiscordMessage message, bool wasMissed)
    {
        InboxMessage? heard = null;
        lock (_gate)
        {
            var isLookingBack = _looking.ContainsKey(message.Channel);
            if (!inbox.Knows(message.Id))
            {
                switch (gatekeeper.Judge(bot, message))
                {
                    case Heard verdict:
                        if (inbox.Add(verdict.Message)) heard = verdict.Message;
                        break;
                    case Ignored verdict:
                        if (ignored.Add(message.Id, message.Channel, message.Author.Id, verdict.Reason)) logger.LogDebug("{Channel}: a message of {Author} is not answered: {Reason}", message.Channel, message.Author.Id, verdict.Reason);
                        break;
                    case CodeGiven verdict:
                        ignored.Add(message.Id, message.Channel, message.Author.Id, "it was a pairing code.");
                        _ = PairAsync(bot, message, verdict.Text);
                        break;
                }
            }

            // Moved on only when nothing older can be missing.
            if (!isLookingBack && !wasMissed) cursors.Advance(message.Channel, bot.Name, message.Guild is null, message.Id);
        }

        if (heard is not null) queues.Add(heard);
    }

    private async Task PairAsync(Bot bot, DiscordMessage message, string code)
    {
        var paired = people.Pair(code, message.Author.Id, Text.Pings.PlainName(message.Author.Name));
        if (paired is not null) logger.LogInformation("{Name} ({Id}) is paired as {Standing}", paired.Name, paired.Id, paired.Owner ? "owner" : "guest");
        try
        {
            var answer = paired is null ? DiscordSentences.CodeWrong : paired.Owner ? DiscordSentences.PairedOwner : DiscordSentences.PairedGuest;
            await bot.Transport.SendAsync(message.Channel, new OutgoingMessage(answer) { RepliesTo = message.Id, Nonce = $"{message.Id}-p" });
        }
        catch (DiscordException failed)
        {
            logger.LogWarning("{Bot} could not say whether the code was good: {Reason}", bot.Name, failed.Message);
        }
    }
}
