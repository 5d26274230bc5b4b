using System.IO.Hashing;
using LocalsOnly.Import.Json;

namespace LocalsOnly.Import.Reading;

/// <summary>Adds up the CRC-32 of a zip's member while it is read: .NET unpacks a member that was altered on the disk without a word.</summary>
/// <param name="inner">Its unpacked bytes; disposed of with this.</param>
/// <param name="expected">The sum that the zip's directory says.</param>
/// <param name="damaged">Called at the end of the member when another comes out.</param>
internal sealed class SummedStream(Stream inner, uint expected, Action damaged) : ReadOnlyStream
{
    private readonly Crc32 _sum = new();
    private bool _isEnded;

    public override int Read(Span<byte> buffer)
    {
        var count = inner.Read(buffer);
        _sum.Append(buffer[..count]);
        if (count > 0 || buffer.IsEmpty || _isEnded) return count;
        _isEnded = true;
        if (_sum.GetCurrentHashAsUInt32() != expected) damaged();
        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
