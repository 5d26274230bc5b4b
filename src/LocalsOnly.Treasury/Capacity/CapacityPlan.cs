using LocalsOnly.Simulation.Engine;

namespace LocalsOnly.Treasury.Capacity;

/// <summary>
/// What machines can serve of a model: rates from the roofline, corrected by what was measured, and everything that depends on requests meeting each other from a
/// replay under the simulator's rules. Computes in well under a second; the same input gives the same report.
/// </summary>
/// <param name="nodes">Machines of one endpoint.</param>
/// <param name="model">The model that it serves.</param>
/// <param name="arrivals">Requests in order of time, one or more: a ledger's, or <see cref="SyntheticArrivals"/>.</param>
/// <param name="level">The service level.</param>
/// <param name="measured">What the endpoint was seen to do with this model; null when nothing is known.</param>
/// <param name="places">Requests that one instance works on at once; exo's limit is 8 unless it is told otherwise.</param>
public sealed class CapacityPlan(
    IReadOnlyList<Node> nodes, KnownModel model, IReadOnlyList<Arrival> arrivals, ServiceLevel level, MeasuredRates? measured = null, int places = CapacityPlan.ExoPlaces)
{
    /// <summary>exo's <c>EXO_MAX_CONCURRENT_REQUESTS</c>.</summary>
    public const int ExoPlaces = 8;

    private const int Searches = 14;
    private static readonly int[] s_streams = [1, 2, 4, 8, 16, 32];

    /// <exception cref="CapacityException">The model does not fit, no machine answers, or there are no arrivals.</exception>
    public CapacityReport Compute()
    {
        if (arrivals.Count == 0) throw new CapacityException("There are no requests to plan for; give --tokens-per-month.");
        if (!(level.FirstTokenSeconds > 0)) throw new CapacityException("The service level must be a number of seconds above 0, such as --slo 60.");
        var mean = WorkloadMean.Of(arrivals);
        var ways = Layout.All(nodes, model.Shape, mean.LongContext).Select(way => (Layout: way, Option: Option(way, mean))).OrderByDescending(way => way.Option.RequestsPerSecond).ToList();
        var layout = ways.Count > 0 ? ways[0].Layout : throw new CapacityException(NothingFits(mean));
        var prefill = Rate(ways[0].Option.PrefillTokensPerSecond, measured?.PrefillTokensPerSecond);
        var decode = Rate(ways[0].Option.DecodeTokensPerSecond, measured?.DecodeTokensPerSecond);
        var instances = layout.Instances.Select(placement => new InstanceRates(model.Shape, placement, prefill.Scale, decode.Scale))
            .Select(rates => (Rates: rates, Places: rates.Places(mean.LongContext, places))).ToList();
        var all = instances.Sum(instance => instance.Places);
        var replay = new ClusterReplay(instances);

        var frontier = s_streams.Append(all).Distinct().Order().Select(streams => Point(replay.Closed(arrivals, streams), all)).ToList();
        var full = frontier.Single(point => point.Streams == all);
        var offered = Offered();
        var saturation = Saturate(replay, full.TokensPerSecond / offered);
        return new CapacityReport(
            model.Shape.Id, model.Basis, model.Estimated, layout.Description, layout.Notes, [.. ways.Select(way => way.Option)],
            new MeanRequest(mean.Uncached, mean.Cached, mean.Output), model.Shape.WeightBytes / 1e9, prefill, decode,
            instances.Sum(instance => instance.Places / instance.Rates.StepSeconds(instance.Places, instance.Places * mean.Context)), all,
            [.. s_streams.Where(streams => streams <= Math.Max(places, 1)).Select(streams => Room(layout, streams))], frontier,
            frontier.Where(point => !point.BeyondPlaces && point.FirstTokenP95 <= level.FirstTokenSeconds).MaxBy(point => point.TokensPerSecond),
            offered, full.TokensPerSecond > offered ? replay.Open(arrivals).FirstToken : null, saturation,
            full.TokensPerSecond * TokenMix.SecondsPerMonth, saturation.Load * offered * TokenMix.SecondsPerMonth);
    }

    private LayoutOption Option(Layout way, WorkloadMean mean)
    {
        var instances = way.Instances.Select(placement => new InstanceRates(model.Shape, placement)).ToList();
        return new LayoutOption(
            way.Description, mean.Uncached / instances.Min(rates => rates.PrefillSeconds(mean.Uncached, mean.Cached)), 1 / instances.Min(rates => rates.StepSeconds(1, mean.Context)),
            instances.Sum(rates => rates.RequestsPerSecond(mean, rates.Places(mean.LongContext, places))));
    }

    private PlannedRate Rate(double predicted, double? seen) => new(predicted, measured is { Samples: >= MeasuredRates.Fewest } && seen > 0 ? seen : null);

    private static FrontierPoint Point(ClosedLoop loop, int places) => new(
        loop.Streams, loop.TokensPerSecond, loop.OutputTokensPerSecond, loop.StreamTokensPerSecond, Percentiles.Of(loop.FirstTokenSeconds).P95, loop.Streams > places);

    private ContextRoom Room(Layout layout, int streams) =>
        new(streams, (long)(layout.Instances.Max(placement => Roofline.ContextTokens(model.Shape, placement)) / streams));

    /// <summary>Mean tokens per second: the gaps between n arrivals are n - 1.</summary>
    private double Offered()
    {
        var seconds = (arrivals[^1].At - arrivals[0].At).TotalSeconds;
        if (arrivals.Count < 2 || seconds <= 0) throw new CapacityException("The requests all come at one instant, which says nothing of a rate; give requests of an hour or more.");
        return arrivals.Average(arrival => (double)arrival.Tokens) * (arrivals.Count - 1) / seconds;
    }

    /// <summary>The greatest load that keeps the service level, by bisection; the same arrivals at every load.</summary>
    /// <param name="most">Load at which as much comes as all places together can serve.</param>
    private Saturation Saturate(ClusterReplay replay, double most)
    {
        if (!Keeps(most / 1000)) return new Saturation(0, SaturationReason.PromptsTooLong);
        if (Keeps(most)) return new Saturation(most, SaturationReason.QueueGrows);
        var (kept, broken) = (most / 1000, most);
        for (var i = 0; i < Searches; i++)
        {
            var middle = (kept + broken) / 2;
            if (Keeps(middle)) kept = middle;
            else broken = middle;
        }

        return new Saturation(kept, SaturationReason.FirstTokenTooLate);

        bool Keeps(double load) => replay.Open(arrivals, load).FirstToken.P95 <= level.FirstTokenSeconds;
    }

    private string NothingFits(WorkloadMean mean)
    {
        var room = nodes.Where(node => node.Role != NodeRole.Support).ToList();
        return room.Count == 0
            ? "No machine is there to answer; give a node the role Both or Decode and the name of its endpoint."
            : FormattableString.Invariant(
                $"{model.Shape.Id} takes {model.Shape.WeightBytes / 1e9:0} GB and {mean.LongContext:0} tokens of context {mean.LongContext * model.Shape.KeyValueBytes / 1e9:0.0} more, which no placement on {string.Join(", ", room.Select(node => node.Name))} has room for; take fewer bits or add a machine.");
    }
}
