using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Inference.Wire;

/// <summary>Reads one answer to its proper end, and takes no other end for one.</summary>
/// <param name="inOnePiece">What comes is one JSON object and no stream.</param>
internal sealed class ChatStream(PipeReader reader, StreamDeadlines deadlines, string model, bool simulated, Dialect dialect, bool inOnePiece = false) : IDisposable
{
    /// <summary>What is asked for in one piece takes seconds to write.</summary>
    private const int LongestPiece = 8 * 1024 * 1024;

    private readonly SseLines _lines = new(reader);
    private readonly ChatChunk _chunk = new();
    private readonly ToolCallAssembly _calls = new();
    private UsageDetails? _usage;
    private (double Prompt, double Generation)? _rates;
    private (int Tokens, double Sum) _likelihood;
    private bool _saidAnything;
    private bool _errorFollows;
    private bool _finished;
    private bool _done;

    /// <summary>The next update; null after the end.</summary>
    /// <exception cref="WireException">The stream says an error, or ends before its end.</exception>
    public ValueTask<ChatResponseUpdate?> NextAsync()
    {
        if (inOnePiece)
            return _finished ? new ValueTask<ChatResponseUpdate?>(_done ? null : ReadEnd()) : ReceivePieceAsync();
        try
        {
            // What one read brought is handed out without a state machine for each frame of it.
            while (!_done && _lines.TryNext(out var line))
            {
                if (Read(line) is { } update)
                    return new ValueTask<ChatResponseUpdate?>(update);
            }
        }
        catch (Exception e)
        {
            return ValueTask.FromException<ChatResponseUpdate?>(e);
        }

        return _done ? default : ReceiveAsync();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ChatResponseUpdate?> ReceiveAsync()
    {
        while (!_done)
        {
            var line = await _lines.MoveNextAsync(deadlines.Token);
            if (line == SseLine.End)
                return _finished && !dialect.EndsWithDone ? ReadEnd() : throw EndedEarly();
            if (Read(line) is { } update)
                return update;
        }

        return null;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ChatResponseUpdate?> ReceivePieceAsync()
    {
        ReadResult read;
        while (!(read = await reader.ReadAsync(deadlines.Token)).IsCompleted)
        {
            if (read.Buffer.Length > LongestPiece)
                throw new WireException(InferenceFailure.Protocol, "its answer is longer than 8 MiB");
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }

        // exo's word for everything that goes wrong while it writes such an answer, or before the first token of it, is an empty one.
        if (read.Buffer.IsEmpty)
            throw new WireException(InferenceFailure.Truncated, "it answered with nothing at all");
        var update = ReadData(read.Buffer.IsSingleSegment ? read.Buffer.FirstSpan : read.Buffer.ToArray());
        return _finished ? update : throw new WireException(InferenceFailure.Truncated, "its answer ended without a finish reason");
    }

    private ChatResponseUpdate? Read(SseLine line)
    {
        _saidAnything = true;
        switch (line)
        {
            case SseLine.Data when _errorFollows:
            case SseLine.Error:
                throw new WireException((ServerError.Find(_lines.Value.Span) ?? new ServerError("", null)).Explain());
            case SseLine.Data:
                return ReadData(_lines.Value.Span);
            case SseLine.Comment:
                return ReadComment(_lines.Value.Span);
            case SseLine.ErrorEvent:
                _errorFollows = true;
                return null;
            case SseLine.Field:
                return null;
            default:
                throw new WireException(InferenceFailure.Protocol, "its stream cannot be read");
        }
    }

    private ChatResponseUpdate? ReadData(ReadOnlySpan<byte> data)
    {
        if (data.SequenceEqual("[DONE]"u8))
            return _finished ? ReadEnd() : throw EndedEarly();
        if (data.IsEmpty)
            return null;

        _chunk.Read(data);
        if (_chunk.Error is { } error)
            throw new WireException(error.Explain());

        _usage = _chunk.Usage ?? _usage;
        _rates = _chunk.Rates ?? _rates;
        _likelihood = (_likelihood.Tokens + _chunk.Likelihood.Tokens, _likelihood.Sum + _chunk.Likelihood.Sum);
        foreach (var piece in _chunk.ToolCalls)
            _calls.Add(piece);
        var finish = string.IsNullOrEmpty(_chunk.FinishReason) ? null : _chunk.FinishReason;
        if (WireFault.OfFinish(finish) is { } unfinished)
            throw new WireException(unfinished);
        if (_chunk.Text is { Length: > 0 } || _chunk.Reasoning is { Length: > 0 } || _chunk.ToolCalls.Count > 0 || finish is not null)
            deadlines.TokenArrived();

        // Most frames that are not tokens (a role, a piece of a tool call) bring nothing to show: nothing is allocated for them.
        List<AIContent>? contents = null;
        if (_chunk.Reasoning is { Length: > 0 } reasoning)
            (contents ??= new(1)).Add(new TextReasoningContent(reasoning));
        if (_chunk.Text is { Length: > 0 } text)
            (contents ??= new(1)).Add(new TextContent(text));
        if (_chunk.Logprobs is { } logprobs)
            (contents ??= new(1)).Add(new LogprobsContent(logprobs));
        if (finish is not null)
        {
            _finished = true;
            if (!_calls.IsEmpty)
                (contents ??= new(1)).AddRange(_calls.Take());
        }

        return contents is null && finish is null ? null : Update(contents ?? [], finish);
    }

    private ChatResponseUpdate? ReadComment(ReadOnlySpan<byte> comment)
    {
        var content = StreamComment.Read(comment, simulated);
        if (content is PrefillProgressContent)
            deadlines.Progressed();
        return content is null ? null : Update([content], null);
    }

    /// <summary>Usage is told once, at the end: servers that repeat it would otherwise be counted several times over.</summary>
    private ChatResponseUpdate? ReadEnd()
    {
        _done = true;
        var contents = new List<AIContent>(2);
        if (_usage is not null)
            contents.Add(new UsageContent(_usage));
        if (_rates is var (prompt, generation))
            contents.Add(new GenerationStatsContent(prompt, generation, simulated ? Provenance.Simulated : Provenance.Measured));
        if (_likelihood.Tokens > 0)
            contents.Add(new MeanLogprobContent(_likelihood.Sum / _likelihood.Tokens, _likelihood.Tokens));
        return contents.Count == 0 ? null : Update(contents, null);
    }

    private ChatResponseUpdate Update(List<AIContent> contents, string? finish) => new()
    {
        Role = ChatRole.Assistant,
        Contents = contents,
        ModelId = model,
        ResponseId = _chunk.Id,
        MessageId = _chunk.Id,
        FinishReason = finish switch
        {
            null => null,
            "stop" => ChatFinishReason.Stop,
            _ => new ChatFinishReason(finish),
        },
    };

    private WireException EndedEarly() => !_saidAnything
        ? new WireException(InferenceFailure.Protocol, "it answered with nothing at all")
        : _finished
            ? new WireException(InferenceFailure.Truncated, "its stream broke off before it said that it was done")
            : new WireException(InferenceFailure.Truncated, "its stream ended without a finish reason");

    public void Dispose()
    {
        _lines.Dispose();
        reader.Complete();
    }
}
