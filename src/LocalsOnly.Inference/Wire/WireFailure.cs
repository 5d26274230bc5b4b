using System.Net.Http;
using System.Text.Json;

namespace LocalsOnly.Inference.Wire;

/// <summary>A failure known on the wire, before the endpoint's name is put to it.</summary>
internal sealed class WireException(InferenceFailure failure, string clause) : Exception(clause)
{
    public InferenceFailure Failure { get; } = failure;
}

/// <summary>Tells what an exception of the transport or of a parser means.</summary>
internal static class WireFailure
{
    /// <summary>The kind and a clause, for whatever the wire made some layer throw. No exception's own message is passed on: a parser's can quote what it read.</summary>
    public static (InferenceFailure Failure, string Clause) Of(Exception exception) => exception switch
    {
        WireException wire => (wire.Failure, wire.Message),
        HttpRequestException { InnerException: InferenceException guard } => (guard.Failure, guard.Message),
        HttpRequestException { HttpRequestError: HttpRequestError.Unknown, InnerException: IOException } =>
            (InferenceFailure.ServerError, "it hung up without an answer"),
        HttpRequestException http => Of(http.HttpRequestError),
        HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse } => (InferenceFailure.Protocol, "it does not speak HTTP"),
        IOException => (InferenceFailure.Truncated, "the connection broke in the middle"),
        FormatException => (InferenceFailure.MalformedToolCall, "the model wrote a tool call that cannot be read"),
        InvalidDataException or JsonException => (InferenceFailure.Protocol, "its stream cannot be read"),
        _ => (InferenceFailure.ServerError, $"an unexpected {exception.GetType().Name}"),
    };

    private static (InferenceFailure Failure, string Clause) Of(HttpRequestError error) => error switch
    {
        HttpRequestError.NameResolutionError => (InferenceFailure.Unreachable, "its name cannot be resolved"),
        HttpRequestError.ResponseEnded => (InferenceFailure.ServerError, "it hung up without an answer"),
        HttpRequestError.InvalidResponse => (InferenceFailure.Protocol, "it does not speak HTTP"),
        HttpRequestError.SecureConnectionError => (InferenceFailure.Unreachable, "no TLS connection could be made"),
        _ => (InferenceFailure.Unreachable, "nothing answers at its address"),
    };
}
