namespace LocalsOnly.Import.Json;

/// <summary>What is wrong with an element's bytes, before anything is parsed.</summary>
internal enum ElementFault
{
    None,
    Truncated,
    Unbalanced,
    TooLarge,
}

/// <summary>The bytes of one element. Valid until the next element is asked for.</summary>
internal readonly record struct Element(long Offset, long Length, ReadOnlyMemory<byte> Bytes, ElementFault Fault);
