namespace LocalsOnly.Discord.House;

/// <summary>What the house says of itself, in Discord's Markdown.</summary>
public interface IHouseReports
{
    /// <summary>Parts of the host, endpoints, queues, tokens/s, memory.</summary>
    Task<string> StatusAsync(CancellationToken cancellationToken);

    /// <summary>Tokens and times by persona, for today and the last days.</summary>
    Task<string> UsageAsync(CancellationToken cancellationToken);

    /// <summary>Where a message would go, and why.</summary>
    /// <param name="persona">Id; null for nobody in particular.</param>
    string Route(string? persona, string message);
}
