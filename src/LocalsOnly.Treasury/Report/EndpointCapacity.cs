using LocalsOnly.Treasury.Capacity;
using LocalsOnly.Treasury.Ledger;

namespace LocalsOnly.Treasury.Report;

/// <summary>What the machines of one endpoint could serve, beside what they were asked.</summary>
/// <param name="FromLedger">Its own requests were replayed; else ones made up in its own mix.</param>
/// <param name="Day">The day that was replayed; null when made up.</param>
internal sealed record EndpointCapacity(string Endpoint, CapacityReport Plan, bool FromLedger, DateOnly? Day)
{
    /// <summary>A plan for each endpoint that has machines and was asked something; what cannot be planned is a note.</summary>
    public static IReadOnlyList<EndpointCapacity> Of(LedgerBook book, IReadOnlyList<UsageRow> rows, TreasuryOptions options, TimeZoneInfo zone, TimeSpan time, List<string> notes)
    {
        var plans = new List<EndpointCapacity>();
        foreach (var endpoint in options.Nodes.Values.Where(node => node.Role != NodeRole.Support).Select(node => node.Endpoint).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var its = rows.Where(row => row.Kind.Endpoint.Equals(endpoint, StringComparison.OrdinalIgnoreCase)).ToList();
            if (its.Total().Tokens == 0) continue;
            try
            {
                plans.Add(PlanOf(book, endpoint, its, options, zone, time));
            }
            catch (CapacityException refused)
            {
                notes.Add($"What {endpoint} could serve cannot be told. {refused.Message}");
            }
        }

        return plans;
    }

    private static EndpointCapacity PlanOf(LedgerBook book, string endpoint, List<UsageRow> rows, TreasuryOptions options, TimeZoneInfo zone, TimeSpan time)
    {
        var nodes = options.Nodes.Where(node => endpoint.Equals(node.Value.Endpoint, StringComparison.OrdinalIgnoreCase)).Select(node => Node.From(node.Key, node.Value)).ToList();
        if (LedgerWorkload.Of(book, endpoint, rows, zone) is { } workload)
            return new EndpointCapacity(endpoint, new CapacityPlan(nodes, ModelCatalog.Find(workload.Model), workload.Arrivals, ServiceLevel.Default, workload.Measured).Compute(), true, workload.Day);
        var usage = rows.Total();
        var model = rows.GroupBy(row => row.Kind.Model).MaxBy(group => group.Sum(row => row.Sum.Tokens))!.Key;
        if (model.Length == 0) throw new CapacityException("Its model is not known.");
        var (tokens, requests) = ((double)usage.Tokens, usage.Attempts);
        var mix = new TokenMix(usage.Uncached / tokens, usage.Cached / tokens, 1 - (usage.Uncached / tokens) - (usage.Cached / tokens), Math.Clamp(tokens / requests, 10, 10_000_000));
        return new EndpointCapacity(endpoint, new CapacityPlan(nodes, ModelCatalog.Find(model), SyntheticArrivals.Of(tokens / time.TotalSeconds * TokenMix.SecondsPerMonth, mix), ServiceLevel.Default).Compute(), false, null);
    }
}
