using System.CommandLine;
using System.Globalization;
using LocalsOnly.Host.Configuration;
using LocalsOnly.Host.Worker;
using LocalsOnly.Memory;
using Microsoft.Extensions.DependencyInjection;

namespace LocalsOnly.Host.CommandLine;

/// <summary><c>locals archive</c>: checks the files that everything remembered rests on, and makes them smaller.</summary>
internal static class ArchiveCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var command = new Command("archive", "Check and compact the files of the conversation archive.");
        command.Subcommands.Add(Verify(globals));
        command.Subcommands.Add(Compact(globals));
        return command.WithExample("locals archive verify");
    }

    /// <summary>Runs something on the archive of the house that is meant.</summary>
    public static async Task<int> RunAsync(ConfigurationRequest request, Func<IConversationArchive, Task<int>> run)
    {
        var configuration = CommandHouse.Find(request).Configuration;
        DataDirectory.Create(configuration.DataDirectory);
        await using var services = House.BuildForCommand(configuration);
        return await run(services.GetRequiredService<IConversationArchive>());
    }

    /// <summary>A size for people, in steps of 1024.</summary>
    public static string Size(long bytes) => bytes switch
    {
        < 1 << 10 => string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes"),
        < 1 << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.0} KiB"),
        < 1 << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.0} MiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1073741824.0:0.0} GiB"),
    };

    private static Command Verify(GlobalOptions globals)
    {
        var command = new Command("verify", "Read every byte of the archive and check every checksum and reference. Changes nothing; ends with 1 when something is wrong.") { GlobalOptions.Json };
        command.SetAction((result, cancellation) => RunAsync(globals.Of(result), async archive =>
        {
            var verdict = await archive.VerifyAsync(cancellation);
            if (result.GetValue(GlobalOptions.Json)) Terminal.Json(verdict, ArchiveJson.Indented.ArchiveVerdict);
            else Print(verdict);
            return verdict.Faults.Count == 0 ? ExitCode.Ok : ExitCode.Failed;
        }));
        return command.WithExample("locals archive verify");
    }

    private static Command Compact(GlobalOptions globals)
    {
        var command = new Command("compact", "Remove from the files what counts no more, because its imports are undone, and what no line refers to. What counts is kept, and can still be undone.") { GlobalOptions.Json };
        command.SetAction((result, cancellation) => RunAsync(globals.Of(result), async archive =>
        {
            var compacted = await archive.CompactAsync(cancellation);
            if (result.GetValue(GlobalOptions.Json)) Terminal.Json(compacted, ArchiveJson.Indented.CompactResult);
            else if (compacted.Observations + compacted.Payloads == 0) Terminal.Line($"There is nothing to remove.");
            else Terminal.Line($"Removed {compacted.Observations} lines of undone imports and {compacted.Payloads} payloads; the archive is {Size(compacted.FreedBytes)} smaller.");
            return ExitCode.Ok;
        }));
        return command.WithExample("locals archive compact");
    }

    private static void Print(ArchiveVerdict verdict)
    {
        Terminal.Line($"{Terminal.Count(verdict.Conversations, "conversations")} in {Terminal.Count(verdict.Lines, "lines")}, {Terminal.Count(verdict.Payloads, "payloads")} as exported, {Terminal.Count(verdict.Segments, "files")}, {Size(verdict.Bytes)}.");
        // Beside damage they may be all that is left of what is damaged.
        if (verdict.Unreferenced > 0) Terminal.Note(string.Create(CultureInfo.InvariantCulture, $"{verdict.Unreferenced} payloads belong to no line{(verdict.Faults.Count == 0 ? ", because an import was interrupted; locals archive compact removes them" : "; do not run locals archive compact before the faults are mended, for it would remove them")}."));
        foreach (var fault in verdict.Faults) Terminal.Error(fault);
        if (verdict.Faults.Count == 0) Terminal.Line($"[green]Every checksum and every reference is right.[/]");
        else Terminal.Error("What is damaged is left out of memory: restore these files from a backup, or run locals memory rebuild and import the exports again.");
    }
}
