using System.Collections.Concurrent;
using System.Globalization;
using LocalsOnly.Agents;
using LocalsOnly.Discord.Answering;
using LocalsOnly.Discord.Gating;
using LocalsOnly.Discord.House;
using LocalsOnly.Discord.Speaking;
using LocalsOnly.Discord.Storage;
using LocalsOnly.Discord.Text;
using LocalsOnly.Discord.Transport;
using Microsoft.Extensions.Logging;

namespace LocalsOnly.Discord.Posting;

/// <summary>
/// Writes what personas say by themselves, with the promises of an answer (docs/decisions/0016): stored before it is sent, each message once, its id as the proof. What was
/// said is then part of the conversation there.
/// </summary>
internal sealed class Posts(
    PostPlaces places, PostStore posts, Outbox outbox, Bots bots, Speakers speakers, Gatekeeper gatekeeper, IOwnWords ownWords, DiscordOptions options, ILogger<Posts> logger) : IDiscordPosts
{
    private const int PerPage = 100;

    // The clock that made the id of a post may be ahead of Discord's.
    private static readonly TimeSpan s_clocksDiffer = TimeSpan.FromMinutes(5);

    // One post at a time in a channel: two with the same words could not be told apart.
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new(StringComparer.OrdinalIgnoreCase);

    public PostReach Look(string channel, string persona)
    {
        var (reach, place) = places.Find(channel, persona);
        if (place is null) return reach;
        var (memory, shared) = gatekeeper.MemoryOf(place.Id, isDirect: false, Standing.Owner);
        return reach with { Memory = memory, Shared = shared };
    }

    public async Task<IReadOnlyList<PostedMessage>> PostAsync(PersonaPost post, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(post);
        var turn = _turns.GetOrAdd(post.Channel, _ => new SemaphoreSlim(1, 1));
        await turn.WaitAsync(cancellationToken);
        try
        {
            var stored = posts.Find(post.Key) ?? await StoreAsync(post, cancellationToken);
            if (!stored.IsComplete)
            {
                await DeliverAsync(post, stored, cancellationToken);
                posts.Close(stored.Id);
            }

            return [.. outbox.Parts(stored.Id).Select(part => new PostedMessage(stored.Guild, part.Channel, part.Message!.Value))];
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<StoredPost> StoreAsync(PersonaPost post, CancellationToken cancellationToken)
    {
        var drafts = new List<PostDraft>();
        var channels = await places.ResolveAsync(post.Channel, post.Persona, cancellationToken);
        foreach (var channel in channels)
        {
            var speaker = await speakers.ForAsync(post.Persona, channel.Id, cancellationToken);
            var (parts, file) = new ReplyText(speaker.Prefix, [], options.LongAnswer).Whole(post.Text, "");
            if (string.IsNullOrWhiteSpace(post.Text) || parts.Count == 0) throw new DiscordException(DiscordFailure.Rejected, DiscordSentences.NothingToSay);
            drafts.Add(new PostDraft(channel.Id, parts, file));
        }

        return posts.Add(new PostDetails(post.Key, post.Persona, channels[0].Guild, post.Text), drafts);
    }

    /// <summary>Each channel by itself: an owner who takes no direct messages keeps none from another.</summary>
    private async Task DeliverAsync(PersonaPost post, StoredPost stored, CancellationToken cancellationToken)
    {
        DiscordException? first = null;
        foreach (var place in outbox.Parts(stored.Id).GroupBy(part => (part.Channel, part.Persona)))
        {
            var (channel, persona) = place.Key;
            try
            {
                if (bots.For(persona) is null) throw new DiscordException(DiscordFailure.Rejected, DiscordSentences.NoBotFor(persona));
                foreach (var part in place.Where(part => !part.Delivered)) await DeliverAsync(stored, part, cancellationToken);
                var (memory, _) = gatekeeper.MemoryOf(channel, isDirect: stored.Guild is null, Standing.Owner);
                await ownWords.KeepAsync(new SpokenWords(post.Key, persona, Gatekeeper.SessionOf(channel), memory, stored.Text, post.Occasion), cancellationToken);
            }
            catch (DiscordException failed)
            {
                logger.LogWarning("{Persona} cannot write in {Channel} by itself now: {Reason}", persona, channel, failed.Message);
                first ??= failed;
            }
        }

        if (first is not null) throw first;
    }

    private async Task DeliverAsync(StoredPost post, OutboxPart part, CancellationToken cancellationToken)
    {
        var speaker = await speakers.ForAsync(part.Persona, part.Channel, cancellationToken);
        var id = part.Message ?? (part.Tried ? await FindAsync(speaker, post, part, cancellationToken) : null);
        if (id is null)
        {
            outbox.Try(post.Id, part.Part, part.Channel, part.Persona);
            var message = new OutgoingMessage(part.Text)
            {
                Nonce = string.Create(CultureInfo.InvariantCulture, $"{post.Id}-{part.Part}"),
                Files = part.File is { } file ? [new OutgoingFile(LongAnswer.FileName, file, "text/markdown")] : [],
            };
            id = (await speakers.SendAsync(speaker, part.Persona, message, cancellationToken)).Id;
        }

        outbox.SetMessage(post.Id, part.Part, id.Value);
        outbox.SetDelivered(post.Id, part.Part);
    }

    /// <summary>A message of ours whose id we never learnt: it came after the post was begun, in this voice and these words, and belongs to nothing we know of.</summary>
    private async Task<Snowflake?> FindAsync(Speaker speaker, StoredPost post, OutboxPart part, CancellationToken cancellationToken)
    {
        var words = Letters(part.Text);
        for (var after = Snowflake.FirstAt(post.Id.At - s_clocksDiffer); ;)
        {
            var page = await speaker.Bot.Transport.MessagesAfterAsync(part.Channel, after, PerPage, cancellationToken);
            if (page.FirstOrDefault(candidate => speaker.Wrote(candidate) && !outbox.Holds(candidate.Id) && Fits(candidate.Content)) is { } written) return written.Id;
            if (page.Count < PerPage) return null;
            after = page[^1].Id;
        }

        // Without its intent a bot may be shown no words at all.
        bool Fits(string content) => content.Length == 0 || Letters(content) == words;
    }

    /// <summary>Discord trims what it is given; letters and digits it leaves.</summary>
    private static string Letters(string text) => string.Concat(text.Where(char.IsLetterOrDigit));
}
