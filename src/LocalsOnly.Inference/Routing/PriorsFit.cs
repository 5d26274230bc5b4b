namespace LocalsOnly.Inference.Routing;

/// <summary>
/// Fits shares of heavy work to the journal. The share is the smoothed rate at which light answers were found wanting: a Beta prior
/// around the share in force, worth 20 answers, and every light answer since. Silence is weak praise: it counts a quarter.
/// </summary>
internal static class PriorsFit
{
    /// <summary>Answers that the share in force is worth.</summary>
    public const double PriorStrength = 20;

    /// <summary>What an answer of which nobody said anything counts.</summary>
    public const double SilenceWeight = 0.25;

    /// <summary>With fewer answers that somebody judged, nothing is fitted.</summary>
    public const int FewestJudged = 5;

    private const double Least = 0.02;
    private const double Most = 0.98;

    /// <summary>Fits what there is evidence for; what there is none for keeps the share in force, fitted or configured.</summary>
    /// <param name="journal">Lines of the journal, oldest first.</param>
    /// <param name="current">The fitted shares in force.</param>
    /// <param name="configured">The configured share of a persona; of null for work without one.</param>
    /// <param name="now">Instant of the fit.</param>
    public static RoutePriors Fit(IEnumerable<RouteJournalLine> journal, RoutePriors current, Func<string?, double> configured, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(configured);
        var answers = Answers(journal);
        return new RoutePriors
        {
            FittedAt = now,
            Personas = FitBy(answers, answer => answer.Persona, current.Personas, configured),
            Tasks = FitBy(answers, answer => answer.Task, current.Tasks, _ => configured(null)),
        };
    }

    private static Dictionary<string, FittedShare> FitBy(
        List<LightAnswer> answers, Func<LightAnswer, string?> key, Dictionary<string, FittedShare> current, Func<string?, double> configured)
    {
        var fitted = new Dictionary<string, FittedShare>(current, StringComparer.OrdinalIgnoreCase);
        foreach (var group in answers.Where(answer => key(answer) is not null).GroupBy(answer => key(answer)!, StringComparer.OrdinalIgnoreCase))
        {
            var wanting = group.Count(answer => answer.Verdict == true);
            var fine = group.Count(answer => answer.Verdict == false);
            var silent = group.Count() - wanting - fine;
            if (wanting + fine < FewestJudged) continue;

            // Always from the configured share, so that fitting twice to the same journal gives the same.
            var prior = configured(group.Key);
            var share = ((PriorStrength * prior) + wanting) / (PriorStrength + wanting + fine + (SilenceWeight * silent));
            fitted[group.Key] = new FittedShare(Math.Round(Math.Clamp(share, Least, Most), 3), wanting, fine, silent);
        }

        return fitted;
    }

    /// <summary>The answers that the light tier gave, those thrown away included. One that was ever found wanting is wanting.</summary>
    private static List<LightAnswer> Answers(IEnumerable<RouteJournalLine> journal)
    {
        var answers = new Dictionary<string, LightAnswer>(StringComparer.Ordinal);
        foreach (var line in journal)
        {
            if (line.Outcome is null)
            {
                // Of an escalated one, the light answer was thrown away: whether that was right, its outcome says.
                if (line.Answered == Tier.Light || line.Escalated == true) answers[line.Id] = new LightAnswer(line.Persona, line.Task, line.Escalated == true);
            }
            else if (answers.TryGetValue(line.Id, out var answer) && OutcomeNames.TryParse(line.Outcome, out var kind))
                answer.Hear(kind);
        }

        return [.. answers.Values];
    }

    private sealed class LightAnswer(string? persona, string? task, bool escalated)
    {
        public string? Persona { get; } = persona;

        public string? Task { get; } = task;

        /// <summary>True: wanting; false: fine; null: nobody said.</summary>
        public bool? Verdict { get; private set; }

        public void Hear(OutcomeKind kind)
        {
            // A person's judgement of an escalated answer is of the heavy one.
            bool? verdict = kind switch
            {
                OutcomeKind.EscalationHelped => true,
                OutcomeKind.EscalationWasted => false,
                OutcomeKind.ThumbsUp when !escalated => false,
                OutcomeKind.Regenerate or OutcomeKind.ThinkHarder or OutcomeKind.ThumbsDown when !escalated => true,
                _ => null,
            };
            if (verdict is not null) Verdict = Verdict == true || verdict.Value;
        }
    }
}
