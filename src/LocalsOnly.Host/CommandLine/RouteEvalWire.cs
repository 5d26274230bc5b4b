using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LocalsOnly.Host.CommandLine;

/// <summary><c>locals route eval --json</c> (docs/cli.md). Shares and qualities from 0 to 1; what a set cannot tell is null.</summary>
internal sealed record RouteEvalWire(
    string Set,
    string Sha256,
    int N,
    IReadOnlyList<string> Languages,
    string LabelType,
    double LightQuality,
    double HeavyQuality,
    IReadOnlyList<ApgrWire> Apgr,
    DifferenceWire ScoreMinusWords,
    string Verdict,
    double Cpt50,
    double Cpt80,
    LiveWire Live,
    double MatchedCut,
    IReadOnlyList<LanguageWire> ByLanguage,
    LanguageWire? Worst,
    EscalationWire? Escalation,
    IReadOnlyList<UnderRouteWire> UnderRoutes,
    SpeedWire Speed,
    string Weights,
    IReadOnlyList<string> Failures);

/// <summary>APGR of one way to rank; <paramref name="Value"/> null: not given.</summary>
internal sealed record ApgrWire(string Router, double? Value, double? Low, double? High);

internal sealed record DifferenceWire(double Value, double Low, double High);

/// <param name="From">Where the cut comes from.</param>
internal sealed record LiveWire(double Cut, string From, double HeavyShare, double RealisedShare, double Pgr);

/// <param name="Recall">Of the heavy prompts, the share that is given to the heavy tier; null without any.</param>
/// <param name="FalseHeavy">The same of the light ones.</param>
internal sealed record LanguageWire(string Language, int N, int Heavy, double? Recall, double? FalseHeavy);

/// <param name="Catch">Of the light answers that the heavy tier would have bettered, the share that the check finds.</param>
/// <param name="FalseAlarm">Of the others, the share that it finds too.</param>
internal sealed record EscalationWire(int Answers, double? Catch, double? FalseAlarm, double Share, double Pgr);

internal sealed record UnderRouteWire(int Line, string Language, double Score, string Prompt, IReadOnlyList<string> Contributions);

internal sealed record SpeedWire(double P50Microseconds, double P99Microseconds, long BytesAllocated);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(RouteEvalWire))]
internal sealed partial class RouteJson : JsonSerializerContext
{
    /// <summary>For people: indented.</summary>
    public static RouteJson Indented { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
