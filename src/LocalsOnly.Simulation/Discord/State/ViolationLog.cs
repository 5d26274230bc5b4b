namespace LocalsOnly.Simulation.Discord.State;

/// <summary>Breaches of the documented schema or rules, as sentences. The first 1,000 are kept, and how many there were.</summary>
internal sealed class ViolationLog
{
    private const int Kept = 1000;

    private readonly Lock _gate = new();
    private readonly List<string> _sentences = [];

    public int Count { get; private set; }

    public void Add(string sentence)
    {
        lock (_gate)
        {
            Count++;
            if (_sentences.Count < Kept)
                _sentences.Add(sentence);
        }
    }

    public string[] All()
    {
        lock (_gate)
            return [.. _sentences];
    }
}
