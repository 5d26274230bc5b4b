using LocalsOnly.Discord.Transport;
using Microsoft.Extensions.Logging;

namespace LocalsOnly.Discord.Speaking;

/// <summary>Shows that somebody is typing from the moment a message is heard until the first words are there. Discord shows it for 10 s at a time.</summary>
internal sealed class Typing(Bots bots, TimeProvider time, ILogger<Typing> logger)
{
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(8);

    /// <summary>Begins, at once and without waiting for it. Disposing ends it.</summary>
    public IDisposable Begin(string persona, Snowflake channel)
    {
        var ending = new CancellationTokenSource();
        if (bots.For(persona) is { } bot) _ = ShowAsync(bot, channel, ending.Token);
        return new Shown(ending);
    }

    private async Task ShowAsync(Bot bot, Snowflake channel, CancellationToken ended)
    {
        try
        {
            while (true)
            {
                await bot.Transport.TypeAsync(channel, ended);
                await Task.Delay(s_again, time, ended);
            }
        }
        catch (OperationCanceledException)
        {
        }
        catch (DiscordException failed)
        {
            // Nobody misses an answer for want of the three dots.
            logger.LogDebug("Typing is not shown in {Channel}: {Reason}", channel, failed.Message);
        }
    }

    private sealed class Shown(CancellationTokenSource ending) : IDisposable
    {
        private int _ended;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _ended, 1) != 0) return;
            ending.Cancel();
            ending.Dispose();
        }
    }
}
