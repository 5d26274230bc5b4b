using LocalsOnly.Memory.Index;

namespace LocalsOnly.Memory.Storing;

/// <summary>
/// What a session's inputs hold that was there before it. Payloads are recognised on another thread than what is stored.
/// </summary>
internal sealed class HeldBySession
{
    /// <summary>How many hashes a line of the archive says at most: 33 kB.</summary>
    private const int HashesPerLine = 512;

    private readonly Lock _lock = new();
    private readonly HashSet<Digest> _held = [];
    private List<Digest> _waiting = [];

    /// <summary>Payloads that are known; set before the first is asked for.</summary>
    public IReadOnlyDictionary<Digest, KnownPayload> Known { get; set; } = new Dictionary<Digest, KnownPayload>();

    /// <summary>Whether there are enough for a line.</summary>
    public bool HasLine
    {
        get
        {
            lock (_lock) return _waiting.Count >= HashesPerLine;
        }
    }

    /// <summary>Whether a payload is known, with what it takes from beside it; then what is known of it is held.</summary>
    public bool Recognise(ReadOnlySpan<byte> raw, BesideParts takes)
    {
        if (Known.Count == 0 || !Known.TryGetValue(Digest.OfBytes(raw), out var known) || (takes & ~known.Parts) != 0) return false;
        foreach (var observation in known.Observations) Add(observation);
        return true;
    }

    /// <summary>An observation is held.</summary>
    public void Add(Digest observation)
    {
        lock (_lock)
            if (_held.Add(observation)) _waiting.Add(observation);
    }

    /// <summary>Takes what waits, in pieces of a line each.</summary>
    public IEnumerable<IReadOnlyList<string>> Take()
    {
        List<Digest> waiting;
        lock (_lock) (waiting, _waiting) = (_waiting, []);
        return waiting.Chunk(HashesPerLine).Select(some => (IReadOnlyList<string>)[.. some.Select(hash => hash.ToString())]);
    }
}
