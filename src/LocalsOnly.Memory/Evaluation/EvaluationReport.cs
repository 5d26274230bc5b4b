namespace LocalsOnly.Memory.Evaluation;

/// <summary>What was measured on a set.</summary>
/// <param name="Weights">Version of the ranking's weights.</param>
/// <param name="Merged">Each question saw everything.</param>
/// <param name="Messages">Messages in the set.</param>
/// <param name="Headline">All questions but the adversarial ones.</param>
/// <param name="Kinds">By kind of question.</param>
/// <param name="All">All questions.</param>
/// <param name="LatencyP50">Milliseconds of one recall, median.</param>
/// <param name="LatencyP95">Milliseconds of one recall, 95th percentile.</param>
/// <param name="Ablations">What each ingredient is worth; empty when that was not asked for.</param>
public sealed record EvaluationReport(
    string Weights, bool Merged, int Messages, EvaluationRow Headline, IReadOnlyList<EvaluationRow> Kinds, EvaluationRow All, double LatencyP50, double LatencyP95,
    IReadOnlyList<AblationRow> Ablations)
{
    /// <summary>With likeness of meaning beside words, by its weight; empty without a source of vectors.</summary>
    public IReadOnlyList<DenseRow> Dense { get; init; } = [];
}

/// <summary>The headline with likeness of meaning.</summary>
/// <param name="Weight">As <see cref="EmbeddingOptions.Weight"/>.</param>
/// <param name="RecallAt10">In percent.</param>
/// <param name="LatencyP95">Milliseconds of one recall.</param>
public sealed record DenseRow(double Weight, double RecallAt10, double LatencyP95);

/// <summary>Figures of some questions, in percent but for the last.</summary>
/// <param name="Kind">Which questions.</param>
/// <param name="Questions">How many.</param>
/// <param name="RecallAt5">Share of their messages among the first five.</param>
/// <param name="RecallAt10">Among the first ten.</param>
/// <param name="RecallAt20">Among the first twenty.</param>
/// <param name="AnyHit">Questions with at least one of their messages among the first ten.</param>
/// <param name="ReciprocalRank">Mean of one over the rank of the first right message (MRR).</param>
public sealed record EvaluationRow(string Kind, int Questions, double RecallAt5, double RecallAt10, double RecallAt20, double AnyHit, double ReciprocalRank);

/// <summary>The headline's recall@10 without one ingredient.</summary>
/// <param name="Without">What was taken away.</param>
/// <param name="RecallAt10">In percent.</param>
/// <param name="Change">In points; negative when the ingredient helps.</param>
public sealed record AblationRow(string Without, double RecallAt10, double Change);
