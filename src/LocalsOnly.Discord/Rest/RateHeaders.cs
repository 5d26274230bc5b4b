using System.Globalization;

namespace LocalsOnly.Discord.Rest;

/// <summary>What a response says of rate limits: discord.com/developers/docs/topics/rate-limits#header-format.</summary>
/// <param name="Bucket">Names the limit; null when the route has none.</param>
/// <param name="Remaining">Requests left in this stretch of time.</param>
/// <param name="ResetAfter">Until all are there again.</param>
/// <param name="RetryAfter">For status 429.</param>
/// <param name="Scope"><c>user</c>, <c>global</c> or <c>shared</c>.</param>
internal sealed record RateHeaders(string? Bucket, int? Remaining, TimeSpan? ResetAfter, TimeSpan? RetryAfter, string? Scope, bool IsGlobal)
{
    /// <summary>Discord answered itself, not a proxy before it.</summary>
    public bool IsDiscord => Bucket is not null || Scope is not null || IsGlobal;

    public static RateHeaders Of(HttpResponseMessage response) => new(
        Value(response, "X-RateLimit-Bucket"),
        int.TryParse(Value(response, "X-RateLimit-Remaining"), NumberStyles.None, CultureInfo.InvariantCulture, out var remaining) ? remaining : null,
        Seconds(Value(response, "X-RateLimit-Reset-After")),
        Seconds(Value(response, "Retry-After")),
        Value(response, "X-RateLimit-Scope"),
        string.Equals(Value(response, "X-RateLimit-Global"), "true", StringComparison.OrdinalIgnoreCase));

    private static string? Value(HttpResponseMessage response, string name) => response.Headers.TryGetValues(name, out var values) ? values.First() : null;

    private static TimeSpan? Seconds(string? value) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds < TimeSpan.MaxValue.TotalSeconds / 2
            ? TimeSpan.FromSeconds(seconds)
            : null;
}
