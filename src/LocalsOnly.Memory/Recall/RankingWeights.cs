using System.Text.Json;
using System.Text.Json.Serialization;

namespace LocalsOnly.Memory.Recall;

/// <summary>
/// The weights of the ranking, which are data: they were measured on conversations that are not in the project, and <c>locals memory eval --ablate</c> shows
/// what each is worth on those at hand. The formula is in docs/decisions/0011-ranking.md.
/// </summary>
internal sealed record RankingWeights
{
    /// <summary>Names this set of weights in reports.</summary>
    public required string Version { get; init; }

    /// <summary>Occurrences at which a term has half of its weight.</summary>
    public required double Saturation { get; init; }

    /// <summary>How much of a message's length counts against it, 0 to 1 (b of BM25).</summary>
    public required double LengthShare { get; init; }

    /// <summary>Words at which a message's neighbours count half: the shorter it is, the more they say what it is about.</summary>
    public required double ContextReach { get; init; }

    /// <summary>Weight of the message before.</summary>
    public required double Before { get; init; }

    /// <summary>Weight of the message after.</summary>
    public required double After { get; init; }

    /// <summary>Weight of the one before that.</summary>
    public required double BeforeSecond { get; init; }

    /// <summary>Weight of the one after that.</summary>
    public required double AfterSecond { get; init; }

    /// <summary>An author whose messages have more words than this on average counts less in proportion: a model, not a person.</summary>
    public required double VerboseWords { get; init; }

    /// <summary>Occurrences that a term in the conversation's title is worth in each of its messages.</summary>
    public required double Title { get; init; }

    /// <summary>Weight of what the whole conversation speaks of.</summary>
    public required double Conversation { get; init; }

    /// <summary>Occurrences that a term in the title is worth in the conversation.</summary>
    public required double ConversationTitle { get; init; }

    /// <summary>The question names who said it.</summary>
    public required double Author { get; init; }

    /// <summary>It was said at the time that the question asks for.</summary>
    public required double Date { get; init; }

    /// <summary>The question asks when, and a time is told.</summary>
    public required double AsksWhen { get; init; }

    /// <summary>The question asks how many, and a number is told.</summary>
    public required double AsksAmount { get; init; }

    /// <summary>Longer messages say more.</summary>
    public required double Density { get; init; }

    /// <summary>Taken from short questions, which say nothing.</summary>
    public required double ShortQuestion { get; init; }

    /// <summary>Taken from questions that were put to a persona here: whoever asks again wants the answer.</summary>
    public required double Asked { get; init; }

    /// <summary>A time is told.</summary>
    public required double Time { get; init; }

    /// <summary>The question is about what the model said.</summary>
    public required double YouSaid { get; init; }

    /// <summary>A standing instruction, in the lane of those.</summary>
    public required double Instruction { get; init; }

    /// <summary>A word that nobody used stands for those like it with this weight.</summary>
    public required double Fuzzy { get; init; }

    /// <summary>Those of this version of the program.</summary>
    public static RankingWeights Default { get; } = Load();

    private static RankingWeights Load()
    {
        using var stream = typeof(RankingWeights).Assembly.GetManifestResourceStream("ranking-weights.json")!;
        return JsonSerializer.Deserialize(stream, RankingJson.Default.RankingWeights)!;
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(RankingWeights))]
internal sealed partial class RankingJson : JsonSerializerContext;
