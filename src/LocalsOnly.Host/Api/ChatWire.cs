using System.Globalization;
using LocalsOnly.Agents;
using LocalsOnly.Inference;
using LocalsOnly.Memory;

namespace LocalsOnly.Host.Api;

internal sealed record ModelListWire(string Object, IReadOnlyList<ModelWire> Data);

internal sealed record ModelWire(string Id, string Object, long Created, string OwnedBy, string Name, string Description, string? Tier);

/// <summary>OpenAI's error envelope.</summary>
internal sealed record ErrorWire(ErrorDetail Error)
{
    public static ErrorWire Of(string message, string type, string code) => new(new ErrorDetail(message, type, null, code, null));
}

/// <param name="Message">One sentence for a person.</param>
/// <param name="Param">The field of the request that is at fault; null otherwise.</param>
/// <param name="Partial">The text of a reply that broke off; null otherwise.</param>
internal sealed record ErrorDetail(string Message, string Type, string? Param, string Code, string? Partial);

internal sealed record RouteWire(
    string? Id, string Asked, string? Answered, string Mode, string? Endpoint, string? Model, bool Simulated, bool Escalated, IReadOnlyList<string> Reasons)
{
    public static RouteWire From(RouteChosen route) => new(
        route.Id.Length > 0 ? route.Id : null,
        Word(route.Asked),
        route.Answered is { } answered ? Word(answered) : null,
        route.Mode == AnswerMode.RecallOnly ? "recall_only" : "model",
        route.Endpoint,
        route.Model,
        route.Simulated,
        route.Escalated,
        route.Reasons);

    public static RouteWire From(RouteDecision route) =>
        new(
            route.Id.Length > 0 ? route.Id : null, Word(route.Asked), Word(route.Answered), "model", route.Endpoint, route.Model, route.Simulated, route.Escalated,
            route.Reasons);

    public RouteChosen ToEvent() => new(
        Mode == "recall_only" ? AnswerMode.RecallOnly : AnswerMode.Model, Tier(Asked) ?? Inference.Tier.Light, Tier(Answered), Endpoint, Model, Simulated, Reasons)
    {
        Id = Id ?? "",
        Escalated = Escalated,
    };

    private static string Word(Tier tier) => tier == Inference.Tier.Heavy ? "heavy" : "light";

    private static Tier? Tier(string? word) => word switch { "heavy" => Inference.Tier.Heavy, "light" => Inference.Tier.Light, _ => null };
}

internal sealed record SourceWire(
    int Number, string Key, string Conversation, string Title, string? Date, string Source, string Author, string Excerpt, string Url, bool Cited)
{
    public static SourceWire From(TurnSource source, string baseUrl) => new(
        source.Number,
        source.Passage.MessageKey,
        source.Passage.ConversationKey,
        source.Passage.Title,
        Iso(source.Passage.At),
        source.Passage.Source,
        AuthorWord(source.Passage.Author),
        source.Excerpt,
        SourceUrl(baseUrl, source.Passage.MessageKey),
        source.Cited);

    public TurnSource ToSource() => new(
        Number,
        new Passage(
            Key, Conversation, Source, Title, Author switch { "you" => MessageAuthor.User, "assistant" => MessageAuthor.Assistant, "system" => MessageAuthor.System, _ => MessageAuthor.Tool },
            Date is null ? null : DateTimeOffset.Parse(Date, CultureInfo.InvariantCulture), Excerpt, 0),
        Excerpt,
        Cited);

    /// <summary>The page, with the source panel open on a message.</summary>
    public static string SourceUrl(string baseUrl, string key) => $"{baseUrl}/?source={Uri.EscapeDataString(key)}";

    public static string? Iso(DateTimeOffset? at) => at?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string AuthorWord(MessageAuthor author) => author switch
    {
        MessageAuthor.User => "you",
        MessageAuthor.Assistant => "assistant",
        MessageAuthor.System => "system",
        _ => "tool",
    };
}

internal sealed record StatsWire(double? TokensPerSecond, double? PromptTokensPerSecond, double? TimeToFirstTokenMs, string Provenance)
{
    public static StatsWire From(TurnStats stats) => new(
        Round(stats.TokensPerSecond),
        Round(stats.PromptTokensPerSecond),
        Round(stats.TimeToFirstToken?.TotalMilliseconds),
        stats.Provenance.ToString().ToLowerInvariant());

    public static StatsWire From(GenerationStatsContent stats) => new(
        Round(stats.GenerationTokensPerSecond),
        Round(stats.PromptTokensPerSecond),
        Round(stats.TimeToFirstToken?.TotalMilliseconds),
        stats.Provenance.ToString().ToLowerInvariant());

    private static double? Round(double? value) => value is { } number ? Math.Round(number, 1) : null;
}

internal sealed record AnnotationWire(string Type, UrlCitationWire UrlCitation)
{
    public static AnnotationWire[] From(TurnCompleted completed, string baseUrl) =>
        [.. completed.Citations.Select(mark => (mark, source: completed.Sources[mark.Number - 1].Passage)).Select(pair => new AnnotationWire(
            "url_citation",
            new UrlCitationWire(SourceWire.SourceUrl(baseUrl, pair.source.MessageKey), pair.source.Title, pair.mark.Start, pair.mark.End)))];
}

internal sealed record UrlCitationWire(string Url, string Title, int StartIndex, int EndIndex);
