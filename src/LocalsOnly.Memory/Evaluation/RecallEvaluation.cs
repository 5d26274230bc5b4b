using System.Diagnostics;
using LocalsOnly.Memory.Embedding;
using LocalsOnly.Memory.Recall;

namespace LocalsOnly.Memory.Evaluation;

/// <summary>
/// Measures recall on a set. Recall@k is counted over messages: the share of a question's messages that are among the first k recalled, as a mean over questions.
/// </summary>
public static class RecallEvaluation
{
    /// <summary>Questions of this kind have no answer; they are left out of the headline.</summary>
    public const string Adversarial = "adversarial";

    private const int Depth = 20;

    /// <summary>Measures a set.</summary>
    /// <param name="set">What is remembered and asked.</param>
    /// <param name="merged">Each question sees everything instead of its own scope.</param>
    /// <param name="ablate">Measure again without each ingredient.</param>
    /// <param name="source">Of vectors, to be measured beside words; null for none.</param>
    /// <param name="progress">Told of what is being done, a few words.</param>
    /// <exception cref="EmbeddingException">The source cannot be used.</exception>
    public static async Task<EvaluationReport> RunAsync(
        EvaluationSet set, bool merged, bool ablate, EvaluationSource? source = null, IProgress<string>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(set);
        progress?.Report($"remembering {set.Conversations.Count} conversations");
        await using var memory = await EvaluationMemory.CreateAsync(set, merged, source, cancellationToken);
        progress?.Report($"asking {set.Questions.Count} questions");
        // The first questions pay for what the runtime compiles; nobody asks only one.
        foreach (var question in set.Questions.Take(50)) await memory.AskAsync(question, Depth, cancellationToken);
        var (answers, milliseconds) = await AskAllAsync(memory, set, cancellationToken);
        var ablations = new List<AblationRow>();
        if (ablate)
        {
            var whole = Headline(answers).RecallAt10;
            foreach (var ablation in Ablation.All)
            {
                progress?.Report($"without {ablation.Name}");
                memory.Memory.Weights = ablation.Change(RankingWeights.Default);
                var without = Headline((await AskAllAsync(memory, set, cancellationToken)).Answers).RecallAt10;
                ablations.Add(new AblationRow(ablation.Name, without, without - whole));
            }
            memory.Memory.Weights = RankingWeights.Default;
        }
        var dense = source is null ? [] : await MeasureDenseAsync(memory, set, progress, cancellationToken);
        milliseconds.Sort();
        return new EvaluationReport(
            RankingWeights.Default.Version, merged, set.Conversations.Sum(conversation => conversation.Messages.Count), Headline(answers),
            [.. answers.GroupBy(answer => answer.Question.Kind, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => Row(group.Key, [.. group]))],
            Row("all", answers), At(milliseconds, 0.5), At(milliseconds, 0.95), ablations)
        { Dense = dense };
    }

    private static async Task<List<DenseRow>> MeasureDenseAsync(EvaluationMemory memory, EvaluationSet set, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        progress?.Report("embedding");
        if (await memory.Dense.UpdateAsync(null, cancellationToken) is { Failure: { } failure }) throw failure;
        var rows = new List<DenseRow>();
        foreach (var weight in (ReadOnlySpan<double>)[0.2, 0.4, 0.6]) rows.Add(new DenseRow(weight, 0, 0));
        for (var i = 0; i < rows.Count; i++)
        {
            progress?.Report(FormattableString.Invariant($"likeness of meaning at {rows[i].Weight:0.0}"));
            memory.Dense.Weight = rows[i].Weight;
            var (answers, milliseconds) = await AskAllAsync(memory, set, cancellationToken);
            milliseconds.Sort();
            rows[i] = new DenseRow(rows[i].Weight, Headline(answers).RecallAt10, At(milliseconds, 0.95));
        }
        memory.Dense.Weight = 0;
        return rows;
    }

    private static EvaluationRow Headline(List<Answer> answers) =>
        Row($"all but {Adversarial}", [.. answers.Where(answer => answer.Question.Kind != Adversarial)]);

    private static async Task<(List<Answer> Answers, List<double> Milliseconds)> AskAllAsync(EvaluationMemory memory, EvaluationSet set, CancellationToken cancellationToken)
    {
        var answers = new List<Answer>();
        var milliseconds = new List<double>();
        foreach (var question in set.Questions)
        {
            var began = Stopwatch.GetTimestamp();
            var found = await memory.AskAsync(question, Depth, cancellationToken);
            milliseconds.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            if (question.Gold.Count > 0) answers.Add(new Answer(question, found));
        }
        return (answers, milliseconds);
    }

    private static EvaluationRow Row(string kind, List<Answer> answers) => answers.Count == 0
        ? new EvaluationRow(kind, 0, 0, 0, 0, 0, 0)
        : new EvaluationRow(
            kind, answers.Count, 100 * answers.Average(answer => answer.RecallAt(5)), 100 * answers.Average(answer => answer.RecallAt(10)),
            100 * answers.Average(answer => answer.RecallAt(20)), 100 * answers.Average(answer => answer.RecallAt(10) > 0 ? 1 : 0), answers.Average(answer => answer.ReciprocalRank));

    private static double At(List<double> sorted, double share) => sorted.Count == 0 ? 0 : sorted[Math.Min(sorted.Count - 1, (int)(share * sorted.Count))];

    private sealed record Answer(EvaluationQuestion Question, List<string> Found)
    {
        private readonly HashSet<string> _gold = [.. Question.Gold];

        public double ReciprocalRank => Found.FindIndex(_gold.Contains) is >= 0 and var rank ? 1.0 / (rank + 1) : 0;

        public double RecallAt(int k) => (double)Found.Take(k).Count(_gold.Contains) / _gold.Count;
    }
}
