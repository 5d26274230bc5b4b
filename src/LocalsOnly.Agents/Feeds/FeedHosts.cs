namespace LocalsOnly.Agents.Feeds;

/// <summary>Which hosts outside the house the data tools may ever contact.</summary>
public static class FeedHosts
{
    /// <summary>Name and effective address of every feed.</summary>
    public static IReadOnlyList<(string Id, string Name, Uri Address)> All(FeedOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return [.. FeedCatalog.All.Select(feed => (feed.Id, feed.Name, options.AddressOf(feed)))];
    }
}
