using LocalsOnly.Inference;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Tests.Inference.Scenarios;

/// <summary>
/// Hears one streamed answer. What it says that it has heard it has left behind: it waits for the next, so that the clock may move on
/// without the wait being the reader's.
/// </summary>
internal sealed class Listener
{
    private readonly Lock _gate = new();
    private readonly List<ChatResponseUpdate> _heard = [];
    private readonly List<(Func<IReadOnlyList<ChatResponseUpdate>, bool> Is, TaskCompletionSource Heard)> _waits = [];
    private int _seen;
    private bool _over;

    private Listener(IChatClient chat, string message, ChatOptions options) => Ended = HearAsync(chat, message, options);

    /// <summary>What came of it.</summary>
    public Task<Outcome> Ended { get; }

    public static Listener To(IChatClient chat, string message, ChatOptions options) => new(chat, message, options);

    /// <summary>Completes when everything heard so far is as described, or when the answer has ended.</summary>
    public Task Until(Func<IReadOnlyList<ChatResponseUpdate>, bool> isSo)
    {
        lock (_gate)
        {
            if (_over || isSo([.. _heard.Take(_seen)]))
                return Task.CompletedTask;
            var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waits.Add((isSo, heard));
            return heard.Task;
        }
    }

    /// <summary>The same for so many pieces of text or reasoning.</summary>
    public Task UntilTokens(int count) => Until(heard => Tokens(heard) >= count);

    public Task UntilHeard<T>(Func<T, bool>? which = null)
        where T : AIContent => Until(heard => heard.SelectMany(u => u.Contents).OfType<T>().Any(c => which?.Invoke(c) != false));

    private static int Tokens(IReadOnlyList<ChatResponseUpdate> heard) =>
        heard.Count(u => u.Contents.Any(c => c is TextContent { Text.Length: > 0 } or TextReasoningContent { Text.Length: > 0 }));

    private async Task<Outcome> HearAsync(IChatClient chat, string message, ChatOptions options)
    {
        InferenceException? failure = null;
        try
        {
            await using var updates = chat.GetStreamingResponseAsync([new ChatMessage(ChatRole.User, message)], options).GetAsyncEnumerator();
            while (true)
            {
                var next = updates.MoveNextAsync();
                Tell(over: false);
                if (!await next)
                    break;
                lock (_gate)
                    _heard.Add(updates.Current);
            }
        }
        catch (InferenceException e)
        {
            failure = e;
        }
        finally
        {
            Tell(over: true);
        }

        return new Outcome(_heard, failure);
    }

    private void Tell(bool over)
    {
        lock (_gate)
        {
            (_seen, _over) = (_heard.Count, over);
            for (var i = _waits.Count - 1; i >= 0; i--)
            {
                if (!over && !_waits[i].Is(_heard))
                    continue;
                _waits[i].Heard.TrySetResult();
                _waits.RemoveAt(i);
            }
        }
    }
}
