using LocalsOnly.Import.Reading;
using LocalsOnly.Memory;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Import;

/// <summary>Reads ChatGPT and Claude exports into the conversation store.</summary>
public sealed class ImportService(IConversationStore store, IOptions<ImportOptions> options, IOptions<DataOptions> data, TimeProvider time, ILogger<ImportService> logger)
{
    /// <summary>
    /// Imports zips, folders and bare JSON files, of both vendors and in any mix. What cannot be read is in the report and stops nothing else; importing the same
    /// again changes nothing.
    /// </summary>
    /// <param name="paths">Files and folders; each gets its own entry in the report.</param>
    /// <param name="progress">Told about every megabyte or so, and at the end of each input.</param>
    /// <exception cref="MemoryStoreException">The archive or the index cannot be written; what was committed before stays.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; what was read until then is stored.</exception>
    public Task<ImportReport> ImportAsync(
        IReadOnlyList<string> paths, IProgress<ImportProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return Task.Run(() => RunAsync(paths, progress, cancellationToken), cancellationToken);
    }

    private async Task<ImportReport> RunAsync(IReadOnlyList<string> paths, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var meter = new ProgressMeter(progress, paths.Sum(ExportInput.SizeOnDisk));
        var inputs = new List<ImportedInput>();
        var totals = new ImportTotals();
        int? number;
        var seen = paths.Select(Path.GetFileName).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
        await using (var writer = await store.OpenWriterAsync([.. paths.Select(path => Path.GetFileName(Path.TrimEndingDirectorySeparator(path)))], cancellationToken))
        {
            var spool = Path.Combine(data.Value.Local, "tmp");
            CleanSpool(spool);
            foreach (var path in paths)
            {
                cancellationToken.ThrowIfCancellationRequested();
                meter.Begin(path);
                using var input = ExportInput.Open(path, options.Value, spool);
                var run = new InputImport(input, writer, options.Value, meter, seen);
                inputs.Add(await run.RunAsync(cancellationToken));
                meter.End(ExportInput.SizeOnDisk(path));
            }
            totals = inputs.Aggregate(totals, (sum, input) => sum + input.Totals);
            writer.Complete(totals.ToCounts());
            number = writer.Import;
        }
        var report = new ImportReport(inputs, totals, time.GetElapsedTime(started)) { Import = number };
        logger.LogInformation(
            "Imported {Found} conversations from {Inputs} inputs: {Added} added, {Updated} updated, {Unchanged} unchanged, {Empty} empty, {Forgotten} forgotten, {Quarantined} quarantined",
            totals.Found, inputs.Count, totals.Added, totals.Updated, totals.Unchanged, totals.Empty, totals.Forgotten, totals.Quarantined);
        return report;
    }

    // The writer is open, so no other import is at work.
    private void CleanSpool(string directory)
    {
        try
        {
            Spool.Clean(directory);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            logger.LogWarning("{Directory} holds files of an import that was killed and cannot be cleaned ({Reason}): delete them.", directory, fault.Message.TrimEnd('.'));
        }
    }
}
