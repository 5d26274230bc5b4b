namespace LocalsOnly.Treasury.Capacity;

/// <summary>
/// Runs requests through the instances of a cluster in virtual time. A request goes to the least busy instance, as exo's master has it; the queue has no end and
/// keeps the order.
/// </summary>
/// <param name="instances">Each with the places that its memory has room for, 1 or more.</param>
internal sealed class ClusterReplay(IReadOnlyList<(InstanceRates Rates, int Places)> instances)
{
    private const int Requests = 600;

    /// <summary>Arrivals as they came, in time divided by a load: at 2, twice as many come in an hour.</summary>
    public ReplayResult Open(IReadOnlyList<Arrival> arrivals, double load = 1)
    {
        var batches = instances.Select(instance => new ReplayBatch(instance.Rates, instance.Places)).ToList();
        var jobs = new List<ReplayJob>(arrivals.Count);
        foreach (var arrival in arrivals)
        {
            var job = new ReplayJob(arrival, arrivals[0].At + ((arrival.At - arrivals[0].At) / load));
            ReplayBatch? least = null;
            foreach (var batch in batches)
            {
                batch.RunUntil(job.Arrived);
                if (least is null || batch.InSystem < least.InSystem) least = batch;
            }

            least!.Submit(job);
            jobs.Add(job);
        }

        foreach (var batch in batches) batch.RunUntil(DateTimeOffset.MaxValue);
        return new ReplayResult(jobs, batches.Sum(batch => batch.RequestSeconds), batches.Max(batch => batch.LongestQueue));
    }

    /// <summary>
    /// So many streams that ask for the next answer as soon as they have one. They are dealt out to the instances by how fast these write; the result is what
    /// they do between the first round of answers and the last.
    /// </summary>
    public ClosedLoop Closed(IReadOnlyList<Arrival> mix, int streams)
    {
        var parts = Deal(streams);
        var loops = instances.Select((instance, index) => parts[index] == 0 ? null : Loop(instance, mix, parts[index])).OfType<ClosedLoop>().ToList();
        return new ClosedLoop(
            streams, loops.Sum(loop => loop.RequestsPerSecond), loops.Sum(loop => loop.TokensPerSecond), loops.Sum(loop => loop.OutputTokensPerSecond),
            loops.Min(loop => loop.StreamTokensPerSecond), [.. loops.SelectMany(loop => loop.FirstTokenSeconds)]);
    }

    /// <summary>Streams per instance: one by one to where the step would be the shortest.</summary>
    private int[] Deal(int streams)
    {
        var parts = new int[instances.Count];
        for (var i = 0; i < streams; i++)
        {
            var best = Enumerable.Range(0, parts.Length)
                .OrderBy(index => parts[index] >= instances[index].Places)
                .ThenBy(index => instances[index].Rates.StepSeconds(parts[index] + 1, 0))
                .First();
            parts[best]++;
        }

        return parts;
    }

    private static ClosedLoop Loop((InstanceRates Rates, int Places) instance, IReadOnlyList<Arrival> mix, int streams)
    {
        // The same requests whatever the number of streams, so that points of a frontier can be compared.
        var count = Math.Max(Requests, 12 * streams);
        var jobs = new List<ReplayJob>(count);
        var ends = new List<ReplayJob>(count);
        ReplayBatch batch = null!;
        var start = mix[0].At;
        batch = new ReplayBatch(instance.Rates, instance.Places, ended =>
        {
            ends.Add(ended);
            if (jobs.Count < count) batch.Follow(Next(ended.Ended));
        });
        for (var i = 0; i < streams; i++) batch.Submit(Next(start));
        batch.RunUntil(DateTimeOffset.MaxValue);

        // Neither the first round, which began all at once, nor the last, in which the batch runs empty.
        var measured = ends.GetRange(streams, count - (2 * streams));
        var seconds = (measured[^1].Ended - ends[streams - 1].Ended).TotalSeconds;
        var writing = measured.Sum(job => (job.Ended - job.FirstToken).TotalSeconds);
        return new ClosedLoop(
            streams, measured.Count / seconds, measured.Sum(job => job.Arrival.Tokens) / seconds, measured.Sum(job => job.Arrival.OutputTokens) / seconds,
            writing > 0 ? measured.Sum(job => job.Arrival.OutputTokens - 1) / writing : 0, [.. measured.Select(job => job.FirstTokenSeconds)]);

        ReplayJob Next(DateTimeOffset at)
        {
            var job = new ReplayJob(mix[jobs.Count % mix.Count], at);
            jobs.Add(job);
            return job;
        }
    }
}

/// <summary>What became of arrivals.</summary>
/// <param name="Jobs">In order of arrival, all ended.</param>
/// <param name="RequestSeconds">Integral over time of the requests in the system.</param>
/// <param name="LongestQueue">Most requests that waited at once for one instance.</param>
internal sealed record ReplayResult(IReadOnlyList<ReplayJob> Jobs, double RequestSeconds, int LongestQueue)
{
    public Percentiles FirstToken { get; } = Percentiles.Of([.. Jobs.Select(job => job.FirstTokenSeconds)]);

    /// <summary>From the first arrival to the last token, in seconds.</summary>
    public double Seconds { get; } = (Jobs.Max(job => job.Ended) - Jobs[0].Arrived).TotalSeconds;
}

/// <summary>A number of streams that are never idle.</summary>
/// <param name="TokensPerSecond">Prompt, cached and written tokens.</param>
/// <param name="StreamTokensPerSecond">Of one stream while it is being written, stalls by others' prompts included.</param>
internal sealed record ClosedLoop(
    int Streams, double RequestsPerSecond, double TokensPerSecond, double OutputTokensPerSecond, double StreamTokensPerSecond, double[] FirstTokenSeconds);
