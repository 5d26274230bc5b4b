using System.Collections;

namespace LocalsOnly.Memory.Postings;

/// <summary>The blocks of a segment that were taken out since it was written.</summary>
internal sealed class DeadBlocks(int blocks)
{
    private readonly BitArray _dead = new(blocks);

    /// <summary>How many.</summary>
    public int Count { get; private set; }

    /// <summary>How many documents are in them.</summary>
    public int Documents { get; private set; }

    public void Add(int block, DocumentColumns documents)
    {
        if (_dead[block]) return;
        _dead[block] = true;
        Count++;
        Documents += documents.SizeOf(block);
    }

    public bool Contains(int block) => _dead[block];
}
