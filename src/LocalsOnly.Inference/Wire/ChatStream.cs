using System.IO.Pipelines;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Inference.Wire;

/// <summary>Reads one streamed answer to its proper end, and takes no other end for one.</summary>
internal sealed class ChatStream(PipeReader reader, StreamDeadlines deadlines, string model, bool simulated) : IDisposable
{
    private readonly SseLines _lines = new(reader);
    private readonly ChatChunk _chunk = new();
    private readonly ToolCallAssembly _calls = new();
    private UsageDetails? _usage;
    private (double Prompt, double Generation)? _rates;
    private bool _saidAnything;
    private bool _finished;
    private bool _done;

    /// <summary>The next update; null after the end.</summary>
    /// <exception cref="WireException">The stream says an error, or ends before its end.</exception>
    public async ValueTask<ChatResponseUpdate?> NextAsync()
    {
        while (!_done)
        {
            var line = await _lines.MoveNextAsync(deadlines.Token);
            if (line == SseLine.End)
                throw EndedEarly();
            _saidAnything = true;
            var update = line switch
            {
                SseLine.Data => ReadData(_lines.Value.Span),
                SseLine.Comment => ReadComment(_lines.Value.Span),
                SseLine.Field => null,
                _ => throw new WireException(InferenceFailure.Protocol, "its stream cannot be read"),
            };
            if (update is not null)
                return update;
        }

        return null;
    }

    private ChatResponseUpdate? ReadData(ReadOnlySpan<byte> data)
    {
        if (data.SequenceEqual("[DONE]"u8))
            return _finished ? ReadEnd() : throw EndedEarly();
        if (data.IsEmpty)
            return null;

        _chunk.Read(data);
        if (_chunk.Error is { } error)
        {
            var (failure, clause) = error.Explain();
            throw new WireException(failure, clause);
        }

        _usage = _chunk.Usage ?? _usage;
        _rates = _chunk.Rates ?? _rates;
        foreach (var piece in _chunk.ToolCalls)
            _calls.Add(piece);
        var finish = string.IsNullOrEmpty(_chunk.FinishReason) ? null : _chunk.FinishReason;
        if (_chunk.Text is { Length: > 0 } || _chunk.Reasoning is { Length: > 0 } || _chunk.ToolCalls.Count > 0 || finish is not null)
            deadlines.TokenArrived();

        var contents = new List<AIContent>(1);
        if (_chunk.Reasoning is { Length: > 0 } reasoning)
            contents.Add(new TextReasoningContent(reasoning));
        if (_chunk.Text is { Length: > 0 } text)
            contents.Add(new TextContent(text));
        if (finish is not null)
        {
            _finished = true;
            if (!_calls.IsEmpty)
                contents.AddRange(_calls.Take());
        }

        return contents.Count == 0 && finish is null ? null : Update(contents, finish);
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
        return contents.Count == 0 ? null : Update(contents, null);
    }

    private ChatResponseUpdate Update(List<AIContent> contents, string? finish) => new()
    {
        Role = ChatRole.Assistant,
        Contents = contents,
        ModelId = model,
        ResponseId = _chunk.Id,
        MessageId = _chunk.Id,
        FinishReason = finish is null ? null : new ChatFinishReason(finish),
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
