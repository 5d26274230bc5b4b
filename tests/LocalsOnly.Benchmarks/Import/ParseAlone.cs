using System.Diagnostics;
using LocalsOnly.Benchmarks.Import.Exports;
using LocalsOnly.Import;
using LocalsOnly.Import.Json;
using LocalsOnly.Import.Reading;
using LocalsOnly.Memory;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LocalsOnly.Benchmarks.Import;

/// <summary>Everything that an import does before it stores, in this process: unpacks, splits, reads. What comes out is dropped.</summary>
internal static class ParseAlone
{
    /// <returns>MB of unpacked JSON in a second.</returns>
    /// <exception cref="InvalidOperationException">It did not find every conversation.</exception>
    public static async Task<double> RateAsync(GeneratedExport export, string home)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Data:Local", home), new("Data:Nas", home)]).Build();
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddMemory(configuration)
            .AddImport(configuration)
            .AddSingleton<IConversationStore, Nowhere>()
            .BuildServiceProvider();
        var clock = Stopwatch.StartNew();
        var report = await services.GetRequiredService<ImportService>().ImportAsync([export.Path]);
        var seconds = clock.Elapsed.TotalSeconds;
        if (report.Totals.Found != export.Conversations || report.Totals.Quarantined > 0)
            throw new InvalidOperationException($"{report.Totals.Found} of {export.Conversations} conversations were found, {report.Totals.Quarantined} in quarantine.");
        return export.Bytes / 1e6 / seconds;
    }

    /// <summary>Only unpacks and cuts into conversations, and only unpacks: MB of unpacked JSON in a second each.</summary>
    public static (double Split, double Unpack) Parts(GeneratedExport export, string home)
    {
        var options = new ImportOptions();
        using var input = ExportInput.Open(export.Path, options, home);
        var file = input.Files.Single(file => file.BaseName == "conversations.json");
        var clock = Stopwatch.StartNew();
        using (var stream = file.Open())
        using (var splitter = new ElementSplitter(stream, options.MaxConversationBytes))
            _ = splitter.Split().Count();
        var split = clock.Elapsed.TotalSeconds;
        clock.Restart();
        using (var stream = file.Open()) stream.CopyTo(Stream.Null, 1 << 16);
        return (export.Bytes / 1e6 / split, export.Bytes / 1e6 / clock.Elapsed.TotalSeconds);
    }

    private sealed class Nowhere : IConversationStore, IConversationWriter
    {
        public Task<IConversationWriter> OpenWriterAsync(CancellationToken cancellationToken = default) => Task.FromResult<IConversationWriter>(this);

        public Task<IConversationWriter> OpenWriterAsync(IReadOnlyList<string> inputs, CancellationToken cancellationToken = default) => Task.FromResult<IConversationWriter>(this);

        public Task<StoreOutcome> ForeseeAsync(string conversationKey, CancellationToken cancellationToken = default) => Task.FromResult(StoreOutcome.Added);

        public int? Import => null;

        public void Note(BesideConversations beside)
        {
        }

        public bool Knows(ReadOnlySpan<byte> raw, BesideParts takes = BesideParts.None) => false;

        public Task<StoreOutcome> StoreAsync(Conversation conversation, ReadOnlyMemory<byte> raw, CancellationToken cancellationToken = default) => Task.FromResult(StoreOutcome.Added);

        public Task<StoreOutcome> StoreAsync(Conversation conversation, CancellationToken cancellationToken = default) => Task.FromResult(StoreOutcome.Added);

        public Task<StoreOutcome> StoreGatheredAsync(IReadOnlyList<GatheredPart> parts, CancellationToken cancellationToken = default) => Task.FromResult(StoreOutcome.Added);

        public Task CommitAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

        public void Complete(IReadOnlyDictionary<string, long> totals)
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        public Task<int> CatchUpAsync(CancellationToken cancellationToken = default) => Task.FromResult(0);
    }
}
