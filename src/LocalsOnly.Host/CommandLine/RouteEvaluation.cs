using System.Diagnostics;
using System.Globalization;
using LocalsOnly.Inference.Routing;

namespace LocalsOnly.Host.CommandLine;

/// <summary>Measures the complexity score on a routing set, against what is simpler: chance, words, length.</summary>
internal sealed class RouteEvaluation(ComplexityModel model, RouteEvalSet set)
{
    private const int WorstShown = 10;
    private const int ExcerptLength = 120;
    private const int TimedRuns = 5;

    /// <summary>With fewer heavy prompts a language's recall is too uncertain to fail a set.</summary>
    private const int FewestHeavy = 20;

    private const double LeastRecall = 0.6;

    private readonly ComplexityReading[] _readings = [.. set.Lines.Select(line => model.Read(line.Prompt))];
    private readonly double[] _gains = [.. set.Lines.Select(line => line.Gain)];

    /// <param name="live">The cut in force, where it comes from, and the share that it aims at.</param>
    public RouteEvalWire Measure((double Cut, string From, double Share) live)
    {
        var lines = set.Lines;
        var score = Ranking((_, reading) => reading.Score);
        var words = Ranking((line, _) => Words(line.Prompt));
        var length = Ranking((_, reading) => reading.Units);
        var kinds = lines.Any(line => line.Kind is not null) ? Ranking((line, reading) => reading.Score + (100 * KindOf(line.Kind))) : null;
        var oracle = Ranking((line, _) => line.Gain);

        var intervals = RouteEvalBootstrap.Intervals(lines.Count, 7, (counts, random, values) =>
        {
            values[0] = Ranking((_, _) => random.NextDouble()).Apgr(counts);
            values[1] = words.Apgr(counts);
            values[2] = length.Apgr(counts);
            values[3] = score.Apgr(counts);
            values[4] = kinds?.Apgr(counts);
            values[5] = oracle.Apgr(counts);
            values[6] = values[3] - values[1];
        });
        var once = Enumerable.Repeat(1, lines.Count).ToArray();
        ApgrWire Row(string name, RouteEvalRanking? ranking, int at) => new(name, ranking?.Apgr(once), ranking is null ? null : intervals[at].Low, ranking is null ? null : intervals[at].High);

        var difference = new DifferenceWire(score.Apgr(once)!.Value - words.Apgr(once)!.Value, intervals[6].Low, intervals[6].High);
        var verdict = difference.Low > 0 ? "BEATS" : difference.High < 0 ? "LOSES" : "TIES";
        // JSON has no infinity; no score comes near these.
        var matched = Math.Clamp(score.CutFor((double)lines.Count(line => line.Heavy) / lines.Count), -100, 100);
        var languages = lines.Select((line, i) => (line, i)).GroupBy(entry => entry.line.Language, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => Language(group.Key, [.. group.Select(entry => entry.i)], matched)).ToArray();
        var (pgr, share) = score.At(live.Cut);
        return new RouteEvalWire(
            set.Name, set.Sha256, lines.Count, [.. languages.Select(language => language.Language)], set.HasOutcomes ? "outcome" : "intent",
            lines.Average(line => line.Weak), lines.Average(line => line.Strong),
            [
                new ApgrWire("random", 0.5, intervals[0].Low, intervals[0].High), Row("words", words, 1), Row("len", length, 2), Row("score", score, 3),
                Row("task-kind+score", kinds, 4), Row("oracle", oracle, 5),
            ],
            difference, verdict, score.ShareFor(0.5), score.ShareFor(0.8), new LiveWire(live.Cut, live.From, live.Share, share, pgr), matched,
            languages, languages.Where(language => language.Recall is not null).OrderBy(language => language.Recall).FirstOrDefault(),
            Escalation(score), UnderRoutes(matched), Speed(), model.Version, [.. Failures(verdict, languages)]);
    }

    private static IEnumerable<string> Failures(string verdict, IEnumerable<LanguageWire> languages)
    {
        if (verdict == "LOSES") yield return "The score loses against counting words on this set.";
        foreach (var language in languages.Where(language => language.Heavy >= FewestHeavy && language.Recall < LeastRecall))
            yield return string.Create(CultureInfo.InvariantCulture, $"Of the {language.Heavy} heavy prompts in {language.Language} only {language.Recall:P0} are recognised; {LeastRecall:P0} are needed.");
    }

    private RouteEvalRanking Ranking(Func<RouteEvalLine, ComplexityReading, double> score) => new(_gains, [.. set.Lines.Select((line, i) => score(line, _readings[i]))]);

    private static double Words(string prompt)
    {
        var (count, inWord) = (0, false);
        foreach (var c in prompt)
        {
            var isSpace = char.IsWhiteSpace(c);
            if (!isSpace && !inWord) count++;
            inWord = !isSpace;
        }

        return count;
    }

    /// <summary>Reports, plans of several steps and changes of code are heavy; reminders and single look-ups are light.</summary>
    private static int KindOf(string? kind) => kind switch
    {
        "report" or "plan" or "code" => 1,
        "reminder" or "lookup" => -1,
        _ => 0,
    };

    private LanguageWire Language(string name, int[] members, double cut)
    {
        var heavy = members.Where(i => set.Lines[i].Heavy).ToArray();
        var light = members.Where(i => !set.Lines[i].Heavy).ToArray();
        double? Above(int[] of) => of.Length == 0 ? null : (double)of.Count(i => _readings[i].Score > cut) / of.Length;
        return new LanguageWire(name, members.Length, heavy.Length, Above(heavy), Above(light));
    }

    private EscalationWire? Escalation(RouteEvalRanking ranking)
    {
        var found = set.Lines.Select(line => line.Answer is null ? (bool?)null : AnswerCheck.Whole(line.Prompt, line.Answer, null, null, truncated: false) is not null).ToArray();
        if (found.All(hit => hit is null)) return null;
        double? Found(bool heavy)
        {
            var those = found.Where((hit, i) => hit is not null && set.Lines[i].Heavy == heavy).ToArray();
            return those.Length == 0 ? null : (double)those.Count(hit => hit == true) / those.Length;
        }

        var (pgr, share) = ranking.Of(i => found[i] == true);
        return new EscalationWire(found.Count(hit => hit is not null), Found(heavy: true), Found(heavy: false), share, pgr);
    }

    private UnderRouteWire[] UnderRoutes(double cut) =>
    [
        .. Enumerable.Range(0, set.Lines.Count)
            .Where(i => set.Lines[i].Heavy && _readings[i].Score <= cut)
            .OrderBy(i => _readings[i].Score - set.Lines[i].Gain)
            .Take(WorstShown)
            .Select(i => new UnderRouteWire(set.Lines[i].Number, set.Lines[i].Language, _readings[i].Score, Excerpt(set.Lines[i].Prompt), _readings[i].Describe())),
    ];

    private static string Excerpt(string prompt)
    {
        var line = string.Join(' ', prompt.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= ExcerptLength ? line : line[..ExcerptLength] + "…";
    }

    /// <summary>The best of five runs for each prompt, so that what else the machine does counts for little.</summary>
    private SpeedWire Speed()
    {
        var best = new double[set.Lines.Count];
        Array.Fill(best, double.MaxValue);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var run = 0; run < TimedRuns; run++)
        {
            for (var i = 0; i < best.Length; i++)
            {
                var started = Stopwatch.GetTimestamp();
                model.Read(set.Lines[i].Prompt);
                best[i] = Math.Min(best[i], Stopwatch.GetElapsedTime(started).TotalMicroseconds);
            }
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Array.Sort(best);
        return new SpeedWire(best[best.Length / 2], best[Math.Min(best.Length - 1, (int)(best.Length * 0.99))], allocated);
    }
}
