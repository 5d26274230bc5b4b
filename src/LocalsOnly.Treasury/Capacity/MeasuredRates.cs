namespace LocalsOnly.Treasury.Capacity;

/// <summary>What an endpoint was seen to do with a model.</summary>
/// <param name="Endpoint">Name of the endpoint.</param>
/// <param name="Model">Full model id.</param>
/// <param name="PrefillTokensPerSecond">Uncached prompt tokens over the time to read them; null when it is not known.</param>
/// <param name="DecodeTokensPerSecond">Tokens per second of one stream after its first; null when it is not known.</param>
/// <param name="Samples">Requests that this rests on; below <see cref="Fewest"/> it counts for nothing.</param>
public sealed record MeasuredRates(string Endpoint, string Model, double? PrefillTokensPerSecond, double? DecodeTokensPerSecond, int Samples)
{
    /// <summary>Fewer requests say more about these requests than about the machines.</summary>
    public const int Fewest = 20;
}
