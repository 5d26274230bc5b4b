using LocalsOnly.Agents;
using LocalsOnly.Discord.Speaking;
using LocalsOnly.Discord.Storage;
using LocalsOnly.Discord.Text;
using LocalsOnly.Discord.Transport;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Discord.Answering;

/// <summary>How an answer ended.</summary>
internal enum AnswerOutcome
{
    /// <summary>It is there, whole or as far as it was wanted.</summary>
    Delivered,

    /// <summary>It waits for another try: the host stops, or the question was changed.</summary>
    PutBack,

    /// <summary>There is none, and there is to be none.</summary>
    Dropped,
}

/// <summary>
/// Answers what one person wrote in one or a few messages: runs the persona's turn, shows it while it comes, settles what is said, delivers it. A host that dies in
/// between finds out of the outbox how far it had come: what was settled is only delivered, what was not is asked anew into the same messages.
/// </summary>
internal sealed class Answerer(
    IAgentRuntime runtime, Inbox inbox, Outbox outbox, Speakers speakers, Delivery delivery, AttachmentReader attachments, AnswerThread threads,
    DiscordOptions options, IOptions<AgentsOptions> agents, TimeProvider time, ILogger<Answerer> logger)
{
    /// <param name="group">One person's messages to one persona in one channel, oldest first.</param>
    /// <param name="typing">Ended when the first words are shown.</param>
    public async Task<AnswerOutcome> AnswerAsync(IReadOnlyList<InboxMessage> group, RunningAnswer running, IDisposable typing)
    {
        var leader = group[0];
        inbox.Begin(group);
        try
        {
            var parts = outbox.Parts(leader.Id);
            if (parts.Any(part => part.Final) && parts.All(part => part.Text.Length == 0))
            {
                // What an earlier try had begun was taken back, and the host died before it was gone.
                await delivery.DeliverAsync(leader, null, running.HostStopping);
                parts = [];
            }

            if (!parts.Any(part => part.Final))
            {
                if (leader.Wrote) Settle(leader, parts.Count > 0 ? parts[0].Channel : leader.Channel, DiscordSentences.StoppedAfterWriting, "", "");
                else if (await RunAsync(group, parts, running, typing) is { } ended) return ended;
            }

            await delivery.DeliverAsync(leader, inbox.TurnOf(leader.Id), running.HostStopping);
            inbox.Close(group, InboxState.Answered);
            return AnswerOutcome.Delivered;
        }
        catch (OperationCanceledException) when (running.HostStopping.IsCancellationRequested)
        {
            inbox.PutBack(group);
            return AnswerOutcome.PutBack;
        }
        catch (DiscordException failed)
        {
            var why = DiscordSentences.Undeliverable(failed);
            logger.LogError("{Persona} cannot answer in {Channel}: {Reason}", leader.Persona, leader.Channel, why);
            inbox.Close(group, InboxState.Failed, why);
            return AnswerOutcome.Dropped;
        }
    }

    /// <returns>Null when there is something to deliver.</returns>
    private async Task<AnswerOutcome?> RunAsync(IReadOnlyList<InboxMessage> group, IReadOnlyList<OutboxPart> known, RunningAnswer running, IDisposable typing)
    {
        var leader = group[0];
        var channel = known.Count > 0 ? known[0].Channel : await threads.ChannelForAsync(leader, running.HostStopping);
        var speaker = await speakers.ForAsync(leader.Persona, channel, running.HostStopping);
        var form = new ReplyText(speaker.Prefix, [leader.Author], options.LongAnswer);
        var (files, problems) = await attachments.ReadAsync(group, speaker.Bot.Transport, running.HostStopping);
        var request = Request(group, files);
        var (told, status) = (new TurnTold(), new StatusLine());
        await using var live = new LiveReply(speaker, leader, known, outbox, form, () =>
        {
            typing.Dispose();
            running.Begin();
        }, time, logger);
        try
        {
            await foreach (var happened in runtime.RunAsync(request, running.Token))
            {
                told.Take(happened);
                if (happened is TextDelta delta) live.Say(delta.Text);
                if (status.Take(happened)) live.Status(status.Text);
                if (happened is ToolUsed { Wrote: true }) inbox.MarkWrote(group);
            }
        }
        catch (TurnRefusedException refused) when (refused.Refusal == TurnRefusal.HostStopping)
        {
            await live.EndAsync();
            inbox.PutBack(group);
            return AnswerOutcome.PutBack;
        }
        catch (TurnRefusedException refused)
        {
            live.Say(refused.Message);
        }
        catch (OperationCanceledException) when (running.Token.IsCancellationRequested && !running.HostStopping.IsCancellationRequested)
        {
            await live.EndAsync();
            switch (running.Why)
            {
                case Interruption.Changed:
                    inbox.PutBack(group);
                    return AnswerOutcome.PutBack;
                case Interruption.Deleted:
                    // With no text to any message, the delivery takes away what the draft has left. What else was in the group is asked without the deleted one.
                    outbox.Settle(leader.Id, channel, leader.Persona, [], null);
                    await delivery.DeliverAsync(leader, null, running.HostStopping);
                    inbox.PutBack(group);
                    return AnswerOutcome.PutBack;
            }

            problems = [.. problems, DiscordSentences.StoppedByPerson];
        }
        catch (Exception unforeseen) when (unforeseen is not OperationCanceledException)
        {
            logger.LogError(unforeseen, "{Persona} failed in {Channel} for a reason that nobody foresaw", leader.Persona, channel);
            live.Say(live.Text.Length == 0 ? DiscordSentences.Defect : $"\n\n{DiscordSentences.Defect}");
        }

        await live.EndAsync();
        if (told.Interruption is { } sentence) live.Say($"\n\n{sentence}");
        if (told.Completed is { Turn.Length: > 0 } completed)
        {
            outbox.Quote(completed.Turn, completed.Sources.Where(source => source.Cited).Select(source => new QuotedSource(source.Number, source.Passage.MessageKey, leader.Persona, leader.Memory, leader.Shared)));
            inbox.SetTurn(group, completed.Turn);
        }

        Settle(leader, channel, live.Text, ReplyFooter.Compose(told, problems, agents.Value.Zone(time)), speaker.Prefix);
        return null;
    }

    private void Settle(InboxMessage leader, Snowflake channel, string text, string below, string prefix)
    {
        var (parts, file) = new ReplyText(prefix, [leader.Author], options.LongAnswer).Whole(text, below);
        outbox.Settle(leader.Id, channel, leader.Persona, parts.Count > 0 ? parts : [prefix + PersonSentences.SaidNothing], file);
    }

    private static TurnRequest Request(IReadOnlyList<InboxMessage> group, IReadOnlyList<TurnAttachment> files)
    {
        var leader = group[0];
        var text = string.Join("\n", group.Select(message => message.Text).Where(text => text.Length > 0));
        var isAmongSeveral = leader.Memory is not null;
        return new TurnRequest(leader.Persona, [new TurnMessage(true, text.Length > 0 ? text : "(no words, only what is attached)") { Name = isAmongSeveral ? leader.Name : null }], leader.Memory)
        {
            Session = leader.Session,
            Shared = leader.Shared,
            Guest = leader.Guest,
            Attachments = files,
        };
    }
}

/// <summary>What was heard of a turn, for what stands under the answer.</summary>
internal sealed class TurnTold
{
    public RouteChosen? Route { get; private set; }

    public TurnCompleted? Completed { get; private set; }

    /// <summary>Why it broke off; null when it did not.</summary>
    public string? Interruption { get; private set; }

    public void Take(TurnEvent happened)
    {
        if (happened is RouteChosen route) Route = route;
        else if (happened is TurnCompleted completed) Completed = completed;
        else if (happened is TurnInterrupted interrupted) Interruption = interrupted.Sentence;
    }
}
