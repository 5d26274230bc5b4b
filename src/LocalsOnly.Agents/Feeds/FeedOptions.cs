namespace LocalsOnly.Agents.Feeds;

/// <summary>Section <c>Feeds</c>: how public data is read from outside the house.</summary>
public sealed class FeedOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Feeds";

    /// <summary>
    /// Another address for a feed, by its id: <c>Feeds:Addresses:deribit</c>. https, or http on loopback. A proxy or mirror in the house is written as a number,
    /// because a name that leads into the house is refused.
    /// </summary>
    public IDictionary<string, Uri> Addresses { get; } = new Dictionary<string, Uri>(StringComparer.OrdinalIgnoreCase);

    /// <summary>How long an answer may take, from the first step of connecting to its last byte; 1 to 60 s.</summary>
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>Most bytes of one answer, after decompression; 1 KiB to 64 MiB.</summary>
    public int MostBytes { get; set; } = 4 << 20;

    /// <summary>Where a feed is read from.</summary>
    internal Uri AddressOf(Feed feed) => Addresses.TryGetValue(feed.Id, out var address) ? address : feed.Address;
}
