using System.Threading.Channels;
using LocalsOnly.Discord.Transport;
using Microsoft.Extensions.Logging;

namespace LocalsOnly.Discord.Gateway;

/// <summary>Hands events to whoever takes them, one after the other, in a task of its own, so that a slow taker stops nothing but events.</summary>
internal sealed class EventPump(Func<DiscordEvent, ValueTask> handle, ILogger logger, string bot)
{
    /// <summary>Events that may wait; then the gateway is not read until there is room.</summary>
    public const int Most = 1024;

    private readonly Channel<DiscordEvent> _waiting = Channel.CreateBounded<DiscordEvent>(new BoundedChannelOptions(Most) { SingleReader = true });

    public bool TryAdd(DiscordEvent happened) => _waiting.Writer.TryWrite(happened);

    public ValueTask AddAsync(DiscordEvent happened, CancellationToken cancellationToken) => _waiting.Writer.WriteAsync(happened, cancellationToken);

    /// <summary>Runs until it is cancelled; the event that is being handled then is handled to its end.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested && await _waiting.Reader.WaitToReadAsync(cancellationToken))
        {
            while (!cancellationToken.IsCancellationRequested && _waiting.Reader.TryRead(out var happened))
            {
                try
                {
                    await handle(happened);
                }
                catch (Exception failed) when (!(failed is OperationCanceledException && cancellationToken.IsCancellationRequested))
                {
                    logger.LogError(failed, "The Discord bot {Bot} failed at an event of kind {Event}; it goes on with the next.", bot, happened.GetType().Name);
                }
            }
        }
    }
}
