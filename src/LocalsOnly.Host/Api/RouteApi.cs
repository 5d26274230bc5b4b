using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using LocalsOnly.Agents;
using LocalsOnly.Inference.Routing;

namespace LocalsOnly.Host.Api;

/// <summary>What <c>/api/route</c> answers (docs/api.md): why a prompt would go where, and what became of an answer.</summary>
internal static class RouteApi
{
    /// <summary>Stands for the newest decision in a path.</summary>
    public const string Last = "last";

    public static void MapRoute(this WebApplication app)
    {
        app.MapPost("/api/route/explain", ExplainAsync);
        app.MapPost("/api/route/{id}/outcome", OutcomeAsync);
    }

    private static async Task ExplainAsync(HttpContext context)
    {
        if (await ReadAsync(context, RouteApiJson.Default.RouteExplainRequest) is not { } request || string.IsNullOrWhiteSpace(request.Prompt))
        {
            await Errors.WriteAsync(context, StatusCodes.Status400BadRequest, "The body must be {\"prompt\":…}, with \"persona\", \"task\" and \"tools\" where they matter.", "invalid_request_error", "bad_request");
            return;
        }

        try
        {
            await WriteAsync(context, context.RequestServices.GetRequiredService<RouteExplanation>().Explain(request), RouteApiJson.Default.RouteExplainWire);
        }
        catch (KeyNotFoundException unknown)
        {
            await Errors.WriteAsync(context, StatusCodes.Status404NotFound, unknown.Message, "invalid_request_error", "not_found");
        }
    }

    private static async Task OutcomeAsync(HttpContext context)
    {
        var journal = context.RequestServices.GetRequiredService<IRouteJournal>();
        if (await ReadAsync(context, RouteApiJson.Default.OutcomeRequest) is not { } request || !OutcomeNames.TryParse(request.Outcome, out var kind))
        {
            await Errors.WriteAsync(
                context, StatusCodes.Status400BadRequest, $"The body must be {{\"outcome\":…}} with one of {string.Join(", ", OutcomeNames.All)}.", "invalid_request_error", "bad_outcome");
            return;
        }

        var asked = (string)context.Request.RouteValues["id"]!;
        var id = asked == Last ? journal.Newest : asked;
        if (id is null || !journal.Knows(id))
        {
            await Errors.WriteAsync(context, StatusCodes.Status404NotFound, Unknown(asked), "invalid_request_error", "not_found");
            return;
        }

        journal.Outcome(new JournalOutcome(id, kind, context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow()));
        await WriteAsync(context, new OutcomeWire(id, OutcomeNames.Of(kind)), RouteApiJson.Default.OutcomeWire);
    }

    /// <summary>The sentence for a decision that is not kept.</summary>
    public static string Unknown(string asked) => asked == Last
        ? "No routing decision is kept yet; ask a persona something first."
        : $"No routing decision {PersonSentences.Plain(asked)} is among the latest that are kept; the reply's route holds its id.";

    private static async Task<T?> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(context.Request.Body, type, context.RequestAborted);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Task WriteAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type)
    {
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        return JsonSerializer.SerializeAsync(context.Response.Body, value, type, context.RequestAborted);
    }
}

internal sealed record OutcomeRequest(string? Outcome);

internal sealed record OutcomeWire(string Decision, string Outcome);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(RouteExplainRequest))]
[JsonSerializable(typeof(RouteExplainWire))]
[JsonSerializable(typeof(OutcomeRequest))]
[JsonSerializable(typeof(OutcomeWire))]
internal sealed partial class RouteApiJson : JsonSerializerContext
{
    /// <summary>For people: indented.</summary>
    public static RouteApiJson Indented { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
