using LocalsOnly.Memory.Recall;

namespace LocalsOnly.Memory.Evaluation;

/// <summary>One ingredient of the ranking taken away, to see what it is worth.</summary>
/// <param name="Name">What is taken away.</param>
/// <param name="Change">The weights without it.</param>
internal sealed record Ablation(string Name, Func<RankingWeights, RankingWeights> Change)
{
    public static IReadOnlyList<Ablation> All { get; } =
    [
        new("neighbours", weights => weights with { Before = 0, After = 0, BeforeSecond = 0, AfterSecond = 0 }),
        new("second neighbours", weights => weights with { BeforeSecond = 0, AfterSecond = 0 }),
        new("length-adaptive neighbours", weights => weights with { ContextReach = 1e9, Before = weights.Before / 3, After = weights.After / 3, BeforeSecond = weights.BeforeSecond / 3, AfterSecond = weights.AfterSecond / 3 }),
        new("conversation score", weights => weights with { Conversation = 0 }),
        new("author", weights => weights with { Author = 0 }),
        new("weak verbose authors", weights => weights with { VerboseWords = 1e9 }),
        new("date", weights => weights with { Date = 0 }),
        new("title", weights => weights with { Title = 0, ConversationTitle = 0 }),
        new("asks when", weights => weights with { AsksWhen = 0 }),
        new("asks how many", weights => weights with { AsksAmount = 0 }),
        new("density", weights => weights with { Density = 0 }),
        new("short questions", weights => weights with { ShortQuestion = 0 }),
        new("questions put here", weights => weights with { Asked = 0 }),
        new("time", weights => weights with { Time = 0 }),
        new("you said", weights => weights with { YouSaid = 0 }),
        new("instruction lane", weights => weights with { Instruction = 0 }),
        new("fuzzy unknown words", weights => weights with { Fuzzy = 0 }),
    ];
}
