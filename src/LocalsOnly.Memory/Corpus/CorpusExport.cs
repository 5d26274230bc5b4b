using LocalsOnly.Memory.Corpus;
using LocalsOnly.Memory.Corpus.Formats;

namespace LocalsOnly.Memory;

/// <summary>Writes what is remembered into files that belong to the person.</summary>
public sealed class CorpusExport(ICorpus corpus, IMemory memory)
{
    /// <summary>What is said when there is nothing to write.</summary>
    public const string NothingRemembered = "Nothing is remembered yet, so there is nothing to export; import an export with: locals import <file>";

    /// <summary>Writes one conversation after the other, so that memory does not grow with the corpus.</summary>
    /// <exception cref="MemoryStoreException">
    /// Nothing is remembered, the directory holds something and <see cref="CorpusExportRequest.Force"/> is not set, or something cannot be read or written.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled; what was written until then stays.</exception>
    public async Task<CorpusExportReport> ExportAsync(CorpusExportRequest request, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var remembered = (await memory.CountAsync(request.Scope with { Sources = null }, cancellationToken)).Conversations;
        if (remembered == 0) throw new MemoryStoreException(NothingRemembered);
        var directory = ExportDirectory.Open(request.Directory, request.Force);
        try
        {
            using var format = Format(request, directory);
            return await WriteAsync(request, format, remembered, progress, cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new MemoryStoreException($"{request.Directory} cannot be written ({fault.Message.TrimEnd('.')}): free space or allow writing there, or choose another directory.", fault);
        }
    }

    private async Task<CorpusExportReport> WriteAsync(
        CorpusExportRequest request, ICorpusFormat format, int remembered, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        var leftOut = new Tally();
        var redactions = new Tally();
        int seen = 0, written = 0;
        await foreach (var item in corpus.ReadAsync(request.Scope, request.Filter, cancellationToken))
        {
            seen++;
            var reason = item.Conversation is null ? "damaged in the archive (locals archive verify)" : format.Write(item.Conversation);
            if (reason is not null) leftOut.Add(reason);
            else
            {
                written++;
                foreach (var (kind, count) in item.Redactions) redactions.Add(kind, count);
            }
            progress?.Report(seen);
        }
        // Somebody may be importing meanwhile.
        if (remembered > seen) leftOut.Add("not asked for", remembered - seen);
        return new CorpusExportReport(
            request.Directory, request.Format, written, leftOut.Counts, format.Complete(), redactions.Counts, format.Dropped.Counts, format.Notes);
    }

    private static ICorpusFormat Format(CorpusExportRequest request, ExportDirectory directory) => request.Format switch
    {
        CorpusFormat.Markdown => new MarkdownFiles(directory, request.IncludeBranches, request.IncludeSideRecords),
        CorpusFormat.Jsonl => new JsonLines(directory, request.IncludeBranches),
        _ => new ChatExamples(directory, request.Examples, request.IncludeBranches),
    };
}
