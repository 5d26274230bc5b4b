using System.Globalization;
using System.Text;
using LocalsOnly.Discord.House;
using LocalsOnly.Import;

namespace LocalsOnly.Host.Chat;

/// <summary>Imports what somebody attached to a command.</summary>
internal sealed class ChatImport(ImportService import) : IHouseImport
{
    public async Task<string> ImportAsync(string path, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var report = await import.ImportAsync([path], new Lines(progress), cancellationToken);
        var text = new StringBuilder();
        foreach (var input in report.Inputs)
        {
            if (input.Problem is not null) text.Append(input.Problem).Append('\n');
            foreach (var skipped in input.Quarantined.Take(5)) text.Append(CultureInfo.InvariantCulture, $"One conversation was skipped: it {skipped.Reason}\n");
            if (input.Quarantined.Count > 5) text.Append(CultureInfo.InvariantCulture, $"and {input.Quarantined.Count - 5} more; `locals import` names them all.\n");
        }

        var totals = report.Totals;
        text.Append(CultureInfo.InvariantCulture, $"{totals.Found:N0} found = {totals.Added:N0} new + {totals.Updated:N0} updated + {totals.Unchanged:N0} unchanged + {totals.Empty:N0} empty + {totals.Forgotten:N0} forgotten + {totals.Quarantined:N0} skipped");
        if (report.Import is { } number) text.Append(CultureInfo.InvariantCulture, $"\nThis was import {number}; `locals imports undo {number}` takes it back.");
        return text.ToString();
    }

    private sealed class Lines(IProgress<string> progress) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => progress.Report(string.Create(
            CultureInfo.InvariantCulture, $"Reading: {value.BytesRead * 100.0 / Math.Max(1, value.BytesTotal):0} %, {value.Conversations:N0} conversations, {value.Known:N0} known"));
    }
}
