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
    private readonly HashSet<Snowflake> _lookingBack = [];
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
    public async Task LookBackAsync(Bot bot, Snowflake channel, bool isDirect, Snowflake? newest, CancellationToken cancellationToken)
    {
        Snowflake last;
        lock (_gate)
        {
            if (cursors.Find(channel) is not { } cursor)
            {
                // What was written before anybody was asked is nobody's question.
                if (newest is { } first) cursors.Advance(channel, bot.Name, isDirect, first);
                return;
            }

            if (newest is { } known && known <= cursor) return;
            if (!_lookingBack.Add(channel)) return;
            last = cursor;
        }

        queues.Hold(channel);
        try
        {
            await _open.Task.WaitAsync(cancellationToken);
            await LookAsync(bot, channel, isDirect, last, cancellationToken);
        }
        catch (DiscordException failed)
        {
            logger.LogInformation("{Bot}: what was written in {Channel} meanwhile cannot be read: {Reason}", bot.Name, channel, failed.Message);
        }
        catch (OperationCanceledException)
        {
            // The cursor stands where it stood; the next start looks from there.
        }
        finally
        {
            lock (_gate) _lookingBack.Remove(channel);
            queues.Release(channel);
        }
    }

    private async Task LookAsync(Bot bot, Snowflake channel, bool isDirect, Snowflake last, CancellationToken cancellationToken)
    {
        var (seen, wait) = (0, s_firstWait);
        while (true)
        {
            try
            {
                var missed = await bot.Transport.MessagesAfterAsync(channel, last, PerPage, cancellationToken);
                foreach (var message in missed)
                {
                    // What is more than is looked at is not lost without a word.
                    if (seen++ < options.MostMissed) Take(bot, message, wasMissed: true);
                    else ignored.Add(message.Id, channel, message.Author.Id, DiscordSentences.TooMany);
                }

                if (missed.Count > 0) last = missed[^1].Id;
                if (missed.Count < PerPage) break;
            }
            catch (DiscordException away) when (away.Failure is DiscordFailure.Unavailable or DiscordFailure.RateLimited)
            {
                // Given up, what was missed would be passed over for good by the next message.
                await Task.Delay(wait, time, cancellationToken);
                wait = wait * 2 < s_longestWait ? wait * 2 : s_longestWait;
            }
        }

        cursors.Advance(channel, bot.Name, isDirect, last);
        if (seen > 0) logger.LogInformation("{Bot}: {Count} messages of {Channel} were written meanwhile", bot.Name, seen, channel);
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
            if (!inbox.Withdraw(message) && queues.Running(message) is { } running && inbox.WithdrawRunning(message)) running.Interrupt(Interruption.Deleted);
        }
    }

    private void Take(Bot bot, DiscordMessage message, bool wasMissed)
    {
        InboxMessage? heard = null;
        lock (_gate)
        {
            var isLookingBack = _lookingBack.Contains(message.Channel);
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
