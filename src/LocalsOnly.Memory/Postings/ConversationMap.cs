namespace LocalsOnly.Memory.Postings;

/// <summary>Where the blocks of conversations are, and how long each conversation is.</summary>
internal sealed class ConversationMap
{
    private readonly Dictionary<int, List<BlockPlace>> _more = [];
    private readonly BlockPlace[] _first;
    private readonly float[] _lengths;

    public ConversationMap(IReadOnlyList<(Segment Segment, DeadBlocks Dead)> segments)
    {
        var greatest = 0;
        foreach (var (segment, _) in segments)
            foreach (var conversation in segment.Documents.Conversation) greatest = Math.Max(greatest, conversation);
        _first = new BlockPlace[greatest + 1];
        _lengths = new float[greatest + 1];
        Array.Fill(_first, new BlockPlace(-1, -1));
        for (var i = 0; i < segments.Count; i++)
        {
            var documents = segments[i].Segment.Documents;
            for (var block = 0; block < documents.BlockCount; block++)
            {
                if (segments[i].Dead.Contains(block)) continue;
                var conversation = documents.Conversation[block];
                foreach (var length in documents.Length.AsSpan(documents.FirstDocument[block], documents.SizeOf(block))) _lengths[conversation] += length;
                if (_first[conversation].Segment < 0) _first[conversation] = new BlockPlace(i, block);
                else if (_more.TryGetValue(conversation, out var others)) others.Add(new BlockPlace(i, block));
                else _more[conversation] = [_first[conversation], new BlockPlace(i, block)];
            }
        }
        var (sum, count) = (0.0, 0);
        foreach (var length in _lengths)
        {
            sum += length;
            if (length > 0) count++;
        }
        AverageLength = (float)Math.Max(1, sum / Math.Max(1, count));
    }

    /// <summary>One more than the greatest row.</summary>
    public int Size => _first.Length;

    /// <summary>Mean of <see cref="LengthOf"/> over conversations that have any.</summary>
    public float AverageLength { get; }

    /// <summary>Words of a conversation that are no stop words.</summary>
    public float LengthOf(int conversation) => _lengths[conversation];

    /// <summary>The blocks of a conversation that lies in more than one; null for one that lies in one or none.</summary>
    public IReadOnlyList<BlockPlace>? Parts(int conversation) => _more.GetValueOrDefault(conversation);

    /// <summary>All blocks of a conversation.</summary>
    public IReadOnlyList<BlockPlace> All(int conversation) =>
        conversation >= _first.Length || _first[conversation].Segment < 0 ? [] : Parts(conversation) ?? [_first[conversation]];
}

/// <summary>A block, by the place of its segment in the snapshot.</summary>
internal readonly record struct BlockPlace(int Segment, int Block);
