using System.Collections.Concurrent;
using LocalsOnly.Memory.Postings;

namespace LocalsOnly.Memory.Index;

/// <summary>
/// Threads that turn conversations into counted terms, each with a counter of its own: parsing, redacting and stemming need no database and are most of the work
/// of indexing. Whoever hands work over bounds how much of it is under way.
/// </summary>
internal sealed class TermWorkers : IAsyncDisposable
{
    private const int MostWorkers = 4;

    private readonly BlockingCollection<Action<TermCounter>> _work = [];
    private readonly List<Task> _workers = [];
    private readonly CurrentVocabulary _vocabulary;
    private readonly int _most = Math.Clamp(Environment.ProcessorCount, 1, MostWorkers);
    private int _underWay;

    /// <param name="vocabulary">Shared by all of them.</param>
    public TermWorkers(CurrentVocabulary vocabulary) => _vocabulary = vocabulary;

    /// <summary>Completes with what the function makes, or as it throws. For one caller at a time.</summary>
    public Task<T> RunAsync<T>(Func<TermCounter, T> make)
    {
        var made = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        // A sentence that is remembered needs one thread, and where nothing is new none is started.
        if (Interlocked.Increment(ref _underWay) > _workers.Count && _workers.Count < _most) _workers.Add(Start());
        _work.Add(terms => Complete(made, make, terms));
        return made.Task;
    }

    /// <summary>What was handed over is still done.</summary>
    public async ValueTask DisposeAsync()
    {
        _work.CompleteAdding();
        await Task.WhenAll(_workers);
        _work.Dispose();
    }

    // Threads of their own: they are busy for as long as an import lasts, and the pool adds threads for who waits only slowly.
    private Task Start() => Task.Factory.StartNew(() => Work(new TermCounter(_vocabulary)), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static void Complete<T>(TaskCompletionSource<T> made, Func<TermCounter, T> make, TermCounter terms)
    {
        try
        {
            made.SetResult(make(terms));
        }
        catch (Exception fault)
        {
            made.SetException(fault);
        }
    }

    private void Work(TermCounter terms)
    {
        foreach (var work in _work.GetConsumingEnumerable())
        {
            work(terms);
            Interlocked.Decrement(ref _underWay);
        }
    }
}
