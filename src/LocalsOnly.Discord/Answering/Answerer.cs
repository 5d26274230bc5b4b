using LocalsOnly.Agents;
using LocalsOnly.Discord.Gating;
using LocalsOnly.Discord.Speaking;
using LocalsOnly.Discord.Storage;
using LocalsOnly.Discord.Text;
using LocalsOnly.Discord.Transport;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Discord.Answering;

/// <summary>
/// Answers what one person wrote in one or a few messages: runs the persona's turn, shows it while it comes, settles what is said, delivers it. A host that dies in
/// between finds out of the outbox how far it had come: what was settled is only delivered, what was not is asked anew into the same messages.
/// </summary>
internal sealed class Answerer(
    IAgentRuntime runtime, Inbox inbox, Outbox outbox, Speakers speakers, Delivery delivery, AttachmentReader attachments, AnswerThread threads,
    DiscordOptions options, IOptions<AgentsOptions> agents, TimeProvider time, ILogger<Answerer> logger)
{
    private const int MostTries = 5;

    /// <param name="asked">One person's messages to one persona in one channel, oldest first.</param>
    /// <param name="typing">Ended when the first words are shown.</param>
    /// <returns>False when the host is stopping: they wait for the next start.</returns>
    public async Task<bool> AnswerAsync(IReadOnlyList<InboxMessage> asked, RunningAnswer running, IDisposable typing)
    {
        var group = inbox.Begin(asked);
        if (group is not [var leader, ..]) return true;
        try
        {
            // What is settled is only delivered.
            var isGivenUp = leader.Tries >= MostTries && !outbox.IsSettled(leader.Id);
            if (isGivenUp) Settle(leader, DiscordSentences.GivenUp);
            else if (outbox.IsSettled(leader.Id)) logger.LogInformation("{Persona}'s answer in {Channel} is known already, and delivered", leader.Persona, leader.Channel);
            else if (leader.Wrote) Settle(leader, DiscordSentences.StoppedAfterWriting);
            else if (!await RunAsync(group, running, typing)) return !running.IsHostStopping;

            await delivery.DeliverAsync(leader, inbox.TurnOf(leader.Id), running.HostStopping);
            inbox.Close(group, isGivenUp ? InboxState.Failed : InboxState.Answered, isGivenUp ? DiscordSentences.GivenUp : null);
        }
        catch (OperationCanceledException) when (running.HostStopping.IsCancellationRequested)
        {
            inbox.PutBack(group);
            return false;
        }
        catch (DiscordException failed)
        {
            var why = DiscordSentences.Undeliverable(failed);
            logger.LogError("{Persona} cannot answer in {Channel}: {Reason}", leader.Persona, leader.Channel, why);
            inbox.Close(group, InboxState.Failed, why);
        }
        catch (Exception unforeseen) when (unforeseen is not OperationCanceledException)
        {
            logger.LogError(unforeseen, "{Persona} cannot answer in {Channel} for a reason that nobody foresaw", leader.Persona, leader.Channel);
            inbox.Close(group, InboxState.Failed, DiscordSentences.Defect);
        }

        return true;
    }

    /// <returns>Whether there is something to deliver; if not, they wait again, or were taken back.</returns>
    private async Task<bool> RunAsync(IReadOnlyList<InboxMessage> group, RunningAnswer running, IDisposable typing)
    {
        var leader = group[0];
        var known = outbox.Parts(leader.Id);
        if (known.Any(part => part.Final))
        {
            // What an earlier try had begun was taken back, and the host died before it was gone.
            await delivery.TakeBackAsync(leader, running.HostStopping);
            known = [];
        }

        var channel = known.Count > 0 ? known[0].Channel : await threads.ChannelForAsync(leader, running.HostStopping);
        var speaker = await delivery.PatientlyAsync(channel, () => speakers.ForAsync(leader.Persona, channel, running.HostStopping), running.HostStopping);
        var form = new ReplyText(speaker.Prefix, [leader.Author], options.LongAnswer);
        var (files, problems) = await attachments.ReadAsync(group, speaker.Bot.Transport, running.HostStopping);
        var (told, status) = (new TurnTold(), new StatusLine());
        await using var live = new LiveReply(speaker, leader, known, outbox, form, () =>
        {
            typing.Dispose();
            running.Begin();
        }, time, logger);
        try
        {
            await foreach (var happened in runtime.RunAsync(Request(group, channel, files), running.Token))
            {
                told.Take(happened);
                if (happened is TextDelta delta) live.Say(delta.Text);
                if (status.Take(happened)) live.Status(status.Text);
                if (happened is not ToolCalled { Writes: true }) continue;
                // Before it is done: a host that dies in between must not do it again.
                inbox.MarkWrote(group);
                running.Begin();
            }
        }
        catch (TurnRefusedException refused) when (refused.Refusal == TurnRefusal.HostStopping)
        {
            await live.EndAsync();
            running.IsHostStopping = true;
            inbox.PutBack(group);
            return false;
        }
        catch (TurnRefusedException refused)
        {
            live.Say(refused.Message);
        }
        catch (OperationCanceledException) when (running.Why is { } why && !running.HostStopping.IsCancellationRequested)
        {
            await live.EndAsync();
            if (why != Interruption.Stopped)
            {
                // What else was in the group is asked without the deleted one, and what was changed in its new words.
                if (why == Interruption.Deleted) await delivery.TakeBackAsync(leader, running.HostStopping);
                inbox.PutBack(group);
                return false;
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

        Settle(leader, channel, form, live.Text, ReplyFooter.Compose(told, problems, agents.Value.Zone(time)));
        return true;
    }

    /// <summary>A sentence of the host's takes the place of an answer.</summary>
    private void Settle(InboxMessage leader, string sentence) =>
        Settle(leader, outbox.Parts(leader.Id) is [var first, ..] ? first.Channel : leader.Channel, new ReplyText("", [leader.Author], options.LongAnswer), sentence, "");

    private void Settle(InboxMessage leader, Snowflake channel, ReplyText form, string text, string below)
    {
        var (parts, file) = form.Whole(text, below);
        outbox.Settle(leader.Id, channel, leader.Persona, parts.Count > 0 ? parts : [form.Prefix + PersonSentences.SaidNothing], file);
    }

    // In a thread that was begun for it the conversation is the thread's from its first message.
    private static TurnRequest Request(IReadOnlyList<InboxMessage> group, Snowflake channel, IReadOnlyList<TurnAttachment> files)
    {
        var leader = group[0];
        var text = string.Join("\n", group.Select(message => message.Text).Where(text => text.Length > 0));
        var isAmongSeveral = leader.Memory is not null;
        return new TurnRequest(leader.Persona, [new TurnMessage(true, text.Length > 0 ? text : "(no words, only what is attached)") { Name = isAmongSeveral ? leader.Name : null }], leader.Memory)
        {
            Session = channel == leader.Channel ? leader.Session : Gatekeeper.SessionOf(channel),
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
