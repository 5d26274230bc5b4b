namespace LocalsOnly.Import;

/// <summary>Turns what is read of unpacked files into progress over what lies on the disk.</summary>
internal sealed class ProgressMeter(IProgress<ImportProgress>? progress, long total)
{
    private const long StepBytes = 1 << 20;

    private string _input = "";
    private long _finished;
    private double _current;
    private long _reported;

    private int _conversations;
    private int _known;

    /// <summary>One more conversation was found.</summary>
    public void Found() => _conversations++;

    /// <summary>It was known before, and nothing in it is new.</summary>
    public void Known() => _known++;

    public void Begin(string input)
    {
        _input = input;
        _current = 0;
        Report();
    }

    /// <summary>A part of a file was read.</summary>
    /// <param name="weight">Bytes on disk of the file.</param>
    /// <param name="share">How much of the file since the last call, 0 to 1.</param>
    public void Advance(long weight, double share)
    {
        _current += weight * share;
        if (BytesRead - _reported >= StepBytes) Report();
    }

    public void End(long size)
    {
        _finished += size;
        _current = 0;
        Report();
    }

    private long BytesRead => Math.Min(total, _finished + (long)_current);

    private void Report()
    {
        _reported = BytesRead;
        progress?.Report(new ImportProgress(_reported, total, _conversations, _known, _input));
    }
}
