namespace LocalsOnly.Inference;

/// <summary>One server as configured, or as it would be found on this machine.</summary>
/// <param name="Url">Base address without a path.</param>
/// <param name="Model">The model to ask for; null to find one.</param>
/// <param name="Tiers">The tiers whose list it is on.</param>
internal sealed record Endpoint(
    string Name,
    Uri Url,
    EndpointProtocol Protocol,
    string? Model = null,
    bool AllowPublic = false,
    IReadOnlyList<Tier>? Tiers = null)
{
    /// <summary>Which client asks it.</summary>
    public string Client { get; init; } = EndpointOptions.OwnClient;

    /// <summary>Longest prompt and answer together in tokens as configured; null to believe the server.</summary>
    public int? ContextTokens { get; init; }

    public bool Tools { get; init; } = true;

    /// <summary>Whether it sees pictures as configured; null to believe the server.</summary>
    public bool? Vision { get; init; }

    /// <summary>Most requests of this host there at once.</summary>
    public int MaxConcurrent { get; init; } = 8;

    /// <summary>Most requests of this host that wait for a place there.</summary>
    public int MaxQueued { get; init; } = 512;

    public IReadOnlyList<Tier> Tiers { get; init; } = Tiers ?? [];

    /// <summary>The address of a path below the base address.</summary>
    public Uri At(string path) => new(Url, path);

    /// <summary>People paste the address that OpenAI clients want; the paths here begin at the root.</summary>
    public static Uri BaseOf(Uri url)
    {
        var text = url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/');
        if (text.EndsWith("/v1", StringComparison.OrdinalIgnoreCase))
            text = text[..^3];
        return new Uri(text + "/");
    }
}
