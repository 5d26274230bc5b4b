using Microsoft.Extensions.Hosting;

namespace LocalsOnly.Agents.Personas;

/// <summary>Looks at the persona files every few seconds, so that a broken one is reported while its author still has the editor open.</summary>
internal sealed class PersonaWatch(IPersonaStore personas, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_period, time);
        do
        {
            _ = personas.Problems;
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
