using System.Text.Json;

namespace LocalsOnly.Agents.Feeds;

/// <summary>Reads public data from outside the house: only from the hosts of the known feeds, and from none when <c>Data:Offline</c> is set.</summary>
internal interface IFeedReader
{
    /// <summary>What a feed answers to a GET; a copy when one is young enough, and an older copy, marked so, when the feed fails.</summary>
    /// <param name="path">Path and query under the feed's address. Never holds anything of the person but what they ask for by name (a symbol, a place).</param>
    /// <param name="fresh">How old a copy may be.</param>
    /// <exception cref="Tools.ToolException">It cannot be had: one sentence with the feed's name, why, and the time of what was last read.</exception>
    Task<FeedDocument> GetAsync(Feed feed, string path, TimeSpan fresh, CancellationToken cancellationToken);

    /// <summary>The same with a POST of JSON.</summary>
    /// <inheritdoc cref="GetAsync"/>
    Task<FeedDocument> PostAsync(Feed feed, string path, string json, TimeSpan fresh, CancellationToken cancellationToken);
}

/// <summary>A public source of data.</summary>
/// <param name="Id">Key in the configuration, lower case: <c>hyperliquid</c>.</param>
/// <param name="Name">As people call it: Hyperliquid.</param>
/// <param name="Address">Base address; its host is the only one that is contacted for it.</param>
internal sealed record Feed(string Id, string Name, Uri Address)
{
    /// <summary>Most bytes of one answer, where <see cref="FeedOptions.MostBytes"/> is known to be too few.</summary>
    public int MostBytes { get; init; }
}

/// <summary>What a feed said.</summary>
/// <param name="Root">The JSON; valid for as long as it is held.</param>
/// <param name="At">When it was read from the feed (UTC).</param>
/// <param name="Stale">Why this is an old copy, as a clause; null when it is as fresh as was asked.</param>
internal sealed record FeedDocument(JsonElement Root, DateTimeOffset At, string? Stale);
