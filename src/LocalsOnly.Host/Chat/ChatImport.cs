using System.Globalization;
using System.Text;
using LocalsOnly.Discord.House;
using LocalsOnly.Import;

namespace LocalsOnly.Host.Chat;

/// <summary>Imports what somebody attached to a command.</summary>
internal sealed class ChatImport(ImportService import) : IHouseImport
{
    private const int MostNamed = 5;

    public async Task<string> ImportAsync(string path, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var report = await import.ImportAsync([path], new Lines(progress), cancellationToken);
        var text = new StringBuilder();
        foreach (var input in report.Inputs)
        {
            if (input.Problem is not null) text.Append(input.Problem).Append('\n');
            Append(text, [.. input.Quarantined.Select(skipped => $"One conversation was skipped: it {skipped.Reason}")]);
            Append(text, input.Warnings);
        }

        var totals = report.Totals;
        text.Append(CultureInfo.InvariantCulture, $"{totals.Found:N0} found = {totals.Added:N0} new + {totals.Updated:N0} updated + {totals.Unchanged:N0} unchanged + {totals.Empty:N0} empty + {totals.Forgotten:N0} forgotten + {totals.Quarantined:N0} skipped");
        if (totals.Gathered > 0) text.Append("\nBeside them what ChatGPT noted about you was gathered.");
        if (report.Import is { } number) text.Append(CultureInfo.InvariantCulture, $"\nThis was import {number}; `locals imports undo {number}` takes it back.");
        return text.ToString();
    }

    private static void Append(StringBuilder text, IReadOnlyList<string> lines)
    {
        foreach (var line in lines.Take(MostNamed)) text.Append(line).Append('\n');
        if (lines.Count > MostNamed) text.Append(CultureInfo.InvariantCulture, $"and {lines.Count - MostNamed} more; `locals import` names them all.\n");
    }

    private sealed class Lines(IProgress<string> progress) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => progress.Report(string.Create(
            CultureInfo.InvariantCulture, $"Reading: {value.BytesRead * 100.0 / Math.Max(1, value.BytesTotal):0} %, {value.Conversations:N0} conversations, {value.Known:N0} known"));
    }
}
