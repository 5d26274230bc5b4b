namespace LocalsOnly.Tests;

/// <summary>What an action allocates on the thread that calls it.</summary>
internal static class AllocatedBytes
{
    private const int Rounds = 5;

    /// <summary>
    /// The least of five rounds, in bytes: when another thread's rubbish is collected in the midst of one, what was left of this thread's room counts as allocated, and so does what is made once and kept.
    /// </summary>
    public static long Of(Action action)
    {
        var least = long.MaxValue;
        for (var round = 0; round < Rounds && least > 0; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
