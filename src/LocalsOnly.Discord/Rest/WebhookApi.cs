using System.Collections.Concurrent;
using LocalsOnly.Discord.Protocol;
using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.Rest;

/// <summary>The bot's own webhooks: discord.com/developers/docs/resources/webhook.</summary>
/// <param name="application">Id of the bot's application.</param>
internal sealed class WebhookApi(RestClient rest, MessageApi messages, Func<CancellationToken, Task<Snowflake>> application) : IDisposable
{
    private const int UnknownWebhook = 10015;
    private const int InvalidToken = 50027;
    private readonly ConcurrentDictionary<Snowflake, DiscordWebhook> _known = new();
    private readonly SemaphoreSlim _finding = new(1);

    /// <summary>The one of the name if there is one, else any of the bot's own, else a new one.</summary>
    public async Task<DiscordWebhook> FindAsync(Snowflake channel, string name, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(channel, out var known)) return known;
        // One at a time, so that two who need one at once do not make two.
        await _finding.WaitAsync(cancellationToken);
        try
        {
            if (_known.TryGetValue(channel, out known)) return known;
            var own = await application(cancellationToken);
            var there = (await rest.SendAsync(new RestRequest(Routes.Webhooks(HttpMethod.Get, channel)), cancellationToken)).Read(DiscordJson.Default.WireWebhookArray)
                .Where(webhook => webhook.ApplicationId == own && webhook.Token is { Length: > 0 })
                .ToList();
            var webhook = there.Find(webhook => webhook.Name == name) ?? there.FirstOrDefault()
                ?? (await rest.SendAsync(RestRequest.Of(Routes.Webhooks(HttpMethod.Post, channel), new WireNewWebhook(name), DiscordJson.Default.WireNewWebhook), cancellationToken))
                    .Read(DiscordJson.Default.WireWebhook);
            return _known[channel] = new DiscordWebhook(
                webhook.Id,
                channel,
                webhook.Token ?? throw new DiscordException(DiscordFailure.Unavailable, "Discord made a webhook and did not say how to use it."));
        }
        finally
        {
            _finding.Release();
        }
    }

    public async Task<DiscordMessage> SendAsync(DiscordWebhook webhook, Snowflake? thread, WebhookIdentity identity, OutgoingMessage message, CancellationToken cancellationToken)
    {
        var request = RestRequest.Of(Routes.ExecuteWebhook(webhook.Id, webhook.Token, thread), message.ToDraft(identity), DiscordJson.Default.WireDraft);
        return messages.Read(await UsingAsync(webhook, rest.SendAsync(request with { Files = message.Files }, cancellationToken)));
    }

    public Task EditAsync(DiscordWebhook webhook, Snowflake? thread, Snowflake message, OutgoingMessage content, CancellationToken cancellationToken)
    {
        var route = Routes.WebhookMessage(HttpMethod.Patch, webhook.Id, webhook.Token, message.ToString(), thread);
        return UsingAsync(webhook, rest.SendAsync(RestRequest.Of(route, content.ToEdit(), DiscordJson.Default.WireDraft) with { Files = content.Files }, cancellationToken));
    }

    public Task DeleteAsync(DiscordWebhook webhook, Snowflake? thread, Snowflake message, CancellationToken cancellationToken) =>
        UsingAsync(webhook, rest.SendAsync(new RestRequest(Routes.WebhookMessage(HttpMethod.Delete, webhook.Id, webhook.Token, message.ToString(), thread)), cancellationToken)).OrGoneAsync();

    public void Dispose() => _finding.Dispose();

    /// <summary>One that is gone is not used again: discord.com/developers/docs/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans.</summary>
    private async Task<RestReply> UsingAsync(DiscordWebhook webhook, Task<RestReply> request)
    {
        try
        {
            return await request;
        }
        catch (DiscordException failed) when (failed is { Failure: DiscordFailure.NotFound, Code: UnknownWebhook or InvalidToken or null or 0 })
        {
            _known.TryRemove(new KeyValuePair<Snowflake, DiscordWebhook>(webhook.Channel, webhook));
            throw;
        }
    }
}
