namespace LocalsOnly.Inference.Flow;

/// <summary>Counts calls and failures of the last minute, in buckets of one second. Not safe for threads by itself.</summary>
internal sealed class FailureWindow(TimeProvider time)
{
    private const int Seconds = 60;
    private readonly (long Second, int Calls, int Failures)[] _buckets = new (long, int, int)[Seconds];

    /// <summary>True when there were at least two calls, and more than half of them failed.</summary>
    public bool MostlyFailures
    {
        get
        {
            var oldest = Now - Seconds;
            var (calls, failures) = (0, 0);
            foreach (var bucket in _buckets)
            {
                if (bucket.Second <= oldest)
                    continue;
                calls += bucket.Calls;
                failures += bucket.Failures;
            }

            return calls >= 2 && failures * 2 > calls;
        }
    }

    public void Add(bool failed)
    {
        ref var bucket = ref _buckets[Now % Seconds];
        if (bucket.Second != Now)
            bucket = (Now, 0, 0);
        bucket.Calls++;
        if (failed)
            bucket.Failures++;
    }

    public void Clear() => Array.Clear(_buckets);

    private long Now => time.GetUtcNow().ToUnixTimeSeconds();
}
