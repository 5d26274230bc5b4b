using System.CommandLine;
using System.Globalization;
using LocalsOnly.Host.Configuration;
using LocalsOnly.Host.Worker;
using LocalsOnly.Memory;
using LocalsOnly.Memory.Index;
using Microsoft.Extensions.DependencyInjection;

namespace LocalsOnly.Host.CommandLine;

/// <summary><c>locals memory status</c>, <c>rebuild</c> and <c>snapshot</c>: the index, which can always be made anew from the archive.</summary>
internal static class MemoryIndexCommands
{
    public static Command Status(GlobalOptions globals)
    {
        var command = new Command("status", "Show what is remembered and how its index is.") { GlobalOptions.Json };
        command.SetAction((result, cancellation) => RunAsync(globals.Of(result), services => CommandHouse.CaughtUpAsync(services, async () =>
        {
            var counts = await services.GetRequiredService<IMemory>().CountAsync(new MemoryScope(MemoryScope.DefaultOwner), cancellation);
            var index = await services.GetRequiredService<IIndexInspection>().InspectAsync(cancellation);
            if (result.GetValue(GlobalOptions.Json)) Terminal.Json(new MemoryStatusWire(counts, index), MemoryJson.Indented.MemoryStatusWire);
            else Print(counts, index);
            return ExitCode.Ok;
        }, cancellation)));
        return command.WithExample("locals memory status");
    }

    public static Command Rebuild(GlobalOptions globals)
    {
        var command = new Command("rebuild", "Make the index anew from the archive. Questions are answered from the old one until the new one takes its place.");
        command.SetAction((result, cancellation) => RunAsync(globals.Of(result), async services =>
        {
            var read = await ProgressBars.ReadAsync<IndexingProgress, int>("reading the archive", Read, progress => services.GetRequiredService<IIndexRebuild>().RunAsync(progress, cancellation));
            var index = await services.GetRequiredService<IIndexInspection>().InspectAsync(cancellation);
            Terminal.Line($"The index was made anew from {read:N0} archived conversations: {index.Messages:N0} messages, {ArchiveCommand.Size(index.Bytes)}.");
            return ExitCode.Ok;
        }));
        return command.WithExample("locals memory rebuild");
    }

    public static Command Snapshot(GlobalOptions globals)
    {
        var command = new Command("snapshot", "Keep a copy of the index beside the archive now. A running host does so once a day; a new machine begins with it.");
        command.SetAction((result, cancellation) => RunAsync(globals.Of(result), services => CommandHouse.CaughtUpAsync(services, async () =>
        {
            var snapshots = services.GetRequiredService<IIndexSnapshot>();
            var isNew = await snapshots.WriteAsync(cancellation);
            var info = snapshots.Find();
            Terminal.Line($"{(isNew ? "Kept a copy of the index" : "The copy of the index is up to date")}: {ArchiveCommand.Size(info?.Bytes ?? 0)}.");
            return ExitCode.Ok;
        }, cancellation)));
        return command.WithExample("locals memory snapshot");
    }

    /// <summary>Runs something on the memory of the house that is meant.</summary>
    public static async Task<int> RunAsync(ConfigurationRequest request, Func<ServiceProvider, Task<int>> run)
    {
        var configuration = CommandHouse.Find(request).Configuration;
        DataDirectory.Create(configuration.DataDirectory);
        await using var services = House.BuildForCommand(configuration);
        return await run(services);
    }

    private static Advance Read(IndexingProgress progress) =>
        new(progress.BytesDone, progress.BytesTotal, string.Create(CultureInfo.InvariantCulture, $"reading the archive · {progress.Observations:N0} conversations"));

    private static void Print(MemoryCounts counts, IndexStatus index)
    {
        if (counts.Conversations == 0) Terminal.Note("Nothing is remembered yet; import an export with: locals import <file>");
        var sources = string.Join(", ", counts.BySource.Select(source => string.Create(CultureInfo.InvariantCulture, $"{source.Value:N0} {source.Key}")));
        Terminal.Line($"{Terminal.Count(counts.Messages, "messages")} in {Terminal.Count(counts.Conversations, "conversations")}{(sources.Length > 0 ? $" ({sources})" : "")}");
        Terminal.Line($"[grey]index {ArchiveCommand.Size(index.Bytes)} in {index.Segments} parts, {index.Authors} authors, {index.Dead:N0} messages to be cleared away; schema {index.Schema}, ranking {index.Ranking}[/]");
        if (index.Snapshot is { } copy) Terminal.Line($"[grey]copy beside the archive of {copy.Written.ToLocalTime():d MMM yyyy HH:mm}, {ArchiveCommand.Size(copy.Bytes)}[/]");
        else Terminal.Line($"[grey]no copy beside the archive; a running host keeps one each day, or now: locals memory snapshot[/]");
    }
}

/// <summary><c>locals memory status --json</c>.</summary>
internal sealed record MemoryStatusWire(MemoryCounts Remembered, IndexStatus Index);
