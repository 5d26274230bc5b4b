using System.Runtime.CompilerServices;
using LocalsOnly.Inference;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace LocalsOnly.Agents.Turns;

/// <summary>One request to the model within a turn. However it ends, it ends in a state and never in an exception of the model's.</summary>
internal sealed class ModelRound(TurnGate gate, TimeProvider time, ILogger logger, string persona)
{
    private readonly List<FunctionCallContent> _calls = [];
    private readonly List<AIContent> _reasoning = [];

    /// <summary>The tool calls that the model wrote.</summary>
    public IReadOnlyList<FunctionCallContent> Calls => _calls;

    /// <summary>Nothing came; null when something did.</summary>
    public InferenceException? Failure { get; private set; }

    /// <summary>It broke off after it had begun; null when it did not.</summary>
    public TurnInterrupted? Interrupted { get; private set; }

    /// <summary>Reads the round to its end.</summary>
    /// <param name="stream">The model's updates.</param>
    /// <param name="isEnd">Says of an update that the round ends before it; null when the round is all that the stream has.</param>
    /// <param name="caller">The person's own cancellation; the stream has the one that also ends with the host.</param>
    public async IAsyncEnumerable<TurnEvent> RunAsync(
        IAsyncEnumerator<ChatResponseUpdate> stream, TurnUnderWay turn, string? note, [EnumeratorCancellation] CancellationToken caller, Func<ChatResponseUpdate, bool>? isEnd = null)
    {
        while (true)
        {
            var next = NextAsync(stream, turn, caller);
            // A model that begins and then takes its time is shown as far as it is.
            if (!next.IsCompleted && turn.OpeningWait is { } wait && !await EndsWithinAsync(next, wait) && turn.Release() is { Length: > 0 } opening) yield return new TextDelta(opening);
            if (!await next || isEnd?.Invoke(stream.Current) == true) break;
            foreach (var content in stream.Current.Contents)
            {
                if (content is FunctionCallContent call) _calls.Add(call);
                else if (content is TextReasoningContent) _reasoning.Add(content);
            }

            foreach (var happened in turn.Take(stream.Current, note)) yield return happened;
        }
    }

    private async Task<bool> EndsWithinAsync(Task<bool> next, TimeSpan wait)
    {
        try
        {
            await next.WaitAsync(wait, time);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }

    /// <summary>What the model said in this round, as it is to stand in the next prompt: its own words, and its thoughts between tool calls.</summary>
    public ChatMessage Said(string text)
    {
        var message = new ChatMessage(ChatRole.Assistant, [.. _calls.Count > 0 ? _reasoning : []]);
        if (text.Length > 0) message.Contents.Add(new TextContent(text));
        foreach (var call in _calls) message.Contents.Add(call);
        return message;
    }

    /// <summary>The next update is there; false when there is none, because the stream has ended or, which is then noted here, because it failed.</summary>
    public async Task<bool> NextAsync(IAsyncEnumerator<ChatResponseUpdate> stream, TurnUnderWay turn, CancellationToken caller)
    {
        try
        {
            return await stream.MoveNextAsync();
        }
        catch (InferenceException broken)
        {
            logger.LogWarning("{Persona}: {Failure}: {Message}", persona, broken.Failure, broken.Message);
            if (!turn.HasText) Failure = broken;
            else Interrupted = new TurnInterrupted(PersonSentences.Interrupted(broken), broken.Failure);
        }
        catch (Exception unforeseen) when (unforeseen is not OperationCanceledException || !(caller.IsCancellationRequested || gate.Abandon.IsCancellationRequested))
        {
            // A defect of ours or of a client must not leave a person with silence or half an answer that looks whole.
            logger.LogError(unforeseen, "{Persona}: a turn failed in a way nobody foresaw.", persona);
            if (!turn.HasText) Failure = new InferenceException(InferenceFailure.ServerError, "the turn failed in a way nobody foresaw; the log says how");
            else Interrupted = new TurnInterrupted(PersonSentences.InterruptedByDefect, null);
        }
        catch (OperationCanceledException) when (gate.Abandon.IsCancellationRequested && !caller.IsCancellationRequested)
        {
            Interrupted = new TurnInterrupted(PersonSentences.InterruptedByStop, null);
        }

        return false;
    }
}
