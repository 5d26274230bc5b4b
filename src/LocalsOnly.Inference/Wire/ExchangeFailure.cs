namespace LocalsOnly.Inference.Wire;

/// <summary>Gives what goes wrong in one exchange with an endpoint its name.</summary>
internal static class ExchangeFailure
{
    /// <summary>The failure that an exception of the transport, of a parser or of a deadline stands for; what has its name already is given back.</summary>
    /// <param name="caller">Cancelled when nobody wants the answer any more.</param>
    public static Exception Of(Exception exception, StreamDeadlines deadlines, string endpoint, string? model, CancellationToken caller) => exception switch
    {
        InferenceException => exception,
        _ when caller.IsCancellationRequested => new OperationCanceledException("The answer was not wanted any more.", exception, caller),
        _ when deadlines.Expired is { } missed => Of(new WireFault(InferenceFailure.Deadline, missed), endpoint, model, exception),
        HttpRequestException { InnerException: InferenceException guard } =>
            new InferenceException(guard.Failure, guard.Message, endpoint, model, exception),
        _ => Of(WireFailure.Of(exception), endpoint, model, exception is WireException or HttpRequestException or IOException ? exception : null),
    };

    /// <param name="inner">Not a parser's exception: logged, it could show what it could not read.</param>
    public static InferenceException Of(WireFault fault, string endpoint, string? model, Exception? inner = null) =>
        new(fault.Failure, $"{endpoint}: {fault.Clause}.", endpoint, model, inner)
        {
            RetryAfter = fault.RetryAfter,
            RunnerDied = fault.RunnerDied,
            IsConfiguration = fault.IsConfiguration,
            Status = fault.Status,
        };
}
