using System.CommandLine;
using LocalsOnly.Host.Configuration;
using LocalsOnly.Inference;
using LocalsOnly.Inference.Cluster;
using Spectre.Console;

namespace LocalsOnly.Host.CommandLine;

/// <summary><c>locals cluster</c>: the machines of an exo cluster, what is placed on them and what they are busy with, as it changes.</summary>
internal static class ClusterCommand
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);

    public static Command Create(GlobalOptions globals)
    {
        var once = new Option<bool>("--once") { Description = "Print it once, instead of again every second until Ctrl-C." };
        var command = new Command("cluster", "Show the exo cluster: machines, models, queue, downloads. At a terminal it is live until Ctrl-C.")
        {
            ClusterHouse.EndpointOption,
            once,
            GlobalOptions.Json,
            ClusterPlaceCommand.Create(globals),
            ClusterPlaceCommand.CreateUnplace(globals),
            ClusterLinkCommand.Create(globals),
        };
        command.SetAction((result, cancellation) => ClusterHouse.RunAsync(
            globals.Of(result),
            result.GetValue(ClusterHouse.EndpointOption),
            house => ShowAsync(house, result.GetValue(once), result.GetValue(GlobalOptions.Json), cancellation),
            cancellation));
        return command.WithExample("locals cluster");
    }

    private static async Task<int> ShowAsync(ClusterHouse house, bool once, bool json, CancellationToken cancellationToken)
    {
        var snapshot = await house.Monitor.LookAsync(house.Endpoint, cancellationToken);
        if (json)
        {
            Terminal.Json(ClusterWire.From(snapshot), ClusterJson.Default.ClusterWire);
            return ExitCode.Ok;
        }

        if (once || Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Ansi)
            AnsiConsole.Write(ClusterScreen.Of(snapshot, null, AnsiConsole.Profile.Width));
        else
            await LiveAsync(house, snapshot, cancellationToken);
        return ExitCode.Ok;
    }

    /// <summary>Until Ctrl-C, which is how one leaves and no failure. A cluster that does not answer for a while is shown as it was, and that is said.</summary>
    private static Task LiveAsync(ClusterHouse house, ClusterSnapshot first, CancellationToken cancellationToken) =>
        AnsiConsole.Live(ClusterScreen.Of(first, null, AnsiConsole.Profile.Width)).StartAsync(async live =>
        {
            var (last, trouble) = (first, (string?)null);
            try
            {
                while (true)
                {
                    live.UpdateTarget(ClusterScreen.Of(last, trouble, AnsiConsole.Profile.Width));
                    await Task.Delay(s_interval, cancellationToken);
                    try
                    {
                        (last, trouble) = (await house.Monitor.LookAsync(house.Endpoint, cancellationToken), null);
                    }
                    catch (InferenceException silent)
                    {
                        trouble = silent.Message;
                    }
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // The person has seen enough.
            }
        });
}
