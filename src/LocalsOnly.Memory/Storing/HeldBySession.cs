using LocalsOnly.Memory.Index;

namespace LocalsOnly.Memory.Storing;

/// <summary>
/// What a session's inputs hold that was there before it. Payloads are recognised on another thread than what is stored.
/// </summary>
/// <param name="load">Reads which payloads are known.</param>
internal sealed class HeldBySession(Func<IReadOnlyDictionary<Digest, KnownPayload>> load)
{
    /// <summary>How many hashes a line of the archive says at most: 33 kB.</summary>
    private const int HashesPerLine = 512;

    private readonly Lock _lock = new();
    private readonly HashSet<Digest> _held = [];
    private List<Digest> _waiting = [];

    private readonly Lazy<IReadOnlyDictionary<Digest, KnownPayload>> _known = new(load);

    /// <summary>Whether there are enough for a line.</summary>
    public bool HasLine
    {
        get
        {
            lock (_lock) return _waiting.Count >= HashesPerLine;
        }
    }

    /// <summary>Settles what is known: what this session stores itself is none of it.</summary>
    public void Settle() => _ = _known.Value;

    /// <summary>Whether a payload is known, with what it takes from beside it; then what is known of it is held.</summary>
    public bool Recognise(ReadOnlySpan<byte> raw, BesideParts takes)
    {
        if (_known.Value.Count == 0 || !_known.Value.TryGetValue(Digest.OfBytes(raw), out var known) || (takes & ~known.Parts) != 0) return false;
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
