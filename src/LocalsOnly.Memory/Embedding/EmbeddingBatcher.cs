using LocalsOnly.Memory.Embedding.Vectors;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Memory.Embedding;

/// <summary>What is to get a vector.</summary>
/// <param name="Id">Of its vector, mostly from <see cref="EmbeddingCache.IdOf"/>.</param>
internal readonly record struct EmbeddingText(long Id, string Text);

/// <summary>
/// Gives texts their vectors, in full batches across conversations. What has one is passed over, so a run that was cut off goes on where it was. A batch that
/// fails does not end the run: one that the source refuses is tried again in halves, until the text is found that it is refused for.
/// </summary>
/// <param name="batchSize">Texts in one request.</param>
/// <param name="mostFailures">Ends the run after so many failed requests in a row. Halving down to one text of 64 takes 7.</param>
internal sealed class EmbeddingBatcher(IEmbeddingGenerator<string, Embedding<float>> source, VectorFile file, int batchSize = 64, int mostFailures = 12)
{
    private const int FlushAfter = 4096;

    /// <param name="texts">In any order; of texts with the same id one is embedded.</param>
    /// <param name="total">How many texts there are, for the progress only.</param>
    /// <param name="progress">Told after each batch, and at the end.</param>
    /// <exception cref="OperationCanceledException">What was embedded until then is in the file, durably.</exception>
    /// <exception cref="EmbeddingException">The file cannot be written. What a source does wrong is in the result instead.</exception>
    public async Task<EmbeddingRun> RunAsync(
        IAsyncEnumerable<EmbeddingText> texts, long? total = null, IProgress<EmbeddingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        var run = new Run(source, file, mostFailures, total, progress);
        var batch = new List<EmbeddingText>(batchSize);
        var waiting = new HashSet<long>(batchSize);
        try
        {
            await foreach (var text in texts.WithCancellation(cancellationToken))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (waiting.Contains(text.Id) || file.Contains(text.Id))
                {
                    run.Known++;
                    continue;
                }
                batch.Add(text);
                waiting.Add(text.Id);
                if (batch.Count < batchSize) continue;
                await run.EmbedAsync(batch, cancellationToken);
                batch.Clear();
                waiting.Clear();
                run.Report();
                if (run.IsOver) break;
            }
            if (batch.Count > 0) await run.EmbedAsync(batch, cancellationToken);
        }
        finally
        {
            file.Flush();
            run.Report();
        }
        return new EmbeddingRun(run.Embedded, run.Known, run.Failed, run.Failure, !run.IsOver);
    }

    private sealed class Run(
        IEmbeddingGenerator<string, Embedding<float>> source, VectorFile file, int mostFailures, long? total, IProgress<EmbeddingProgress>? progress)
    {
        private int _failuresInARow;
        private int _notFlushed;

        public long Embedded { get; private set; }

        public long Known { get; set; }

        public long Failed { get; private set; }

        public EmbeddingException? Failure { get; private set; }

        public bool IsOver { get; private set; }

        public void Report() => progress?.Report(new EmbeddingProgress(Embedded + Known, total, Failed));

        public async Task EmbedAsync(List<EmbeddingText> batch, CancellationToken cancellationToken)
        {
            // Servers refuse empty texts; a vector of zeros keeps them from being asked about again, and is never found.
            var blank = batch.Where(text => string.IsNullOrWhiteSpace(text.Text)).ToArray();
            if (blank.Length > 0) Store(blank, [.. blank.Select(_ => (ReadOnlyMemory<float>)new float[file.Model.Dimensions])]);
            await EmbedAsync(blank.Length == 0 ? batch.ToArray() : [.. batch.Except(blank)], cancellationToken);
        }

        private async Task EmbedAsync(ReadOnlyMemory<EmbeddingText> batch, CancellationToken cancellationToken)
        {
            if (batch.IsEmpty) return;
            if (IsOver)
            {
                Failed += batch.Length;
                return;
            }
            if (await TryEmbedAsync(batch, cancellationToken) is not { } failure)
            {
                _failuresInARow = 0;
                return;
            }
            Failure = failure;
            IsOver = ++_failuresInARow >= mostFailures || failure.Fault is EmbeddingFault.ModelUnknown or EmbeddingFault.Mismatch;
            // A server that is away does not come back for half of the texts.
            if (batch.Length == 1 || failure.Fault is EmbeddingFault.ServerAway or EmbeddingFault.ServerBusy || IsOver)
            {
                Failed += batch.Length;
                return;
            }
            var half = batch.Length / 2;
            await EmbedAsync(batch[..half], cancellationToken);
            await EmbedAsync(batch[half..], cancellationToken);
        }

        private async Task<EmbeddingException?> TryEmbedAsync(ReadOnlyMemory<EmbeddingText> batch, CancellationToken cancellationToken)
        {
            try
            {
                var texts = new string[batch.Length];
                for (var i = 0; i < texts.Length; i++) texts[i] = batch.Span[i].Text;
                var made = await source.GenerateAsync(texts, cancellationToken: cancellationToken);
                if (made.Count != batch.Length)
                    throw new EmbeddingException(EmbeddingFault.WrongCount, $"The model {file.Model.Id} made {made.Count} vectors of {batch.Length} texts: lower the batch size.");
                Store(batch.Span, [.. made.Select(embedding => embedding.Vector)]);
                return null;
            }
            catch (EmbeddingException fault) when (fault.Fault != EmbeddingFault.VectorFile)
            {
                return fault;
            }
            catch (Exception fault) when (fault is not (EmbeddingException or OperationCanceledException))
            {
                return new EmbeddingException(EmbeddingFault.Refused, $"The model {file.Model.Id} failed ({fault.Message.TrimEnd('.')}): its own log says more.", fault);
            }
        }

        private void Store(ReadOnlySpan<EmbeddingText> batch, ReadOnlySpan<ReadOnlyMemory<float>> vectors)
        {
            var ids = new long[batch.Length];
            for (var i = 0; i < ids.Length; i++) ids[i] = batch[i].Id;
            file.Append(ids, vectors);
            Embedded += ids.Length;
            _notFlushed += ids.Length;
            if (_notFlushed < FlushAfter) return;
            file.Flush();
            _notFlushed = 0;
        }
    }
}
