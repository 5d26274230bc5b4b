using System.CommandLine;
using System.Globalization;
using LocalsOnly.Inference.Cluster;

namespace LocalsOnly.Host.CommandLine;

/// <summary><c>locals cluster place</c> and <c>unplace</c>: put a model on the cluster and see it write a token, and take it off.</summary>
internal static class ClusterPlaceCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var model = new Argument<string>("model") { Description = "Model id of exo's catalogue; the part after the slash will do." };
        var nodes = new Option<int?>("--nodes") { Description = "How many machines to spread it over; else the fewest that it fits.", HelpName = "count" }.Between(1);
        var sharding = new Option<string?>("--sharding") { Description = "How to cut it; else tensor where it can be, for speed." };
        sharding.AcceptOnlyFromAmong("tensor", "pipeline");
        var on = new Option<string[]>("--on") { Description = "Exactly these machines, by name; may be given several times.", HelpName = "machine" };
        var command = new Command("place", "Place a model on the cluster, wait until it is loaded, and have it write one token. Ends with 0 when it can answer.") { model, nodes, sharding, on };
        command.SetAction((result, cancellation) =>
        {
            var request = new PlaceRequest(result.GetValue(model)!)
            {
                Nodes = result.GetValue(nodes),
                Sharding = result.GetValue(sharding),
                On = result.GetValue(on) ?? [],
            };
            return ClusterHouse.RunAsync(
                globals.Of(result), result.GetValue(ClusterHouse.EndpointOption), house => PlaceAsync(house, request, cancellation), cancellation);
        });
        return command.WithExample("locals cluster place mlx-community/Qwen3-30B-A3B-4bit");
    }

    public static Command CreateUnplace(GlobalOptions globals)
    {
        var what = new Argument<string>("model") { Description = "Model id, the part of it after the slash, or the id of an instance." };
        var command = new Command("unplace", "Take a model off the cluster, and wait until it is. Its weights stay on the disks.") { what };
        command.SetAction((result, cancellation) => ClusterHouse.RunAsync(
            globals.Of(result), result.GetValue(ClusterHouse.EndpointOption), house => UnplaceAsync(house, result.GetValue(what)!, cancellation), cancellation));
        return command.WithExample("locals cluster unplace mlx-community/Qwen3-30B-A3B-4bit");
    }

    private static async Task<int> PlaceAsync(ClusterHouse house, PlaceRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var placed = await house.Placement.PlaceAsync(house.Endpoint, request, new Steps(), cancellationToken);
            Terminal.ClearProgress();
            var on = string.Join(", ", placed.Instance.Runners.Select(runner => runner.NodeName));
            if (placed.Already) Terminal.Line($"{placed.Instance.Model} is already placed on {on} and ready.");
            else Terminal.Line($"{placed.Instance.Model} is placed on {on} and answers (first token after {(placed.FirstToken ?? TimeSpan.Zero).TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s).");
            return ExitCode.Ok;
        }
        catch (OperationCanceledException)
        {
            Terminal.ClearProgress();
            Terminal.Note("exo goes on by itself with what it has begun; locals cluster shows how far it is.");
            throw;
        }
    }

    private static async Task<int> UnplaceAsync(ClusterHouse house, string what, CancellationToken cancellationToken)
    {
        foreach (var instance in await house.Placement.UnplaceAsync(house.Endpoint, what, cancellationToken))
            Terminal.Line($"{instance.Model} is no longer on {string.Join(", ", instance.Runners.Select(runner => runner.NodeName))}.");
        return ExitCode.Ok;
    }

    /// <summary>One moving line at a terminal; in a file, a line per step.</summary>
    private sealed class Steps : IProgress<PlacementProgress>
    {
        private PlacementStep? _last;

        public void Report(PlacementProgress value)
        {
            Terminal.Progress($"{Terminal.Safe(value.Clause)}");
            if (Console.IsErrorRedirected && _last != value.Step) Terminal.Note(value.Clause);
            _last = value.Step;
        }
    }
}
