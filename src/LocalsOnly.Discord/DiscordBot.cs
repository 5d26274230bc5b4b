using LocalsOnly.Discord.Gateway;
using LocalsOnly.Discord.Protocol;
using LocalsOnly.Discord.Rest;
using LocalsOnly.Discord.Transport;
using Microsoft.Extensions.Logging;

namespace LocalsOnly.Discord;

/// <summary>A bot over Discord's own gateway and REST API, version 10 of both.</summary>
internal sealed class DiscordBot : IDiscordTransport
{
    private static readonly TimeSpan s_lastEvent = TimeSpan.FromSeconds(5);

    private readonly DiscordBotOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly HttpMessageInvoker _invoker;
    private readonly GatewaySession _session = new();
    private readonly GatewayVitals _vitals;
    private readonly PresenceSlot _presence;
    private readonly ChannelGuilds _guilds = new();
    private readonly RestClient _rest;
    private readonly MessageApi _messages;
    private readonly ChannelApi _channels;
    private readonly WebhookApi _webhooks;
    private readonly InteractionApi _interactions;
    private readonly CommandApi _commands;
    private readonly Downloads _downloads;
    private readonly CancellationTokenSource _disposing = new();
    private Task _running = Task.CompletedTask;
    private int _isRunning;

    /// <param name="handler">From <see cref="DiscordHandler"/>; it stays the caller's.</param>
    public DiscordBot(DiscordBotOptions options, HttpMessageHandler handler, TimeProvider time, ILogger<DiscordBot> logger)
    {
        (_options, _time, _logger) = (options, time, logger);
        _invoker = new HttpMessageInvoker(handler, disposeHandler: false);
        _vitals = new GatewayVitals(time);
        _presence = new PresenceSlot(time);
        _rest = new RestClient(options, _invoker, time, logger);
        _messages = new MessageApi(_rest, _guilds);
        _channels = new ChannelApi(_rest, _guilds);
        _webhooks = new WebhookApi(_rest, _messages, ApplicationAsync);
        _interactions = new InteractionApi(_rest, _messages);
        _commands = new CommandApi(_rest, ApplicationAsync);
        _downloads = new Downloads(options, _invoker, time);
    }

    public string Name => _options.Name;

    public ConnectionHealth Health => _vitals.Now;

    /// <summary>Ends without an exception when it is cancelled.</summary>
    public Task RunAsync(Func<DiscordEvent, ValueTask> handle, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposing.IsCancellationRequested, this);
        if (Interlocked.Exchange(ref _isRunning, 1) != 0) throw new InvalidOperationException($"The Discord bot {Name} runs already.");
        return _running = ConnectAsync(handle, cancellationToken);
    }

    public Task SetPresenceAsync(Presence presence, CancellationToken cancellationToken = default)
    {
        _presence.Set(presence);
        return Task.CompletedTask;
    }

    public Task<DiscordMessage> SendAsync(Snowflake channel, OutgoingMessage message, CancellationToken cancellationToken = default) =>
        _messages.SendAsync(channel, message, cancellationToken);

    public Task EditAsync(Snowflake channel, Snowflake message, OutgoingMessage content, CancellationToken cancellationToken = default) =>
        _messages.EditAsync(channel, message, content, cancellationToken);

    public Task DeleteAsync(Snowflake channel, Snowflake message, CancellationToken cancellationToken = default) => _messages.DeleteAsync(channel, message, cancellationToken);

    public Task TypeAsync(Snowflake channel, CancellationToken cancellationToken = default) => _messages.TypeAsync(channel, cancellationToken);

    public Task ReactAsync(Snowflake channel, Snowflake message, string emoji, bool remove = false, CancellationToken cancellationToken = default) =>
        _messages.ReactAsync(channel, message, emoji, remove, cancellationToken);

    public Task<IReadOnlyList<DiscordMessage>> MessagesAfterAsync(Snowflake channel, Snowflake after, int limit, CancellationToken cancellationToken = default) =>
        _messages.AfterAsync(channel, after, limit, cancellationToken);

    public Task<DiscordMessage?> MessageAsync(Snowflake channel, Snowflake message, CancellationToken cancellationToken = default) =>
        _messages.GetAsync(channel, message, cancellationToken);

    public Task<DiscordChannel?> ChannelAsync(Snowflake channel, CancellationToken cancellationToken = default) => _channels.GetAsync(channel, cancellationToken);

    public Task<DiscordChannel> DirectChannelAsync(Snowflake user, CancellationToken cancellationToken = default) => _channels.DirectAsync(user, cancellationToken);

    public Task<DiscordChannel> StartThreadAsync(Snowflake channel, Snowflake message, string name, CancellationToken cancellationToken = default) =>
        _channels.StartThreadAsync(channel, message, name, cancellationToken);

    public Task<byte[]> DownloadAsync(DiscordAttachment attachment, int mostBytes, CancellationToken cancellationToken = default) =>
        _downloads.ReadAsync(attachment, mostBytes, cancellationToken);

    public Task<CommandSync> SyncCommandsAsync(IReadOnlyList<CommandDefinition> commands, CancellationToken cancellationToken = default) =>
        _commands.SyncAsync(commands, cancellationToken);

    public Task<DiscordWebhook> WebhookAsync(Snowflake channel, string name, CancellationToken cancellationToken = default) => _webhooks.FindAsync(channel, name, cancellationToken);

    public Task<DiscordMessage> SendAsync(DiscordWebhook webhook, Snowflake? thread, WebhookIdentity identity, OutgoingMessage message, CancellationToken cancellationToken = default) =>
        _webhooks.SendAsync(webhook, thread, identity, message, cancellationToken);

    public Task EditAsync(DiscordWebhook webhook, Snowflake? thread, Snowflake message, OutgoingMessage content, CancellationToken cancellationToken = default) =>
        _webhooks.EditAsync(webhook, thread, message, content, cancellationToken);

    public Task DeleteAsync(DiscordWebhook webhook, Snowflake? thread, Snowflake message, CancellationToken cancellationToken = default) =>
        _webhooks.DeleteAsync(webhook, thread, message, cancellationToken);

    public Task RespondAsync(DiscordInteraction interaction, OutgoingMessage message, CancellationToken cancellationToken = default) =>
        _interactions.RespondAsync(interaction, message, cancellationToken);

    public Task DeferAsync(DiscordInteraction interaction, bool ephemeral, CancellationToken cancellationToken = default) => _interactions.DeferAsync(interaction, ephemeral, cancellationToken);

    public Task DeferUpdateAsync(DiscordInteraction interaction, CancellationToken cancellationToken = default) => _interactions.DeferUpdateAsync(interaction, cancellationToken);

    public Task UpdateAsync(DiscordInteraction interaction, OutgoingMessage message, CancellationToken cancellationToken = default) =>
        _interactions.UpdateAsync(interaction, message, cancellationToken);

    public Task OpenFormAsync(DiscordInteraction interaction, Form form, CancellationToken cancellationToken = default) => _interactions.OpenFormAsync(interaction, form, cancellationToken);

    public Task CompleteAsync(DiscordInteraction interaction, IReadOnlyList<string> choices, CancellationToken cancellationToken = default) =>
        _interactions.CompleteAsync(interaction, choices, cancellationToken);

    public Task<DiscordMessage> EditResponseAsync(DiscordInteraction interaction, OutgoingMessage message, CancellationToken cancellationToken = default) =>
        _interactions.EditAsync(interaction, message, cancellationToken);

    public Task<DiscordMessage> FollowUpAsync(DiscordInteraction interaction, OutgoingMessage message, CancellationToken cancellationToken = default) =>
        _interactions.FollowUpAsync(interaction, message, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_disposing.IsCancellationRequested) return;
        await _disposing.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _webhooks.Dispose();
        _invoker.Dispose();
    }

    private async Task ConnectAsync(Func<DiscordEvent, ValueTask> handle, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposing.Token);
        var pump = new EventPump(handle, _logger, Name);
        var pumping = pump.RunAsync(stop.Token);
        try
        {
            await new GatewayClient(_options, _invoker, AskForGatewayAsync, _session, _vitals, _presence, _guilds, _time, _logger).RunAsync(pump, stop.Token);
        }
        finally
        {
            await stop.CancelAsync();
            var isOver = pumping.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            await Task.WhenAny(isOver, Task.Delay(s_lastEvent, _time, CancellationToken.None));
            if (!isOver.IsCompleted) _logger.LogWarning("The Discord bot {Bot} is stopped while an event is still being handled.", Name);
            Volatile.Write(ref _isRunning, 0);
        }
    }

    private async Task<WireGatewayBot> AskForGatewayAsync(CancellationToken cancellationToken) =>
        (await _rest.SendAsync(new RestRequest(Routes.Gateway), cancellationToken)).Read(DiscordJson.Default.WireGatewayBot);

    private async Task<Snowflake> ApplicationAsync(CancellationToken cancellationToken) => _session.Self is not null
        ? _session.Application
        : (await _rest.SendAsync(new RestRequest(Routes.Application), cancellationToken)).Read(DiscordJson.Default.WireApplication).Id;
}
