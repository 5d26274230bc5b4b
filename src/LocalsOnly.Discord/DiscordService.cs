using LocalsOnly.Discord.Answering;
using LocalsOnly.Discord.Speaking;
using LocalsOnly.Discord.Storage;
using LocalsOnly.Discord.Transport;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LocalsOnly.Discord;

/// <summary>Keeps every bot on Discord. What ends one of them is that one's alone: its health says so, the others go on.</summary>
internal sealed class DiscordService(Bots bots, BotEvents events, ChannelQueues queues, Inbox inbox, Intake intake, ModelPresence presence, TimeProvider time, ILogger<DiscordService> logger) : BackgroundService
{
    private static readonly TimeSpan s_waitForBots = TimeSpan.FromSeconds(20);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (bots.All.Count == 0) return;
        inbox.Recover();
        foreach (var channel in inbox.OpenChannels()) queues.Wake(channel);
        foreach (var withdrawn in inbox.WithdrawnWithDraft()) queues.TakeBack(withdrawn);
        intake.OpenWhenKnown();
        await Task.WhenAll([OpenLateAsync(stoppingToken), presence.RunAsync(stoppingToken), .. bots.All.Select(bot => RunAsync(bot, stoppingToken))]);
    }

    /// <summary>Lets answers under way be put back before the connections go.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await queues.StopAsync().WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StopAsync(cancellationToken);
    }

    private async Task OpenLateAsync(CancellationToken stoppingToken)
    {
        await Task.Delay(s_waitForBots, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!stoppingToken.IsCancellationRequested) intake.OpenWhenKnown(late: true);
    }

    private async Task RunAsync(Bot bot, CancellationToken stoppingToken)
    {
        try
        {
            await bot.Transport.RunAsync(happened =>
            {
                events.Handle(bot, happened, stoppingToken);
                return ValueTask.CompletedTask;
            }, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
        catch (DiscordException final)
        {
            logger.LogError("{Bot} is not on Discord: {Reason}", bot.Name, final.Message);
        }
        catch (Exception unforeseen)
        {
            logger.LogError(unforeseen, "{Bot} is not on Discord, for a reason that nobody foresaw", bot.Name);
        }
    }
}
