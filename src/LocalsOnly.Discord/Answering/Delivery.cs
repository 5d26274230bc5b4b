using System.Globalization;
using LocalsOnly.Discord.Speaking;
using LocalsOnly.Discord.Storage;
using LocalsOnly.Discord.Transport;
using Microsoft.Extensions.Logging;

namespace LocalsOnly.Discord.Answering;

/// <summary>
/// Delivers an answer that is known to its last word: every message of it once, in order, each with its id as proof. Where it is not known whether a message was
/// written, it is looked for before it is written again.
/// </summary>
internal sealed class Delivery(Outbox outbox, Speakers speakers, Bots bots, ApprovalButtons approvals, TimeProvider time, ILogger<Delivery> logger)
{
    private const int HistoryLimit = 100;
    private const int MostButtons = 5;
    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_giveUp = TimeSpan.FromHours(1);

    /// <summary>A message of an answer as it is sent.</summary>
    public static OutgoingMessage Outgoing(InboxMessage message, int part, string text, IReadOnlyList<ComponentRow>? components) => new(text)
    {
        RepliesTo = part == 0 ? message.RepliesTo : null,
        Nonce = string.Create(CultureInfo.InvariantCulture, $"{message.Id}-{part}"),
        MayPing = [message.Author],
        Components = components,
    };

    /// <exception cref="DiscordException">It can never be delivered, or could not for an hour.</exception>
    public Task DeliverAsync(InboxMessage message, string? turn, CancellationToken cancellationToken) => PatientlyAsync(message.Channel, async () =>
    {
        await TryAsync(message, turn, cancellationToken);
        return true;
    }, cancellationToken);

    /// <summary>Takes away what a draft has left, for an answer that is not to be.</summary>
    /// <exception cref="DiscordException">As above.</exception>
    public Task TakeBackAsync(InboxMessage message, CancellationToken cancellationToken)
    {
        outbox.Empty(message.Id);
        return DeliverAsync(message, null, cancellationToken);
    }

    /// <summary>Asks Discord until it answers: what is only away for a while loses nobody's message.</summary>
    /// <exception cref="DiscordException">It refuses, or was away for an hour.</exception>
    public async Task<T> PatientlyAsync<T>(Snowflake channel, Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        var (began, wait) = (time.GetTimestamp(), s_first);
        while (true)
        {
            try
            {
                return await ask();
            }
            catch (DiscordException failed) when (failed.Failure is DiscordFailure.Unavailable or DiscordFailure.RateLimited && time.GetElapsedTime(began) < s_giveUp)
            {
                logger.LogWarning("An answer in {Channel} waits {Seconds:0} s for Discord: {Reason}", channel, wait.TotalSeconds, failed.Message);
                await Task.Delay(wait, time, cancellationToken);
                wait = wait * 2 < s_longest ? wait * 2 : s_longest;
            }
        }
    }

    private async Task TryAsync(InboxMessage message, string? turn, CancellationToken cancellationToken)
    {
        var parts = outbox.Parts(message.Id);
        var last = parts.LastOrDefault(part => part.Text.Length > 0)?.Part;
        var after = message.RepliesTo;
        foreach (var part in parts)
        {
            var speaker = await speakers.ForAsync(part.Persona, part.Channel, cancellationToken);
            if (part.Text.Length == 0)
            {
                if ((part.Message ?? await FindAsync(speaker, message, part, after, cancellationToken)) is { } extra) await speaker.DeleteAsync(extra, cancellationToken);
                outbox.Remove(message.Id, part.Part);
                continue;
            }

            if (!part.Delivered) after = await DeliverAsync(speaker, message, part, after, part.Part == last ? Buttons(message, turn) : [], cancellationToken);
            else after = part.Message!.Value;
        }
    }

    private async Task<Snowflake> DeliverAsync(Speaker speaker, InboxMessage message, OutboxPart part, Snowflake after, IReadOnlyList<ComponentRow> components, CancellationToken cancellationToken)
    {
        var outgoing = Outgoing(message, part.Part, part.Text, components) with { Files = part.File is { } file ? [new OutgoingFile(Text.LongAnswer.FileName, file, "text/markdown")] : [] };
        var id = part.Message ?? await FindAsync(speaker, message, part, after, cancellationToken);
        if (id is { } written)
        {
            outbox.SetMessage(message.Id, part.Part, written);
            if (await EditAsync(speaker, written, outgoing, cancellationToken))
            {
                outbox.SetDelivered(message.Id, part.Part);
                return written;
            }
        }

        outbox.Try(message.Id, part.Part, part.Channel, part.Persona);
        var sent = await speakers.SendAsync(speaker, part.Persona, outgoing, cancellationToken);
        outbox.SetMessage(message.Id, part.Part, sent.Id);
        outbox.SetDelivered(message.Id, part.Part);
        return sent.Id;
    }

    /// <returns>False when somebody has deleted it.</returns>
    private static async Task<bool> EditAsync(Speaker speaker, Snowflake written, OutgoingMessage outgoing, CancellationToken cancellationToken)
    {
        try
        {
            await speaker.EditAsync(written, outgoing, cancellationToken);
            return true;
        }
        catch (DiscordException gone) when (gone.Failure == DiscordFailure.NotFound)
        {
            return false;
        }
    }

    /// <summary>A message of ours whose id we never learnt: it came after the question, in this voice, and belongs to nothing we know of.</summary>
    private async Task<Snowflake?> FindAsync(Speaker speaker, InboxMessage message, OutboxPart part, Snowflake after, CancellationToken cancellationToken)
    {
        if (!part.Tried) return null;
        var written = await speaker.Bot.Transport.MessagesAfterAsync(part.Channel, after, HistoryLimit, cancellationToken);
        return written.FirstOrDefault(candidate => bots.Wrote(candidate) && speaker.Wrote(candidate) && !outbox.Holds(candidate.Id) && Fits(candidate))?.Id;

        // A reply names its question, which no webhook can.
        bool Fits(DiscordMessage candidate) => part.Part > 0 || speaker is WebhookSpeaker || candidate.RepliesTo?.Message == message.RepliesTo;
    }

    private List<ComponentRow> Buttons(InboxMessage message, string? turn)
    {
        var rows = new List<ComponentRow>(2);
        if (turn is not null && outbox.Numbers(turn) is { Count: > 0 } numbers)
            rows.Add(new ComponentRow([.. numbers.Take(MostButtons).Select(number => (Component)new Button($"source:{turn}:{number}", $"Source {number}"))]));
        if (approvals.For(message) is { } plans) rows.Add(plans);
        return rows;
    }
}
