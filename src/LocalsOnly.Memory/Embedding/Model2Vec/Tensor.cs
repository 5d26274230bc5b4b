namespace LocalsOnly.Memory.Embedding.Model2Vec;

/// <summary>Where a tensor lies in a safetensors file.</summary>
/// <param name="Type">Its numbers: F32, F16, I8 and so on.</param>
/// <param name="Shape">Rows first.</param>
/// <param name="Offset">Bytes from the file's beginning; not aligned to anything.</param>
internal sealed record Tensor(string Name, string Type, IReadOnlyList<long> Shape, long Offset, long Bytes)
{
    /// <summary>Bytes of one number; null for a type that is not known here.</summary>
    public static int? SizeOf(string type) => type switch
    {
        "I8" or "U8" or "BOOL" => 1,
        "F16" or "BF16" or "I16" or "U16" => 2,
        "F32" or "I32" or "U32" => 4,
        "F64" or "I64" or "U64" => 8,
        _ => null,
    };
}
