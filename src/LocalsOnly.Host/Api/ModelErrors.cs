using System.Globalization;
using LocalsOnly.Agents;
using LocalsOnly.Inference;

namespace LocalsOnly.Host.Api;

/// <summary>Tells a program what kept a model from answering: the status decides whether its client asks again by itself.</summary>
internal static class ModelErrors
{
    private const string TooLong = "context_length_exceeded";

    public static Task WriteAsync(HttpContext context, InferenceException failure, string? partial = null)
    {
        if (failure.AfterFirstToken)
            return Errors.WriteAsync(context, StatusCodes.Status502BadGateway, PersonSentences.Interrupted(failure), "incomplete", "incomplete", partial);
        var (status, code) = Of(failure);
        if (status is StatusCodes.Status503ServiceUnavailable or StatusCodes.Status429TooManyRequests)
            context.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(RetryAfter(failure).TotalSeconds)).ToString("0", CultureInfo.InvariantCulture);
        var type = status switch
        {
            StatusCodes.Status429TooManyRequests => "budget_spent",
            StatusCodes.Status400BadRequest => "invalid_request_error",
            StatusCodes.Status503ServiceUnavailable => "unavailable",
            _ => "server_error",
        };
        return Errors.WriteAsync(context, status, PersonSentences.NotAnswered(failure), type, code, field: code == TooLong ? "messages" : null);
    }

    /// <summary>HTTP status, and the word that a program may tell the failure by.</summary>
    public static (int Status, string Code) Of(InferenceException failure) => failure.Failure switch
    {
        InferenceFailure.Overloaded => (StatusCodes.Status503ServiceUnavailable, "overloaded"),
        InferenceFailure.CircuitOpen => (StatusCodes.Status503ServiceUnavailable, "circuit_open"),
        InferenceFailure.Loading => (StatusCodes.Status503ServiceUnavailable, "loading"),
        InferenceFailure.Unreachable => (StatusCodes.Status503ServiceUnavailable, "unreachable"),
        InferenceFailure.NoEndpoint => (StatusCodes.Status503ServiceUnavailable, "no_endpoint"),
        InferenceFailure.NotPlaced => (StatusCodes.Status503ServiceUnavailable, "not_placed"),
        InferenceFailure.ContextOverflow => (StatusCodes.Status400BadRequest, TooLong),
        InferenceFailure.BudgetSpent => (StatusCodes.Status429TooManyRequests, "budget_spent"),
        InferenceFailure.Unsuitable when failure.IsTooLong => (StatusCodes.Status400BadRequest, TooLong),
        InferenceFailure.Unsuitable => (StatusCodes.Status400BadRequest, "unsuitable"),
        InferenceFailure.PoisonedPrompt => (StatusCodes.Status400BadRequest, "poisoned_prompt"),
        InferenceFailure.ServerError when Status(failure) is 400 or 422 or 501 => (StatusCodes.Status400BadRequest, "rejected"),
        InferenceFailure.Deadline => (StatusCodes.Status504GatewayTimeout, "deadline"),
        InferenceFailure.Protocol => (StatusCodes.Status502BadGateway, "protocol"),
        InferenceFailure.Truncated => (StatusCodes.Status502BadGateway, "truncated"),
        InferenceFailure.MalformedToolCall => (StatusCodes.Status502BadGateway, "malformed_tool_call"),
        InferenceFailure.RefusedByGuard => (StatusCodes.Status502BadGateway, "refused_by_guard"),
        _ => (StatusCodes.Status502BadGateway, "server_error"),
    };

    /// <summary>The status of the attempt that the failure is named after.</summary>
    private static int? Status(InferenceException failure) => failure.Status ?? (failure.Attempts.Count > 0 ? failure.Attempts[0].Status : null);

    /// <summary>What an endpoint asked for, the shortest of several; else how long such a thing takes to pass.</summary>
    private static TimeSpan RetryAfter(InferenceException failure) =>
        failure.RetryAfter ?? failure.Attempts.Min(attempt => attempt.RetryAfter) ?? TimeSpan.FromSeconds(failure.Failure switch
        {
            InferenceFailure.Overloaded => 2,
            InferenceFailure.CircuitOpen => 5,
            _ => 15,
        });
}
