using LocalsOnly.Discord.Speaking;
using LocalsOnly.Discord.Storage;
using LocalsOnly.Discord.Text;
using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.Gating;

/// <summary>
/// Decides of each message whether it is answered and by whom, and if not, why not. It asks in this order: is it one of ours, who wrote it, where, whom is it for.
/// </summary>
internal sealed class Gatekeeper(Bots bots, Admission admission, Addressing addressing, ChannelMap channels, BotBudget budget, Outbox outbox, DiscordOptions options, TimeProvider time)
{
    /// <param name="seenBy">The bot that was told of it.</param>
    public Verdict Judge(Bot seenBy, DiscordMessage message)
    {
        var isDirect = message.Guild is null;
        var isProgram = message.Author.IsBot || message.Webhook is not null;
        var isAllowedProgram = isProgram && options.Bots.Allow.Contains((message.Webhook ?? message.Author.Id).ToString());
        if (message.IsSystem || (bots.Wrote(message) && !isAllowedProgram)) return Passed.Over;
        if (isProgram && !isAllowedProgram) return new Ignored(DiscordSentences.IsProgram);

        var standing = isProgram ? Standing.Guest : admission.Of(message.Author.Id, message.Roles, message.Channel, isDirect);
        if (isDirect && standing != Standing.Owner && People.LooksLikeCode(message.Content)) return new CodeGiven(message.Content);
        if (standing == Standing.Stranger) return new Ignored(!admission.HasOwner ? DiscordSentences.NobodyPaired : isDirect ? DiscordSentences.NotPaired : DiscordSentences.NotAllowed);

        var place = channels.PlaceOf(message.Channel);
        var settings = options.For(place?.Id ?? message.Channel, place?.Name ?? "");
        if (settings.Off) return new Ignored(DiscordSentences.ChannelOff);
        if (time.GetUtcNow() - message.Id.At > options.AnswerMissed) return new Ignored(DiscordSentences.TooOld);
        var addressee = addressing.Of(seenBy, message);
        if (!addressee.Explicit && addressee.Elsewhere) return new Ignored(DiscordSentences.ForSomebodyElse);
        if (!addressee.Explicit && !settings.Open && !IsOurThread(message.Channel)) return new Ignored(DiscordSentences.NotAddressed);
        if (isProgram && !addressee.Explicit) return new Ignored(DiscordSentences.NotAddressed);
        // A persona that is let wake others does not wake itself.
        if (isProgram && addressee.Persona is { } itself && (outbox.PersonaOf(message.Id) ?? bots.ByUser(message.Author.Id)?.Persona) == itself) return Passed.Over;
        if (addressee.Persona is not { } persona || bots.For(persona) is not { } bot) return new Ignored(DiscordSentences.NobodyAnswers);
        if (addressee.Text.Length == 0 && message.Attachments.Count == 0) return new Ignored(message.Content.Length > 0 ? DiscordSentences.OnlyMention : DiscordSentences.NoContent);
        if (isProgram && !budget.TryTake(message.Author.Id, persona)) return new Ignored(DiscordSentences.BudgetSpent(options.Bots));

        var (memory, shared) = MemoryOf(message.Channel, isDirect, standing);
        // The conversation of a thread is new: what a persona wrote in the channel is not in it.
        var beginsThread = settings.AutoThread && channels.Find(message.Channel)?.Kind == DiscordChannelKind.Text;
        return new Heard(new InboxMessage(
            message.Id, message.Channel, message.Guild, message.Author.Id, Pings.PlainName(message.Author.Name), persona, bot.Name, addressee.Text, SessionOf(message.Channel))
        {
            Attachments = message.Attachments,
            Memory = memory,
            Shared = shared,
            Guest = standing != Standing.Owner,
            Replied = message.RepliesTo is { Content: { Length: > 0 } content } reference && (outbox.PersonaOf(reference.Message) is null || beginsThread) ? content : null,
        });
    }

    /// <summary>
    /// What may be recalled in a place. In direct messages of the owner, everything; in a channel marked private, the same, when the owner asks; anywhere else only what was
    /// said there.
    /// </summary>
    public (string? Memory, bool Shared) MemoryOf(Snowflake channel, bool isDirect, Standing standing)
    {
        if (isDirect && standing == Standing.Owner) return (null, false);
        var place = channels.PlaceOf(channel);
        var isPrivate = !isDirect && standing == Standing.Owner && options.For(place?.Id ?? channel, place?.Name ?? "").Private;
        // Not everybody who reads the channel reads its private threads.
        return ($"discord:{(channels.Find(channel) is { IsPrivateThread: true } ? channel : place?.Id ?? channel)}", !isPrivate);
    }

    /// <summary>The conversation of a channel, a thread or direct messages.</summary>
    public static string SessionOf(Snowflake channel) => $"discord/{channel}";

    // In a thread in which a persona has spoken nobody needs to call it again.
    private bool IsOurThread(Snowflake channel) => channels.Find(channel)?.Kind == DiscordChannelKind.Thread && outbox.LastPersona(channel) is not null;
}
