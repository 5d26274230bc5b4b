using Microsoft.Extensions.Options;

namespace LocalsOnly.Agents.Feeds;

/// <summary>Refuses, when the host starts, what no feed could be read with.</summary>
internal sealed class FeedOptionsValidator : IValidateOptions<FeedOptions>
{
    private static readonly TimeSpan s_most = TimeSpan.FromMinutes(1);

    public ValidateOptionsResult Validate(string? name, FeedOptions options)
    {
        var problems = options.Addresses.Select(entry => Problem(entry.Key, entry.Value)).OfType<string>().ToList();
        if (options.Deadline < TimeSpan.FromSeconds(1) || options.Deadline > s_most)
            problems.Add("Feeds:Deadline is not between 1 second and 1 minute.");
        if (options.MostBytes is < 1024 or > 64 << 20)
            problems.Add("Feeds:MostBytes is not between 1024 and 67108864.");
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static string? Problem(string id, Uri? address) =>
        FeedCatalog.All.All(feed => !string.Equals(feed.Id, id, StringComparison.OrdinalIgnoreCase))
            ? $"Feeds:Addresses:{id} names no feed; there are {string.Join(", ", FeedCatalog.All.Select(feed => feed.Id))}."
        : address is not { IsAbsoluteUri: true } || address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0
            ? $"Feeds:Addresses:{id} is no address like https://api.example.com, without a name, a key or a query in it."
        : address.Scheme != Uri.UriSchemeHttps && !(address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)
            ? $"Feeds:Addresses:{id} is not https; http is for this machine only (127.0.0.1)."
        : null;
}
