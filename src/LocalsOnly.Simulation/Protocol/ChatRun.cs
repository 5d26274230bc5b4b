using LocalsOnly.Simulation.Answering;
using LocalsOnly.Simulation.Engine;
using Microsoft.AspNetCore.Http;

namespace LocalsOnly.Simulation.Protocol;

/// <summary>Writes one streamed answer as fast as its job moves on, and keep-alives while it does not.</summary>
internal sealed class ChatRun(SimulatedExoNode node, HttpContext context, ChatBody chat, SimulatedRequest request, bool nulls)
{
    /// <param name="commandId">The id that every frame carries.</param>
    /// <param name="begin">Hands the request to the cluster, given what wakes this stream; null when nothing will ever work on it.</param>
    /// <exception cref="OperationCanceledException">The client is gone.</exception>
    public async Task StreamAsync(string commandId, Func<Action, (ChatJob? Job, int ChunkTokens)> begin)
    {
        using var stream = new EventStream(context, node.Time);
        var (job, chunk) = begin(stream.Wake);
        await stream.OpenAsync();
        using var frames = new ChatFrames(stream.Writer, chat, commandId, node.Time, nulls);
        var (read, written) = (-1, 0);
        while (true)
        {
            if (job is not null)
            {
                var end = job.End;
                var before = (read, written);
                read = WriteProgress(frames, job, read, chunk);
                written = WriteTokens(frames, job, written);
                var over = end != JobEnd.None && WriteEnd(frames, job, end);
                if (over || before != (read, written))
                    await stream.FlushAsync();
                Note(job, before.written, written);
                if (over)
                    return;
            }

            var woken = await stream.WaitAsync();
            if ((woken & Woken.Gone) != 0)
                throw new OperationCanceledException("The client is gone.");
            if ((woken & Woken.Silence) == 0)
                continue;
            stream.WriteKeepAlive();
            await stream.FlushAsync();
        }
    }

    private static int WriteProgress(ChatFrames frames, ChatJob job, int read, int chunk)
    {
        for (var prefilled = job.Prefilled; read < prefilled;)
        {
            read = read < 0 ? 0 : Math.Min(read + chunk, prefilled);
            frames.Progress(read, job.Uncached);
        }

        return read;
    }

    private static int WriteTokens(ChatFrames frames, ChatJob job, int written)
    {
        var script = job.Script;
        // While a call is being generated, nothing is sent.
        var ready = Math.Min(job.Written, script.Tokens.Count);
        for (; written < ready; written++)
        {
            var last = written == script.Tokens.Count - 1 && script.Calls.Count == 0 && script.End is ScriptEnd.Done or ScriptEnd.WithoutDone;
            frames.Token(script.Tokens[written], last && written == script.Tokens.Count - 1 ? script.FinishReason : null, job);
        }

        return written;
    }

    /// <summary>What follows the last token; true unless the stream is to stay open.</summary>
    private static bool WriteEnd(ChatFrames frames, ChatJob job, JobEnd end)
    {
        var script = job.Script;
        if (end == JobEnd.Dropped)
            return true;
        if (end == JobEnd.Failed || script.End == ScriptEnd.Error)
        {
            frames.Error(job.Error ?? script.Error ?? "Internal server error");
            return true;
        }

        if (script.End == ScriptEnd.Nothing)
            return true;
        if (script.Calls.Count > 0)
            frames.Calls(job);
        else if (script.Tokens.Count == 0)
            frames.Token(new AnswerToken("", Thinking: false), script.FinishReason, job);
        if (!script.WithoutUsage)
            frames.Stats(job);
        if (script.End != ScriptEnd.WithoutDone)
            frames.Done();
        return true;
    }

    private void Note(ChatJob job, int before, int after)
    {
        if (before == after)
            return;
        request.PrefillEndedAt ??= job.PrefillEnd;
        var now = node.Time.GetUtcNow();
        for (var i = before; i < after; i++)
            request.TokenWritten(now);
    }
}
