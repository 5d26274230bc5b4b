using LocalsOnly.Agents.Tools;

namespace LocalsOnly.Agents.Feeds;

/// <summary>One question to a feed.</summary>
/// <param name="Path">Path and query under the feed's address.</param>
/// <param name="Body">JSON to post; null for a GET.</param>
internal sealed record FeedRequest(Feed Feed, string Path, string? Body)
{
    /// <summary>Two requests with the same key are the same request.</summary>
    public string Key { get; } = $"{Feed.Id} {(Body is null ? "GET" : "POST")} {Path} {Body}";

    /// <summary>The whole address. Whatever the path holds, it stays on the feed's own host and below the feed's own path.</summary>
    /// <exception cref="ToolException">The path would lead elsewhere; nothing is sent.</exception>
    public Uri Target(Uri address)
    {
        var prefix = address.AbsolutePath.TrimEnd('/');
        return Path.StartsWith('/')
            && Uri.TryCreate($"{address.GetLeftPart(UriPartial.Authority)}{prefix}{Path}", UriKind.Absolute, out var target)
            && target.UserInfo.Length == 0
            && target.Scheme == address.Scheme
            && target.IdnHost == address.IdnHost
            && target.Port == address.Port
            && target.AbsolutePath.StartsWith(prefix + "/", StringComparison.Ordinal)
            ? target
            : throw new ToolException($"{Feed.Name} is asked at {address.IdnHost} only, so nothing was sent.");
    }
}
