using System.IO.Compression;
using UglyToad.PdfPig.Filters;
using UglyToad.PdfPig.Tokens;

namespace LocalsOnly.Discord.Attachments;

/// <summary>How much a document's packed streams may still become.</summary>
internal sealed class UnpackBudget(long bytes)
{
    private long _left = bytes;

    public bool IsSpent => Volatile.Read(ref _left) < 0;

    /// <summary>Whatever asks from now on is refused.</summary>
    public void GiveUp() => Volatile.Write(ref _left, long.MinValue / 2);

    /// <exception cref="InvalidDataException">It is spent.</exception>
    public void Spend(long bytes)
    {
        if (Interlocked.Add(ref _left, -bytes) < 0) throw new InvalidDataException("The document unpacks to more than a document should.");
    }
}

/// <summary>The filters of the library, none of which unpacks more than a budget.</summary>
internal sealed class BoundedFilters(UnpackBudget budget) : BaseFilterProvider(Bounded(budget))
{
    private static readonly NameToken[] s_names =
    [
        NameToken.Ascii85Decode, NameToken.Ascii85DecodeAbbreviation, NameToken.AsciiHexDecode, NameToken.AsciiHexDecodeAbbreviation, NameToken.CcittfaxDecode, NameToken.CcittfaxDecodeAbbreviation,
        NameToken.DctDecode, NameToken.DctDecodeAbbreviation, NameToken.FlateDecode, NameToken.FlateDecodeAbbreviation, NameToken.Jbig2Decode, NameToken.JpxDecode, NameToken.RunLengthDecode,
        NameToken.RunLengthDecodeAbbreviation, NameToken.LzwDecode, NameToken.LzwDecodeAbbreviation,
    ];

    private static Dictionary<string, IFilter> Bounded(UnpackBudget budget) =>
        s_names.ToDictionary(name => name.Data, IFilter (name) => new BoundedFilter(DefaultFilterProvider.Instance.GetNamedFilters([name])[0], budget), StringComparer.Ordinal);
}

internal sealed class BoundedFilter(IFilter inner, UnpackBudget budget) : IFilter
{
    /// <summary>Packed by the best-known trick, this unpacks to 170 MB; nothing shorter than a stream of that length does.</summary>
    private const int MostLzw = 64 * 1024;

    public bool IsSupported => inner.IsSupported;

    public Memory<byte> Decode(Memory<byte> input, DictionaryToken streamDictionary, IFilterProvider filterProvider, int filterIndex)
    {
        budget.Spend(0);
        if (inner is FlateFilter) Measure(input);
        else if (inner is LzwFilter && input.Length > MostLzw) budget.Spend(long.MaxValue / 4);
        var output = inner.Decode(input, streamDictionary, filterProvider, filterIndex);
        if (inner is not FlateFilter) budget.Spend(output.Length);
        return output;
    }

    // Unpacked twice: once to count, which takes no memory. The library's own filter is sealed, and takes all there is.
    private void Measure(Memory<byte> input)
    {
        if (input.Length < 3) return;
        var scratch = new byte[16 * 1024];
        using var packed = new MemoryStream(input[2..].ToArray(), writable: false);
        using var deflate = new DeflateStream(packed, CompressionMode.Decompress);
        try
        {
            while (deflate.Read(scratch) is > 0 and var read) budget.Spend(read);
        }
        catch (InvalidDataException) when (!budget.IsSpent)
        {
            // Damaged: the library makes of it what it can.
        }
    }
}
