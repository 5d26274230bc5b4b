namespace LocalsOnly.Import.Json;

/// <summary>What is wrong with an element's bytes, before anything is parsed.</summary>
internal enum ElementFault
{
    None,
    Truncated,
    Unbalanced,
    TooLarge,
}

/// <summary>One element of a file, cut out and not yet parsed.</summary>
/// <param name="Offset">Byte of the file, as UTF-8, at which it begins.</param>
/// <param name="Length">Its size in bytes.</param>
/// <param name="Bytes">The bytes, valid until the next element is asked for; only the first few thousand of one that is too large.</param>
/// <param name="Fault">What is wrong with it.</param>
internal readonly record struct Element(long Offset, long Length, ReadOnlyMemory<byte> Bytes, ElementFault Fault)
{
    /// <summary>How many brackets are open where most are.</summary>
    public int Depth { get; init; }

    /// <summary>It lies behind an element whose brackets do not match, and is most likely a part of that one.</summary>
    public bool IsDebris { get; init; }
}
