using System.Text.Json;
using LocalsOnly.Agents.Feeds;

namespace LocalsOnly.Agents.Tools.DeFi;

/// <summary>
/// The list of pools, read at most once in ten minutes and by one caller at a time: it has ten thousand entries and more than ten megabytes, of which what the desk
/// needs is kept and the document is let go.
/// </summary>
internal sealed class YieldSource(IFeedReader reader, TimeProvider time) : IDisposable
{
    public static readonly Feed Feed = new("yields", "DefiLlama Yields", new Uri("https://yields.llama.fi"));

    /// <summary>DefiLlama takes the pools down once an hour; asking more often than this brings nothing.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);

    private readonly SemaphoreSlim _one = new(1, 1);
    private volatile YieldList? _kept;

    /// <summary>What was last read in this run of the host, however old; null when nothing was. Asks nobody.</summary>
    public YieldList? Kept => _kept;

    /// <summary>The list, from the feed when what is kept is older than <see cref="Fresh"/>; the kept one, marked so, when the feed fails.</summary>
    /// <exception cref="ToolException">The feed fails, and nothing is kept.</exception>
    public async Task<YieldList> GetAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (_kept is { Stale: null } kept && time.GetUtcNow() - kept.At < Fresh) return kept;
            return _kept = Reduce(await reader.GetAsync(Feed, "/pools", Fresh, cancellationToken));
        }
        catch (ToolException failed) when (_kept is not null)
        {
            return _kept = _kept with { Stale = failed.Message.TrimEnd('.') };
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private static YieldList Reduce(FeedDocument document)
    {
        if (document.Root.ValueKind != JsonValueKind.Object || !document.Root.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Array)
            throw new ToolException($"{Feed.Name} answered with something that is no list of pools, so there is no yield to tell; try again later.");
        var pools = new List<YieldPool>(data.GetArrayLength());
        var skipped = 0;
        foreach (var entry in data.EnumerateArray())
        {
            if (YieldPool.Of(entry) is { } pool) pools.Add(pool);
            else skipped++;
        }

        return new YieldList(pools, skipped, document.At, document.Stale);
    }
}
