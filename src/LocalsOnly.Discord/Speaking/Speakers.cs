using System.Collections.Concurrent;
using LocalsOnly.Agents;
using LocalsOnly.Discord.Gating;
using LocalsOnly.Discord.Transport;
using Microsoft.Extensions.Logging;

namespace LocalsOnly.Discord.Speaking;

/// <summary>
/// Gives each persona its voice: its own bot; or the bot of all through a webhook under the persona's name and face, and where there can be no webhook, as in direct messages,
/// the bot itself with the persona's name before the words.
/// </summary>
internal sealed class Speakers(Bots bots, IPersonaStore personas, ChannelMap channels, DiscordOptions options, ILogger<Speakers> logger)
{
    private const string WebhookName = "LocalsOnly";

    private readonly ConcurrentDictionary<Snowflake, bool> _refused = new();

    /// <exception cref="DiscordException">The channel cannot be asked for its webhook now.</exception>
    /// <exception cref="InvalidOperationException">No bot writes for the persona.</exception>
    public async Task<Speaker> ForAsync(string persona, Snowflake channel, CancellationToken cancellationToken)
    {
        var bot = bots.For(persona) ?? throw new InvalidOperationException($"No bot writes for {persona}.");
        var name = personas.Find(persona)?.Name ?? persona;
        if (bot.Persona is not null) return new BotSpeaker(bot, channel, null);

        var where = channels.Find(channel) ?? await LookAsync(bot, channel, cancellationToken);
        if (where is not { Guild: not null }) return new BotSpeaker(bot, channel, name);
        var isThread = where.Kind == DiscordChannelKind.Thread;
        var home = isThread ? where.Parent ?? channel : channel;
        return await WebhookAsync(bot, home, cancellationToken) is { } webhook
            ? new WebhookSpeaker(bot, webhook, isThread ? channel : null, new WebhookIdentity(Safe(name), options.Avatars.GetValueOrDefault(persona)))
            : new BotSpeaker(bot, channel, name);
    }

    /// <summary>Writes with a voice, or with the next one when its webhook is gone.</summary>
    /// <exception cref="DiscordException">It was not written, or it is not known.</exception>
    public async Task<DiscordMessage> SendAsync(Speaker speaker, string persona, OutgoingMessage message, CancellationToken cancellationToken)
    {
        try
        {
            return await speaker.SendAsync(message, cancellationToken);
        }
        catch (DiscordException gone) when (gone.Failure == DiscordFailure.NotFound && speaker is WebhookSpeaker)
        {
            // Somebody has deleted the webhook; the next one is another.
            return await (await ForAsync(persona, speaker.Channel, cancellationToken)).SendAsync(message, cancellationToken);
        }
    }

    private async Task<DiscordChannel?> LookAsync(Bot bot, Snowflake channel, CancellationToken cancellationToken)
    {
        var found = await bot.Transport.ChannelAsync(channel, cancellationToken);
        if (found is not null) channels.See(found);
        return found;
    }

    private async Task<DiscordWebhook?> WebhookAsync(Bot bot, Snowflake channel, CancellationToken cancellationToken)
    {
        if (_refused.ContainsKey(channel)) return null;
        try
        {
            var webhook = await bot.Transport.WebhookAsync(channel, WebhookName, cancellationToken);
            bots.Own(webhook);
            return webhook;
        }
        catch (DiscordException refused) when (refused.Failure is DiscordFailure.Forbidden or DiscordFailure.Rejected)
        {
            _refused[channel] = true;
            logger.LogWarning("Channel {Channel}: no webhook, so the personas write there as {Bot}: {Reason}", channel, bot.Name, refused.Message);
            return null;
        }
    }

    // Discord does not take names with these words in them.
    private static string Safe(string name) => name.Replace("discord", "d1scord", StringComparison.OrdinalIgnoreCase).Replace("clyde", "c1yde", StringComparison.OrdinalIgnoreCase);
}
