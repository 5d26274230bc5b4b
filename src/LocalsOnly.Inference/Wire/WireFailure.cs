using System.Net.Http;
using System.Text.Json;

namespace LocalsOnly.Inference.Wire;

/// <summary>A failure on the wire, before the endpoint's name is put to it.</summary>
/// <param name="Clause">Written here: no server is quoted, because its words may be the prompt's.</param>
internal readonly record struct WireFault(InferenceFailure Failure, string Clause)
{
    /// <summary>How long the server asked to be left alone.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The server said that the process that runs the model died.</summary>
    public bool RunnerDied { get; init; }

    /// <summary>The next request would be refused like this one.</summary>
    public bool IsConfiguration { get; init; }

    /// <summary>HTTP status; null inside a stream.</summary>
    public int? Status { get; init; }

    /// <summary>
    /// What the finish reasons say with which vLLM's engine ends an answer that it has not finished, <c>error</c> and <c>abort</c> (its FINISH_REASON_STRINGS);
    /// null for those of an answer that is one.
    /// </summary>
    public static WireFault? OfFinish(string? reason) => reason switch
    {
        "error" => new WireFault(InferenceFailure.ServerError, "the server gave the answer up and did not say why"),
        "abort" => new WireFault(InferenceFailure.Truncated, "the server broke the answer off"),
        _ => null,
    };
}

/// <summary>A failure known on the wire, before the endpoint's name is put to it.</summary>
internal sealed class WireException(WireFault fault) : Exception(fault.Clause)
{
    public WireException(InferenceFailure failure, string clause)
        : this(new WireFault(failure, clause))
    {
    }

    public WireFault Fault { get; } = fault;
}

/// <summary>Tells what an exception of the transport or of a parser means.</summary>
internal static class WireFailure
{
    /// <summary>The fault, for whatever the wire made some layer throw. No exception's own message is passed on: a parser's can quote what it read.</summary>
    public static WireFault Of(Exception exception) => exception switch
    {
        WireException wire => wire.Fault,
        HttpRequestException { InnerException: InferenceException guard } => new(guard.Failure, guard.Message),
        HttpRequestException { HttpRequestError: HttpRequestError.Unknown, InnerException: IOException } =>
            new(InferenceFailure.ServerError, "it hung up without an answer"),
        HttpRequestException http => Of(http.HttpRequestError),
        HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse } => new(InferenceFailure.Protocol, "it does not speak HTTP"),
        IOException => new(InferenceFailure.Truncated, "the connection broke in the middle"),
        FormatException => new(InferenceFailure.MalformedToolCall, "the model wrote a tool call that cannot be read"),
        InvalidDataException or JsonException => new(InferenceFailure.Protocol, "its stream cannot be read"),
        _ => new(InferenceFailure.ServerError, $"an unexpected {exception.GetType().Name}"),
    };

    private static WireFault Of(HttpRequestError error) => error switch
    {
        HttpRequestError.NameResolutionError => new(InferenceFailure.Unreachable, "its name cannot be resolved"),
        HttpRequestError.ResponseEnded => new(InferenceFailure.ServerError, "it hung up without an answer"),
        HttpRequestError.InvalidResponse => new(InferenceFailure.Protocol, "it does not speak HTTP"),
        HttpRequestError.SecureConnectionError => new(InferenceFailure.Unreachable, "no TLS connection could be made"),
        _ => new(InferenceFailure.Unreachable, "nothing answers at its address"),
    };
}
