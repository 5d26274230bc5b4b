using System.IO.Hashing;
using System.Runtime.InteropServices;
using LocalsOnly.Memory.Embedding.Vectors;

namespace LocalsOnly.Memory.Embedding;

/// <summary>
/// A file of vectors by text: a vector's id is a digest of the text it was made of, so the same text has one vector however many conversations it is in, and
/// an index that is built anew finds its vectors again. The model belongs to the file, so it is no part of the id.
/// </summary>
/// <remarks>Who forgets a text deletes its id once no other text that is kept has the same; who finds an id looks up which texts have it.</remarks>
internal sealed class EmbeddingCache(VectorFile file)
{
    /// <summary>The first 63 bits of XXH128 over the text's UTF-16: among a million texts, two share an id with a chance of 1 to 18 million.</summary>
    public static long IdOf(ReadOnlySpan<char> text) => (long)(ulong)(XxHash128.HashToUInt128(MemoryMarshal.AsBytes(text)) >> 65);

    public bool Contains(ReadOnlySpan<char> text) => file.Contains(IdOf(text));

    /// <summary>Reads the vector of a text, nearly of length 1, as long as the model's.</summary>
    public bool TryRead(ReadOnlySpan<char> text, Span<float> vector) => file.TryRead(IdOf(text), vector);
}
