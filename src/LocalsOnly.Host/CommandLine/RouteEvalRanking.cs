namespace LocalsOnly.Host.CommandLine;

/// <summary>
/// The prompts of a set in the order in which a router would give them to the heavy tier. PGR is the part of the quality gap between
/// always light and always heavy that is recovered; APGR its mean over all shares of heavy calls (RouteLLM), of which chance gets a half.
/// </summary>
internal sealed class RouteEvalRanking
{
    private readonly int[] _order;
    private readonly bool[] _tiedWithNext;
    private readonly double[] _gains;
    private readonly double[] _scores;

    /// <param name="gains">What each prompt gains from the heavy tier.</param>
    /// <param name="scores">Higher goes to the heavy tier first; ties go there together.</param>
    public RouteEvalRanking(double[] gains, double[] scores)
    {
        (_gains, _scores) = (gains, scores);
        _order = [.. Enumerable.Range(0, gains.Length).OrderByDescending(i => scores[i])];
        _tiedWithNext = [.. _order.Select((at, i) => i + 1 < _order.Length && scores[at] == scores[_order[i + 1]])];
    }

    /// <summary>APGR, with each prompt counted <paramref name="counts"/> times; null when these have no gap to recover.</summary>
    public double? Apgr(ReadOnlySpan<int> counts)
    {
        double recovered = 0, area = 0, group = 0;
        var (total, groupCount) = (0, 0);
        for (var i = 0; i < _order.Length; i++)
        {
            var at = _order[i];
            group += counts[at] * _gains[at];
            groupCount += counts[at];
            total += counts[at];
            if (_tiedWithNext[i]) continue;
            area += groupCount * (recovered + (group / 2));
            recovered += group;
            (group, groupCount) = (0, 0);
        }

        return recovered > 0 ? area / total / recovered : null;
    }

    /// <summary>The smallest share of heavy calls that recovers <paramref name="part"/> of the gap (CPT).</summary>
    public double ShareFor(double part)
    {
        var wanted = part * _gains.Sum();
        double recovered = 0, group = 0;
        var groupCount = 0;
        for (var i = 0; i < _order.Length; i++)
        {
            group += _gains[_order[i]];
            groupCount++;
            if (_tiedWithNext[i]) continue;
            if (recovered + group >= wanted)
                return (i + 1 - groupCount + (groupCount * (wanted - recovered) / group)) / _order.Length;
            recovered += group;
            (group, groupCount) = (0, 0);
        }

        return 1;
    }

    /// <summary>The part of the gap, and the share of heavy calls, when what scores above <paramref name="cut"/> goes to the heavy tier.</summary>
    public (double Pgr, double Share) At(double cut) => Of(i => _scores[i] > cut);

    /// <summary>The same for a choice of prompts by their place in the set.</summary>
    public (double Pgr, double Share) Of(Func<int, bool> heavy)
    {
        var chosen = Enumerable.Range(0, _gains.Length).Where(heavy).ToArray();
        return (chosen.Sum(i => _gains[i]) / _gains.Sum(), (double)chosen.Length / _gains.Length);
    }

    /// <summary>The cut above which as near to <paramref name="share"/> of the prompts lie as ties allow.</summary>
    public double CutFor(double share)
    {
        var above = Math.Clamp((int)Math.Round(share * _order.Length), 0, _order.Length);
        if (above == 0) return double.PositiveInfinity;
        return above == _order.Length ? double.NegativeInfinity : (_scores[_order[above - 1]] + _scores[_order[above]]) / 2;
    }
}

/// <summary>95 % intervals by drawing the set's prompts anew, 1,000 times, always the same way.</summary>
internal static class RouteEvalBootstrap
{
    private const int Rounds = 1000;
    private const int Seed = 20261122;

    /// <summary>For each statistic its 2.5 % and 97.5 % quantiles; null entries of a round are left out.</summary>
    public static (double Low, double High)[] Intervals(int prompts, int statistics, Action<int[], Random, double?[]> measure)
    {
        var random = new Random(Seed);
        var counts = new int[prompts];
        var values = new double?[statistics];
        var drawn = Enumerable.Range(0, statistics).Select(_ => new List<double>(Rounds)).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            Array.Clear(counts);
            for (var i = 0; i < prompts; i++) counts[random.Next(prompts)]++;
            measure(counts, random, values);
            for (var i = 0; i < statistics; i++)
            {
                if (values[i] is { } value) drawn[i].Add(value);
            }
        }

        return [.. drawn.Select(list => (Quantile(list, 0.025), Quantile(list, 0.975)))];
    }

    private static double Quantile(List<double> values, double part)
    {
        if (values.Count == 0) return double.NaN;
        values.Sort();
        return values[Math.Clamp((int)Math.Round(part * (values.Count - 1)), 0, values.Count - 1)];
    }
}
