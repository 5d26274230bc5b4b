using LocalsOnly.Simulation.Answering;
using LocalsOnly.Simulation.State;
using Microsoft.AspNetCore.Http;

namespace LocalsOnly.Simulation.Protocol;

/// <summary>One streamed answer: a place in the batch, the prompt read at its rate, the tokens written at theirs.</summary>
internal sealed class ChatRun(SimulatedExoNode node, HttpContext context, ChatBody chat, SimulatedModel model, SimulatedRequest request)
{
    private static readonly TimeSpan KeepAliveInterval = TimeSpan.FromSeconds(10);

    private readonly ChatFrames _frames = new(
        context.Response, chat.Model, node.Time.GetUtcNow().ToUnixTimeSeconds(), nulls: node.Fault == SimulatedFault.Nulls);

    private readonly SimulatedFault _fault = node.Fault;
    private CancellationToken _gone = context.RequestAborted;

    public async Task StreamAsync()
    {
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        context.Response.Headers.Connection = "close";
        context.Response.Headers.CacheControl = "no-cache";
        if (_fault == SimulatedFault.Garbage)
        {
            await _frames.LineAsync("%PDF-1.7 this is not an event stream", _gone);
            return;
        }

        await _frames.KeepAliveAsync(_gone);
        var task = node.State.AddTask(_frames.Id, chat.Model, request.Body);
        if (task is null)
        {
            await StallAsync();
            return;
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(_gone);
        Instance? instance;
        lock (node.State.Gate)
        {
            instance = node.State.Instance(task.InstanceId);
            instance?.Deleted += end.Cancel;
        }

        node.Remember(_frames.Id, end);
        _gone = end.Token;
        try
        {
            await InTurnAsync(instance!, task);
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            // Cancelled, or its instance deleted: the stream just ends.
        }
        finally
        {
            instance?.Deleted -= end.Cancel;
            node.Forget(_frames.Id);
            node.State.RemoveTask(task);
        }
    }

    private async Task InTurnAsync(Instance instance, ClusterTask task)
    {
        while (!instance.IsReady)
            await WithKeepAlivesAsync(node.State.NextReady.WaitAsync(_gone));
        await WithKeepAlivesAsync(node.Slots.WaitAsync(_gone));
        try
        {
            lock (node.State.Gate)
                task.Status = "Running";
            await GenerateAsync();
        }
        finally
        {
            node.Slots.Release();
        }
    }

    private async Task GenerateAsync()
    {
        switch (_fault)
        {
            case SimulatedFault.ErrorFirst:
                await _frames.ErrorAsync("Runner shutdown before completing command (signal=9 (Killed: 9))", _gone);
                return;
            case SimulatedFault.MalformedToolCall:
                await _frames.ErrorAsync($"<tool_call>{{\"name\": \"remember\", \"arguments\": {{\"text\": \"{chat.LastUserText}", _gone);
                return;
            case SimulatedFault.KeepAliveForever:
                await StallAsync();
                return;
        }

        await PrefillAsync();
        await DecodeAsync();
    }

    private async Task PrefillAsync()
    {
        var began = node.Time.GetTimestamp();
        var total = chat.PromptTokens;
        await _frames.ProgressAsync(0, total, _gone);
        for (var read = 0; read < total;)
        {
            if (_fault == SimulatedFault.StallInPrefill && read >= total / 2)
                await StallAsync();
            read = Math.Min(total, read + node.Options.PrefillChunkTokens);
            await UntilAsync(began, read / node.Options.PrefillTokensPerSecond);
            await _frames.ProgressAsync(read, total, _gone);
        }

        request.PrefillEndedAt = node.Time.GetUtcNow();
    }

    private async Task DecodeAsync()
    {
        var pieces = TokenPieces.Of(PassageModel.Answer(chat.LastUserText, model.Sentences));
        var count = Math.Clamp(chat.MaxTokens, 1, pieces.Count);
        var breaksOff = _fault is SimulatedFault.ErrorMidText or SimulatedFault.EndWithoutFinish or SimulatedFault.StallMidText;
        var last = breaksOff ? Math.Max(1, count / 2) : count;
        var began = node.Time.GetTimestamp();
        for (var i = 0; i < last; i++)
        {
            await UntilAsync(began, i / node.Options.DecodeTokensPerSecond);
            var finish = i < count - 1 || breaksOff ? null : count < pieces.Count ? "length" : "stop";
            await _frames.TokenAsync(pieces[i], finish, chat.PromptTokens, count, _gone);
            request.TokenWritten(node.Time.GetUtcNow());
        }

        switch (_fault)
        {
            case SimulatedFault.ErrorMidText:
                await _frames.ErrorAsync("Runner shutdown before completing command (signal=6 (Abort trap: 6))", _gone);
                return;
            case SimulatedFault.StallMidText:
                await StallAsync();
                return;
            case SimulatedFault.EndWithoutFinish:
                return;
        }

        await _frames.StatsAsync(node.Options.PrefillTokensPerSecond, node.Options.DecodeTokensPerSecond, chat.PromptTokens, count, _gone);
        if (_fault != SimulatedFault.EndWithoutDone)
            await _frames.DoneAsync(_gone);
    }

    /// <summary>Keep-alives until the client has had enough.</summary>
    private Task StallAsync() => WithKeepAlivesAsync(Task.Delay(Timeout.InfiniteTimeSpan, _gone));

    /// <summary>Waits until so many seconds after an instant. Reckoned from the beginning, so that small lags do not add up.</summary>
    private async Task UntilAsync(long began, double seconds)
    {
        var wait = TimeSpan.FromSeconds(seconds) - node.Time.GetElapsedTime(began);
        if (wait > KeepAliveInterval)
            await WithKeepAlivesAsync(Task.Delay(wait, node.Time, _gone));
        else if (wait > TimeSpan.Zero)
            await Task.Delay(wait, node.Time, _gone);
    }

    private async Task WithKeepAlivesAsync(Task work)
    {
        while (!work.IsCompleted)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(_gone);
            var silence = Task.Delay(KeepAliveInterval, node.Time, stop.Token);
            var ended = await Task.WhenAny(work, silence);
            await stop.CancelAsync();
            if (ended != work && !_gone.IsCancellationRequested)
                await _frames.KeepAliveAsync(_gone);
        }

        await work;
    }
}
