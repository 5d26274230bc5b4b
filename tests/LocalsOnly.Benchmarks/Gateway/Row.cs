using LocalsOnly.Benchmarks.Measuring;

namespace LocalsOnly.Benchmarks.Gateway;

/// <summary>One kind of load.</summary>
/// <param name="Name">What a person asks for it by.</param>
/// <param name="Title">What is asked and how, as the table's heading.</param>
/// <param name="Streams">Whether answers are streamed.</param>
/// <param name="Milliseconds">The upstream's pace; 0 for all at once.</param>
/// <param name="Callers">Requests under way at once.</param>
/// <param name="Calls">Requests of each caller in one round.</param>
/// <param name="Rounds">Rounds that count; one more comes first and does not.</param>
internal sealed record Row(string Name, string Title, bool Streams, int Milliseconds, int Callers, int Calls, int Rounds)
{
    public const int Tokens = 50;

    /// <summary>Whether a request that does not stream allows an answer of 2,000 tokens, ten times the usual.</summary>
    public bool MayBeLong { get; init; }
}

/// <summary>All that one row measured at one target.</summary>
internal sealed class Sample
{
    private readonly List<Call> _calls = [];
    private TimeSpan _cpu;

    public Percentiles FirstToken => Percentiles.Of(_calls.Where(c => c.Flaw is null).Select(c => c.FirstToken));

    public Percentiles Total => Percentiles.Of(_calls.Where(c => c.Flaw is null).Select(c => c.Total));

    /// <summary>The gateway's processor time for one request, ms.</summary>
    public double Cpu => _cpu.TotalMilliseconds / _calls.Count;

    public int Count => _calls.Count;

    public int Lost => _calls.Count(c => c.Flaw is not null);

    /// <summary>Why requests were lost, with how many of each.</summary>
    public string Flaws => string.Join(", ", _calls.Select(c => c.Flaw).OfType<string>().CountBy(f => f).Select(f => $"{f.Value}x {f.Key}"));

    public void Add(IEnumerable<Call> calls, TimeSpan cpu)
    {
        _calls.AddRange(calls);
        _cpu += cpu;
    }
}
