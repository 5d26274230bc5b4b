using LocalsOnly.Import.ChatGpt;
using LocalsOnly.Import.Reading;
using LocalsOnly.Memory;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Import;

/// <summary>Reads ChatGPT and Claude exports into the conversation store.</summary>
public sealed class ImportService(
    IConversationStore store, IOptions<ImportOptions> options, IOptions<DataOptions> data, TimeProvider time, ILogger<ImportService> logger)
{
    /// <summary>
    /// Imports zips, folders and bare JSON files, of both vendors and in any mix. What cannot be read is in the report and stops nothing else; importing the same
    /// again changes nothing.
    /// </summary>
    /// <param name="paths">Files and folders; each gets its own entry in the report. What one holds beside its conversations, such as a list of parts, holds for all.</param>
    /// <param name="progress">Told about every megabyte or so, and at the end of each input.</param>
    /// <exception cref="MemoryStoreException">The archive or the index cannot be written; what was committed before stays.</exception>
    /// <exception cref="ImportCanceledException">Cancelled; what was read until then is stored.</exception>
    public Task<ImportReport> ImportAsync(
        IReadOnlyList<string> paths, IProgress<ImportProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return Task.Run(async () =>
        {
            await using var writer = await store.OpenWriterAsync([.. paths.Select(path => Path.GetFileName(Path.TrimEndingDirectorySeparator(path)))], cancellationToken);
            CleanSpool();
            try
            {
                return await RunAsync(paths, writer, isPreview: false, progress, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                throw new ImportCanceledException(writer.Import, cancellationToken);
            }
        }, cancellationToken);
    }

    /// <summary>
    /// Reads everything as <see cref="ImportAsync"/> does and stores nothing: the report says what is new, and counts as unchanged what is known by its key, grown or not.
    /// </summary>
    /// <param name="paths">As for <see cref="ImportAsync"/>.</param>
    /// <param name="progress">As for <see cref="ImportAsync"/>.</param>
    /// <exception cref="MemoryStoreException">The index cannot be read.</exception>
    public Task<ImportReport> PreviewAsync(
        IReadOnlyList<string> paths, IProgress<ImportProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return Task.Run(async () =>
        {
            await using var writer = new PreviewWriter(store);
            return await RunAsync(paths, writer, isPreview: true, progress, cancellationToken);
        }, cancellationToken);
    }

    private string SpoolDirectory => Path.Combine(data.Value.Local, "tmp");

    private async Task<ImportReport> RunAsync(
        IReadOnlyList<string> paths, IConversationWriter writer, bool isPreview, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var meter = new ProgressMeter(progress, paths.Sum(ExportInput.SizeOnDisk));
        var inputs = new List<ExportInput>();
        var reports = new List<ImportedInput>();
        try
        {
            foreach (var path in paths)
            {
                cancellationToken.ThrowIfCancellationRequested();
                meter.Begin(path);
                inputs.Add(ExportInput.Open(path, options.Value, SpoolDirectory));
            }
            var survey = Survey.Of(inputs, cancellationToken);
            writer.Note(survey.Beside);
            var seen = new SeenKeys();
            var notes = new GatheredNotes();
            int? noted = null;
            foreach (var input in inputs)
            {
                cancellationToken.ThrowIfCancellationRequested();
                meter.Begin(input.Path);
                var reading = new InputImport(input, survey, writer, seen, notes, options.Value, meter);
                reports.Add(await reading.RunAsync(cancellationToken));
                if (reading.HasNotes) noted ??= reports.Count - 1;
                meter.End(ExportInput.SizeOnDisk(input.Path));
            }
            // One memory, whichever inputs it is gathered from: it is counted with the first.
            if (noted is { } first && await writer.StoreGatheredAsync(notes.Parts(), cancellationToken) != StoreOutcome.Forgotten)
                reports[first] = reports[first] with { Totals = reports[first].Totals with { Gathered = 1 } };
        }
        finally
        {
            foreach (var input in inputs) input.Dispose();
        }
        await writer.CommitAsync(cancellationToken);
        var totals = reports.Aggregate(new ImportTotals(), (sum, input) => sum + input.Totals);
        writer.Complete(totals.ToCounts());
        var report = new ImportReport(reports, totals, time.GetElapsedTime(started)) { IsPreview = isPreview, Import = writer.Import };
        logger.LogInformation(
            "{What} {Found} conversations from {Inputs} inputs: {Added} added, {Updated} updated, {Unchanged} unchanged, {Empty} empty, {Forgotten} forgotten, {Quarantined} quarantined",
            isPreview ? "Looked through" : "Imported", totals.Found, inputs.Count, totals.Added, totals.Updated, totals.Unchanged, totals.Empty, totals.Forgotten, totals.Quarantined);
        return report;
    }

    // The writer is open, so no other import is at work.
    private void CleanSpool()
    {
        try
        {
            Spool.Clean(SpoolDirectory);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            logger.LogWarning("{Directory} holds files of an import that was killed and cannot be cleaned ({Reason}): delete them.", SpoolDirectory, fault.Message.TrimEnd('.'));
        }
    }
}
