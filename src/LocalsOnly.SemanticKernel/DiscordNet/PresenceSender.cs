using System.Threading.Channels;
using Discord;
using Discord.WebSocket;
using LocalsOnly.Discord.Text;
using LocalsOnly.Discord.Transport;
using Microsoft.Extensions.Logging;

namespace LocalsOnly.SemanticKernel.DiscordNet;

/// <summary>
/// The presence that is wanted. The library keeps it over sessions that are new, and sends at most five changes in 20 s; what was wanted while it waited for that is skipped here.
/// </summary>
internal sealed class PresenceSender(ILogger logger)
{
    /// <summary>A longer text would make the gateway close the connection.</summary>
    private const int MostUnits = 128;

    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private volatile Presence? _wanted;
    private volatile Presence? _identified;

    public void Set(Presence presence)
    {
        _wanted = presence;
        _changes.Writer.TryWrite(true);
    }

    /// <summary>What is wanted now goes with the identification.</summary>
    public void Identifying() => _identified = _wanted;

    /// <summary>Says the same again where it may have been lost: with a connection, or between identifying and being ready.</summary>
    public void Connected(bool resumed)
    {
        if (_wanted is { } wanted && (resumed || wanted != _identified)) _changes.Writer.TryWrite(true);
    }

    /// <summary>Has the client send each change until it is cancelled.</summary>
    /// <param name="client">One that was not started yet: what is wanted already is then said with its identification.</param>
    public Task RunAsync(DiscordSocketClient client, CancellationToken cancellationToken)
    {
        Presence? said = null;
        _changes.Reader.TryRead(out _);
        return SendEachAsync();

        async Task SendEachAsync()
        {
            await SendAsync();
            while (await _changes.Reader.WaitToReadAsync(cancellationToken))
            {
                _changes.Reader.TryRead(out _);
                await SendAsync();
            }
        }

        async Task SendAsync()
        {
            if (_wanted is not { } wanted) return;
            try
            {
                // Each of the two sends both, so that the second is only for what the first could not say yet.
                if (said?.Text != wanted.Text) await client.SetActivityAsync(wanted.Text.Length == 0 ? null : new CustomStatusGame(Clip.OnCharacter(wanted.Text, MostUnits)));
                if (said?.Status != wanted.Status || said.Text == wanted.Text) await client.SetStatusAsync(StatusOf(wanted.Status));
                said = wanted;
            }
            catch (Exception failed) when (failed is not OperationCanceledException)
            {
                logger.LogDebug("Discord.Net could not send a presence: {Reason}", failed.Message);
            }
        }
    }

    private static UserStatus StatusOf(PresenceStatus status) => status switch
    {
        PresenceStatus.Idle => UserStatus.Idle,
        PresenceStatus.DoNotDisturb => UserStatus.DoNotDisturb,
        _ => UserStatus.Online,
    };
}
