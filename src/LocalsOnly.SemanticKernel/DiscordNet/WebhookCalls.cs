using System.Collections.Concurrent;
using System.Text;
using Discord.Rest;
using Discord.Webhook;
using LocalsOnly.Discord.Protocol;
using LocalsOnly.Discord.Rest;
using LocalsOnly.Discord.Transport;

namespace LocalsOnly.SemanticKernel.DiscordNet;

/// <summary>The bot's own webhooks. Each has a client of its own in the library, with its own token.</summary>
internal sealed class WebhookCalls(Library library, LibraryNetwork network, MessageCalls messages) : IDisposable
{
    private const int UnknownWebhook = 10015;
    private const int InvalidToken = 50027;
    private readonly ConcurrentDictionary<Snowflake, DiscordWebhook> _known = new();
    private readonly ConcurrentDictionary<Snowflake, DiscordWebhookClient> _clients = new();
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
            var (own, place) = (library.Application(), await library.Handles.ChannelAsync(channel));
            var there = (await library.SendAsync(new RestRequest(Routes.Webhooks(HttpMethod.Get, channel)), place.GetWebhooksAsync, cancellationToken))
                .Read(DiscordJson.Default.WireWebhookArray)
                .Where(webhook => webhook.ApplicationId == own && webhook.Token is { Length: > 0 })
                .ToList();
            var webhook = there.Find(webhook => webhook.Name == name) ?? there.FirstOrDefault() ?? await CreateAsync(channel, place, name, cancellationToken);
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
        var client = await ClientAsync(webhook);
        var request = RestRequest.Of(Routes.ExecuteWebhook(webhook.Id, webhook.Token, thread), message.ToDraft(identity), DiscordJson.Default.WireDraft) with { Files = message.Files };
        return messages.Read(await UsingAsync(
            webhook,
            library.SendAsync(request, options => client.SendMessageAsync(MessageCalls.Words, options: options, threadId: thread?.Value), cancellationToken)));
    }

    public async Task EditAsync(DiscordWebhook webhook, Snowflake? thread, Snowflake message, OutgoingMessage content, CancellationToken cancellationToken)
    {
        var client = await ClientAsync(webhook);
        var route = Routes.WebhookMessage(HttpMethod.Patch, webhook.Id, webhook.Token, message.ToString(), thread);
        var request = RestRequest.Of(route, content.ToEdit(), DiscordJson.Default.WireDraft) with { Files = content.Files };
        await UsingAsync(
            webhook,
            library.SendAsync(request, options => client.ModifyMessageAsync(message.Value, change => change.Content = MessageCalls.Words, options, thread?.Value), cancellationToken));
    }

    public async Task DeleteAsync(DiscordWebhook webhook, Snowflake? thread, Snowflake message, CancellationToken cancellationToken)
    {
        var client = await ClientAsync(webhook);
        var request = new RestRequest(Routes.WebhookMessage(HttpMethod.Delete, webhook.Id, webhook.Token, message.ToString(), thread));
        await UsingAsync(webhook, library.SendAsync(request, options => client.DeleteMessageAsync(message.Value, options, thread?.Value), cancellationToken)).OrGoneAsync();
    }

    public void Dispose()
    {
        foreach (var client in _clients.Values) client.Dispose();
        _finding.Dispose();
    }

    private async Task<WireWebhook> CreateAsync(Snowflake channel, RestTextChannel place, string name, CancellationToken cancellationToken)
    {
        var request = RestRequest.Of(Routes.Webhooks(HttpMethod.Post, channel), new WireNewWebhook(name), DiscordJson.Default.WireNewWebhook);
        return (await library.SendAsync(request, options => place.CreateWebhookAsync(name, options: options), cancellationToken)).Read(DiscordJson.Default.WireWebhook);
    }

    /// <summary>
    /// A new client of the library asks for its webhook and blocks until it is there, so that it is answered with what is known. The constructor that takes a webhook is of no
    /// use: it never logs in (3.16.0).
    /// </summary>
    private async Task<DiscordWebhookClient> ClientAsync(DiscordWebhook webhook)
    {
        if (_clients.TryGetValue(webhook.Id, out var known)) return known;
        var made = await library.MakeAsync(
            new Route(HttpMethod.Get, "webhooks/{webhook}/{token}", "", $"webhooks/{webhook.Id}/{webhook.Token}", "use its webhook") { AsBot = false },
            Encoding.UTF8.GetBytes($$"""{"id":"{{webhook.Id}}","type":1,"channel_id":"{{webhook.Channel}}","token":"{{webhook.Token}}","name":""}"""),
            _ => Task.FromResult<DiscordWebhookClient?>(new DiscordWebhookClient(webhook.Id.Value, webhook.Token, new DiscordRestConfig { RestClientProvider = _ => network.Client(), UseSystemClock = false })));
        var kept = _clients.GetOrAdd(webhook.Id, made);
        if (kept != made) made.Dispose();
        return kept;
    }

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
            if (_clients.TryRemove(webhook.Id, out var client)) client.Dispose();
            throw;
        }
    }
}
