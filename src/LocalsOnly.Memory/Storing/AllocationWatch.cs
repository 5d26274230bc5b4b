namespace LocalsOnly.Memory.Storing;

/// <summary>Tells, from how much was allocated at one look and the next, when a program that allocated much has come to rest. For one thread.</summary>
internal sealed class AllocationWatch
{
    /// <summary>In bytes, between two looks half a minute apart: probes of endpoints and timers take some hundred kilobytes, a turn more than half a megabyte.</summary>
    public const long Quiet = 1 << 19;

    /// <summary>In bytes: less is not worth a collection.</summary>
    public const long Worth = 8 << 20;

    private long _seen;
    private long _rested;

    /// <summary>True where little was allocated since the last look, and enough since it was last true; a program that waits gets there, too, in the course of many minutes.</summary>
    /// <param name="allocated">Bytes allocated since the program began.</param>
    public bool HasComeToRest(long allocated)
    {
        var isQuiet = allocated - _seen < Quiet;
        _seen = allocated;
        if (!isQuiet || allocated - _rested < Worth) return false;
        _rested = allocated;
        return true;
    }
}
