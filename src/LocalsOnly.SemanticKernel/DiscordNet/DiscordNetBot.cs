using LocalsOnly.Discord;
using LocalsOnly.Discord.Gateway;
using LocalsOnly.Discord.Rest;
using LocalsOnly.Discord.Transport;
using Microsoft.Extensions.Logging;

namespace LocalsOnly.SemanticKernel.DiscordNet;

/// <summary>A bot over Discord.Net: its client keeps the session with the gateway and queues the requests, within the house's rules for where anything may go and what may be sent twice.</summary>
internal sealed class DiscordNetBot : IDiscordTransport
{
    private static readonly TimeSpan s_lastEvent = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(5);

    private readonly DiscordBotOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly HttpMessageInvoker _invoker;
    private readonly GatewaySession _session = new();
    private readonly GatewayVitals _vitals;
    private readonly PresenceSender _presence;
    private readonly LibraryNetwork _network;
    private readonly Library _library;
    private readonly MessageCalls _messages;
    private readonly WebhookCalls _webhooks;
    private readonly InteractionCalls _interactions;
    private readonly CommandCalls _commands;
    private readonly Downloads _downloads;
    private readonly CancellationTokenSource _disposing = new();
    private Task _running = Task.CompletedTask;
    private int _isRunning;

    /// <param name="handler">From <see cref="DiscordHandler"/>; it stays the caller's.</param>
    public DiscordNetBot(DiscordBotOptions options, HttpMessageHandler handler, TimeProvider time, ILogger logger)
    {
        (_options, _time, _logger) = (options, time, logger);
        _invoker = new HttpMessageInvoker(handler, disposeHandler: false);
        _vitals = new GatewayVitals(time);
        _presence = new PresenceSender(logger);
        _network = new LibraryNetwork(options, _invoker, time, logger);
        var guilds = new ChannelGuilds();
        _library = new Library(options, _network, _session, _vitals, _presence, guilds);
        _messages = new MessageCalls(_library, guilds);
        _webhooks = new WebhookCalls(_library, _network, _messages);
        _interactions = new InteractionCalls(_library, _messages);
        _commands = new CommandCalls(_library);
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

    public Task<DiscordChannel?> ChannelAsync(Snowflake channel, CancellationToken cancellationToken = default) => _messages.ChannelAsync(channel, cancellationToken);

    public Task<DiscordChannel> DirectChannelAsync(Snowflake user, CancellationToken cancellationToken = default) => _messages.DirectAsync(user, cancellationToken);

    public Task<DiscordChannel> StartThreadAsync(Snowflake channel, Snowflake message, string name, CancellationToken cancellationToken = default) =>
        _messages.StartThreadAsync(channel, message, name, cancellationToken);

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
        await _library.DisposeAsync();
        _invoker.Dispose();
    }

    private async Task ConnectAsync(Func<DiscordEvent, ValueTask> handle, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposing.Token);
        var pump = new EventPump(handle, _logger, Name);
        var pumping = pump.RunAsync(stop.Token);
        try
        {
            await StayConnectedAsync(pump, stop.Token);
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

    private async Task StayConnectedAsync(EventPump pump, CancellationToken stop)
    {
        _vitals.Is(ConnectionState.Connecting, "it has just been started");
        try
        {
            while (!stop.IsCancellationRequested)
            {
                if (await ConnectAsync(pump, stop) is { } failure) throw failure;
                _vitals.Is(ConnectionState.Waiting, "Discord.Net gave up the connection");
                _logger.LogWarning("Discord.Net gave up the connection of the bot {Bot}, which begins anew.", Name);
                await Task.Delay(s_again, _time, stop);
            }

            _vitals.Is(ConnectionState.Stopped, "stopped");
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            _vitals.Is(ConnectionState.Stopped, "stopped");
        }
        catch (DiscordException failure)
        {
            _vitals.Is(ConnectionState.Failed, failure.Message);
            throw;
        }
        finally
        {
            _session.Forget();
        }
    }

    /// <summary>Has one client of the library stay connected for as long as it does.</summary>
    /// <returns>Why nothing could mend its end; null when another client might.</returns>
    private async Task<DiscordException?> ConnectAsync(EventPump pump, CancellationToken stop)
    {
        if (_network.IsTokenRefused) return new DiscordException(DiscordFailure.Unauthorized, ConnectionEnd.RefusedToken(Name));
        _session.Forget();
        var client = await _library.BeginAsync();
        var link = _library.Link;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        link.Begin(pump, stop);
        var presenting = _presence.RunAsync(client, over.Token);
        try
        {
            await client.StartAsync();
            return await link.Over.WaitAsync(stop);
        }
        finally
        {
            await link.DisconnectAsync();
            await client.StopAsync();
            await over.CancelAsync();
            await presenting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
