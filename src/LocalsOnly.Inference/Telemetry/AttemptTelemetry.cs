using System.Diagnostics;
using LocalsOnly.Inference.Clients;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Inference.Telemetry;

/// <summary>What is told of one attempt. Until it ends well or badly by itself it counts as cancelled, and it is told when it is disposed of.</summary>
internal sealed class AttemptTelemetry : IDisposable
{
    private readonly TimeProvider _time;
    private readonly long _began;
    private TagList _tags;
    private long? _lastChunk;
    private string? _model;
    private string? _error = nameof(InferenceFailure.Cancelled);
    private ChatFinishReason? _finish;
    private UsageDetails? _usage;
    private bool _inOnePiece;

    public AttemptTelemetry(Endpoint endpoint, ChatOptions? options, TimeProvider time)
    {
        _time = time;
        _began = time.GetTimestamp();
        _tags = new TagList
        {
            { "gen_ai.operation.name", "chat" },
            { "gen_ai.provider.name", endpoint.Protocol == EndpointProtocol.Exo ? "exo" : "openai" },
            { "server.address", endpoint.Url.Host },
            { "server.port", endpoint.Url.Port },
        };
        var model = options?.ModelId ?? endpoint.Model;
        if (model is not null)
            _tags.Add("gen_ai.request.model", model);
        if (!InferenceTelemetry.Source.HasListeners())
            return;
        Span = InferenceTelemetry.Source.StartActivity(
            ActivityKind.Client, tags: _tags, name: model is null ? "chat" : "chat " + model);
        if (Span is not { IsAllDataRequested: true })
            return;
        Span.SetTag("locals.endpoint", endpoint.Name);
        Span.SetTag("gen_ai.request.stream", !options.GetRoute().InOnePiece);
        if (options?.MaxOutputTokens is { } most)
            Span.SetTag("gen_ai.request.max_tokens", most);
        if (options?.Temperature is { } temperature)
            Span.SetTag("gen_ai.request.temperature", (double)temperature);
    }

    /// <summary>Null when nobody wants it.</summary>
    public Activity? Span { get; }

    public void Observe(ChatResponseUpdate update)
    {
        _finish = update.FinishReason ?? _finish;
        foreach (var content in update.Contents)
        {
            if (content is EndpointOpenedContent opened)
                (_model, _inOnePiece) = (opened.Model, opened.InOnePiece);
            else if (content is UsageContent usage)
                _usage = usage.Details;
        }

        if (_inOnePiece || !MeaningfulToken.IsIn(update))
            return;
        var now = _time.GetTimestamp();
        if (_lastChunk is { } last)
        {
            InferenceTelemetry.TimePerOutputChunk.Record(_time.GetElapsedTime(last, now).TotalSeconds, WithModel());
        }
        else
        {
            var seconds = _time.GetElapsedTime(_began, now).TotalSeconds;
            InferenceTelemetry.TimeToFirstChunk.Record(seconds, WithModel());
            Span?.SetTag("gen_ai.response.time_to_first_chunk", seconds);
        }

        _lastChunk = now;
    }

    public void Succeeded() => _error = null;

    public void Failed(Exception failure)
    {
        _error = failure switch
        {
            InferenceException inference => inference.Failure.ToString(),
            OperationCanceledException => nameof(InferenceFailure.Cancelled),
            _ => failure.GetType().FullName,
        };
        // An inference failure's message is written for people and holds no prompt; a stranger's could.
        if (failure is not OperationCanceledException)
            Span?.SetStatus(ActivityStatusCode.Error, (failure as InferenceException)?.Message);
    }

    public void Dispose()
    {
        Count("input", "gen_ai.usage.input_tokens", _usage?.InputTokenCount);
        Count("output", "gen_ai.usage.output_tokens", _usage?.OutputTokenCount);
        var tags = WithModel();
        if (_error is not null)
            tags.Add("error.type", _error);
        InferenceTelemetry.OperationDuration.Record(_time.GetElapsedTime(_began).TotalSeconds, tags);
        if (Span is not { } span)
            return;
        if (_model is not null)
            span.SetTag("gen_ai.response.model", _model);
        if (_finish is { } finish)
            span.SetTag("gen_ai.response.finish_reasons", new[] { finish.Value });
        if (_usage?.CachedInputTokenCount is { } cached)
            span.SetTag("gen_ai.usage.cache_read.input_tokens", cached);
        if (_error is not null)
            span.SetTag("error.type", _error);
        span.Dispose();
    }

    private void Count(string type, string attribute, long? tokens)
    {
        if (tokens is not { } count)
            return;
        Span?.SetTag(attribute, count);
        var tags = WithModel();
        tags.Add("gen_ai.token.type", type);
        InferenceTelemetry.TokenUsage.Record(count, tags);
    }

    private TagList WithModel()
    {
        var tags = _tags;
        if (_model is not null)
            tags.Add("gen_ai.response.model", _model);
        return tags;
    }
}
