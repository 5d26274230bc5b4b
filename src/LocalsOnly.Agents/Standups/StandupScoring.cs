using LocalsOnly.Agents.Tools;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LocalsOnly.Agents.Standups;

/// <summary>Reads the price when a signal expires, so that it is scored by what the price was and not by what it is when the next standup is held.</summary>
internal sealed class StandupScoring(StandupBook book, TimeProvider time, ILogger<StandupScoring> logger) : BackgroundService
{
    private static readonly TimeSpan s_every = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_every, time);
        do
        {
            try
            {
                if (book.IsAnyDue()) await book.ScoreAsync(stoppingToken);
            }
            catch (ToolException broken)
            {
                logger.LogWarning("No signal could be scored: {Reason}", broken.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
