using System.Globalization;

namespace LocalsOnly.Agents.Feeds;

/// <summary>Feeds, and questions to them, that have failed and are left alone for a while.</summary>
internal sealed class FeedPauses(TimeProvider time)
{
    /// <summary>How long a failure keeps a feed from being asked again.</summary>
    public static readonly TimeSpan Usual = TimeSpan.FromSeconds(30);

    /// <summary>A feed that asks for a longer pause is asked again after this.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Pause> _pauses = new(StringComparer.Ordinal);

    /// <summary>
    /// Why a request is not sent now, as a clause; null when it may be. Without an older copy to give, a feed that has only failed is asked all the same, one that
    /// has told to wait is not.
    /// </summary>
    public string? Why(FeedRequest request, bool isHeld)
    {
        lock (_gate)
            return Of(request.Feed.Id, isHeld) ?? Of(request.Key, isHeld);
    }

    public void Begin(FeedRequest request, FeedFailureException failure)
    {
        var length = failure.RetryAfter is { } told && told > TimeSpan.Zero ? (told < Longest ? told : Longest) : Usual;
        var now = time.GetUtcNow();
        lock (_gate)
        {
            foreach (var (key, pause) in _pauses)
            {
                if (IsOver(pause)) _pauses.Remove(key);
            }

            _pauses[failure.IsOfTheRequest ? request.Key : request.Feed.Id] = new Pause(
                failure.Message + string.Create(CultureInfo.InvariantCulture, $", at {now:HH:mm:ss} UTC, and is asked again after {now + length:HH:mm:ss} UTC"),
                time.GetTimestamp(),
                length,
                failure.IsToldToWait);
        }
    }

    /// <summary>The feed has answered.</summary>
    public void End(FeedRequest request)
    {
        lock (_gate)
        {
            _pauses.Remove(request.Feed.Id);
            _pauses.Remove(request.Key);
        }
    }

    private string? Of(string key, bool isHeld) =>
        _pauses.TryGetValue(key, out var pause) && !IsOver(pause) && (isHeld || pause.IsTold) ? pause.Clause : null;

    private bool IsOver(Pause pause) => time.GetElapsedTime(pause.Since) >= pause.Length;

    private sealed record Pause(string Clause, long Since, TimeSpan Length, bool IsTold);
}
